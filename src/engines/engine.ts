/**
 * The port between the local server and what it trains with. An engine is a program with two commands, each a child
 * process of the server:
 *
 * - `train RUN_FOLDER` reads {@link RunRequest} from `request.json` and the examples from `train.jsonl` (and
 *   `validation.jsonl`, if there is one) in that folder, writes one {@link TrainEvent} a line to stdout, and reads one
 *   {@link TrainCommand} a line from stdin. Started again on a folder that holds a saved state, it goes on from there; the
 *   result is bit for bit that of a run that was never stopped. When stdin ends the server is gone: the engine ends at once.
 *   After `started` it may tell again what it told of the steps before: the server may have been stopped with events unread
 *   in the pipe. Metrics and checkpoints are known by their step; who has one already ignores it.
 * - `serve MODEL_FOLDER` answers one {@link CompletionRequest} a line on stdin with {@link CompletionEvent} lines on stdout.
 *   For the engine's own base model its id (`baseline-1`) stands in the place of the folder. When stdin ends, the engine
 *   answers what it has read and ends. A prompt of the legacy completions comes as one message of the user, with whatever
 *   it ends on: as a row of `prompt` and `completion` is trained.
 *
 * stderr is for people: it goes to the server's log. Lines hold one JSON value each, UTF-8, ended by LF; they may hold U+2028
 * and U+2029, at which node:readline would split them.
 */

import type { TrainMethod } from '../common/engineSettings.ts';

export type { TrainMethod };

/** Names inside a run folder. */
export const runFiles = {
  request: 'request.json',
  training: 'train.jsonl',
  validation: 'validation.jsonl',
  /** Folder with one model folder a checkpoint, named by its step: `checkpoints/120`. The server removes those it does not keep. */
  checkpoints: 'checkpoints',
  /** What the engine needs to go on; its form is the engine's own. */
  state: 'state',
  /** The finished model's folder. */
  model: 'model',
} as const;

/** Hyperparameters as requested; the engine turns "auto" (or an absent one) into numbers and reports them in `started`. */
export interface Hyperparameters {
  readonly n_epochs?: number | 'auto';
  readonly batch_size?: number | 'auto';
  readonly learning_rate_multiplier?: number | 'auto';
  /** Of dpo. */
  readonly beta?: number | 'auto';
  /** These and the following of reinforcement. */
  readonly compute_multiplier?: number | 'auto';
  readonly eval_interval?: number | 'auto';
  readonly eval_samples?: number | 'auto';
  readonly reasoning_effort?: string;
}

export interface RunRequest {
  /** Id of the base model as the job names it, e.g. `baseline-1` or a fine-tuned model's id. */
  readonly model: string;
  /** Model folder to start from (a fine-tuned model or checkpoint); null for the engine's own base model. */
  readonly base_folder: string | null;
  readonly method: TrainMethod;
  readonly hyperparameters: Hyperparameters;
  /** Of reinforcement: the grader as the API takes it. */
  readonly grader?: Readonly<Record<string, unknown>>;
  /** 0 to 2147483647. Same seed and request = same numbers. */
  readonly seed: number;
}

/**
 * Measured numbers of one step, by the names of the API's metrics events. Those that are listed have a place in messages,
 * checkpoints or result files; others are passed on. Losses are means in nats per token (of dpo: per pair), accuracies and
 * shares 0 to 1.
 */
export interface TrainMetrics {
  readonly [name: string]: number | undefined;
  readonly train_loss?: number;
  readonly train_mean_token_accuracy?: number;
  /** On one batch of the validation file, at steps where it was measured. */
  readonly valid_loss?: number;
  readonly valid_mean_token_accuracy?: number;
  /** On the whole validation file, at the end of each epoch. */
  readonly full_valid_loss?: number;
  readonly full_valid_mean_token_accuracy?: number;
  /** Of reinforcement: what the grader gave the sampled answers. */
  readonly train_mean_reward?: number;
  readonly full_valid_mean_reward?: number;
  /** Share of the answers that are not the JSON that the grader reads. */
  readonly full_valid_mean_parse_error?: number;
}

export type TrainEvent =
  | {
      readonly type: 'started';
      readonly total_steps: number;
      /** The step this process starts after; 0 for a new run. */
      readonly step: number;
      readonly hyperparameters: Readonly<Record<string, number>>;
    }
  /** `step` is 1-based; a step is one batch. */
  | { readonly type: 'metrics'; readonly step: number; readonly total_steps: number; readonly metrics: TrainMetrics }
  /** A usable model stands in `checkpoints/<step>` and the state is saved: a new process would go on from here. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly epoch: number; readonly metrics: TrainMetrics }
  /** The state is saved; the process ends with code 0. Comes without `started` where the examples were still being read. */
  | { readonly type: 'paused'; readonly step: number }
  /** The model stands in `model`; the process ends with code 0. `trained_tokens` counts every epoch. */
  | { readonly type: 'succeeded'; readonly trained_tokens: number }
  /** Training cannot go on and trying again would not help; one sentence for the person, without data in it. The process ends with code 0. */
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

export type TrainCommand = { readonly type: 'pause' };

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface CompletionRequest {
  readonly id: string;
  readonly messages: readonly ChatMessage[];
  /** 0 = the likeliest token each time. Default 1. */
  readonly temperature?: number;
  /** Only the likeliest tokens that together have this probability, 0 to 1, are drawn from. Default 1. */
  readonly top_p?: number;
  /** In the engine's own tokens. Default 256. */
  readonly max_completion_tokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
}

export type CompletionEvent =
  | { readonly id: string; readonly type: 'delta'; readonly text: string }
  | {
      readonly id: string;
      readonly type: 'completed';
      readonly finish_reason: 'stop' | 'length';
      readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
    }
  | { readonly id: string; readonly type: 'failed'; readonly message: string };
