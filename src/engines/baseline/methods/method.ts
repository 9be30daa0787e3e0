import type { Hyperparameters, TrainMetrics } from '../../engine.ts';
import type { Learner } from '../learner.ts';
import type { LanguageModel } from '../model.ts';
import type { Breathe } from '../pause.ts';
import type { Settings } from '../settings.ts';

/** What a row says about the data as a whole, before there is a model to read it with. */
export interface Seen {
  /** Of a prompt, with their importance. */
  readonly features: ReadonlyMap<number, number>;
  /** Texts whose words answers may be made of. */
  readonly texts: readonly string[];
}

/** What a batch taught. */
export interface Lesson {
  readonly metrics: TrainMetrics;
  /** Answer tokens that were learned from. */
  readonly tokens: number;
}

/** The part of the validation file that is measured, as the names of metrics tell it. */
export type Scope = 'valid' | 'full_valid';

/** Learns the examples of one run. */
export interface Objective<Example> {
  /** Measures a batch and gathers the gradients of its loss in the learner; the caller updates. `step` is 1-based. */
  learn(batch: readonly Example[], step: number, breathe: Breathe): Promise<Lesson>;
  /** Measures examples, of which there is at least one, and leaves no trace. */
  measure(examples: readonly Example[], scope: Scope, step: number, breathe: Breathe): Promise<TrainMetrics>;
}

/** What an objective is made from. */
export interface Beginning<S extends Settings> {
  readonly settings: S;
  /** As it was before the first step; training may change its weights. */
  readonly base: LanguageModel;
  readonly learner: Learner;
  readonly seed: number;
}

/** A way of training: how rows become examples, and what is learned from them. */
export interface Method<Example, S extends Settings = Settings> {
  /** What a training file lacks where no row has anything to learn: `assistant message`. */
  readonly exampleName: string;
  /**
   * True where answers are drawn from the model: one that has learned to talk keeps its words, since it would try out new
   * ones at every turn.
   */
  readonly keepsWords?: boolean;
  /** Throws UserError for a row that is none of this method; `where` is such as "line 3 of train.jsonl". */
  look(row: unknown, where: string): readonly Seen[];
  /** Undefined where the row has nothing to learn. Throws as `look`. */
  read(row: unknown, where: string, model: LanguageModel): Example | undefined;
  settle(requested: Hyperparameters, examples: number): S;
  /** Steps from one evaluation on the whole validation file to the next; absent: at the ends of epochs, and batches in between. */
  evaluationInterval?(settings: S): number;
  begin(beginning: Beginning<S>): Objective<Example>;
}
