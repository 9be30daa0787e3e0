import { UserError } from '../../../common/errors.ts';
import { isObject, type JsonObject } from '../../../common/json.ts';
import { grade } from '../../../graders/grade.ts';
import { graderRefusal } from '../../../graders/refusal.ts';
import type { TrainMetrics } from '../../engine.ts';
import { readMessages } from '../conversation.ts';
import { combine } from '../hash.ts';
import type { Breathe } from '../pause.ts';
import { Predictor } from '../predictor.ts';
import { readMessage, readPrompt, type Prompt } from '../prompt.ts';
import { createRandom } from '../random.ts';
import { drawAnswer } from '../sampling.ts';
import type { Answer } from '../scorer.ts';
import { settleReinforcement, type ReinforcementSettings } from '../settings.ts';
import type { Beginning, Lesson, Method, Objective, Scope } from './method.ts';
import { SampleTally } from './sampleTally.ts';

/** One row: a question, and what its grader knows. */
export interface Task {
  readonly prompt: Prompt;
  /** The row without messages and tools. */
  readonly item: JsonObject;
}

/** Answers to each question in a step, at a compute multiplier of 1. Our choice. */
const samplesPerTask = 8;
/** Longest answer that is sampled, in tokens. Our choice. */
const longestAnswer = 128;
/** Probabilities as the model has them. */
const asItIs = { temperature: 1, topP: 1 };

/**
 * Learns from graded answers: those that it samples and that are better than the other answers to the same question become
 * likelier, worse ones less likely. The weight of an answer is its reward less the mean of its group, in standard deviations
 * of the group. Z. Shao and others, "DeepSeekMath: Pushing the Limits of Mathematical Reasoning", 2024, section 4.1 (with one
 * update a batch, and without its term that holds the model to the reference).
 */
export function reinforcement(grader: unknown): Method<Task, ReinforcementSettings> {
  if (!isObject(grader)) throw new UserError('invalid_request', 'The reinforcement method needs a grader.');
  const refusal = graderRefusal(grader);
  if (refusal !== undefined) throw new UserError('unsupported_grader', refusal);
  return {
    exampleName: 'question',
    keepsWords: true,
    // An untrained model has no words but those that graders look for.
    look: (row, where) => [{ features: readQuestion(row, where), texts: [...textsOf(itemOf(row))] }],
    read: (row, where, { rarity }) => ({ prompt: rarity.weigh(readQuestion(row, where)), item: itemOf(row) }),
    settle: settleReinforcement,
    evaluationInterval: ({ eval_interval }) => eval_interval,
    begin: (beginning) => new Reinforcement(beginning, grader),
  };
}

function readQuestion(row: unknown, where: string): ReadonlyMap<number, number> {
  if (!isObject(row) || !Array.isArray(row.messages)) {
    throw new UserError('invalid_row', `There are no messages on ${where}.`);
  }
  return readPrompt(readMessages(row.messages, where).map(readMessage));
}

function itemOf(row: unknown): JsonObject {
  const { messages: _messages, tools: _tools, ...item } = isObject(row) ? row : {};
  return item;
}

/** All texts and numbers in a value, however deep they stand. */
function* textsOf(value: unknown): Generator<string> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' || typeof next === 'number') yield String(next);
    else if (typeof next === 'object' && next !== null) for (const part of Object.values(next)) open.push(part);
  }
}

interface Sample extends Answer {
  readonly reward: number;
}

class Reinforcement implements Objective<Task> {
  readonly #beginning: Beginning<ReinforcementSettings>;
  readonly #predictor: Predictor;
  readonly #grader: JsonObject;

  constructor(beginning: Beginning<ReinforcementSettings>, grader: JsonObject) {
    this.#beginning = beginning;
    this.#predictor = new Predictor(beginning.learner.model);
    this.#grader = grader;
  }

  async learn(batch: readonly Task[], step: number, breathe: Breathe): Promise<Lesson> {
    const { settings, learner } = this.#beginning;
    const size = Math.max(2, Math.round(samplesPerTask * settings.compute_multiplier));
    const tally = new SampleTally();
    for (const [index, task] of batch.entries()) {
      const group = await this.#sample(task, size, combine(step, index), tally, breathe);
      for (const [place, advantage] of advantages(group).entries()) {
        // Together the better answers of a group weigh about as much as one answer that is learned by itself.
        if (advantage !== 0) learner.accumulate(group[place] as Sample, (2 * advantage) / size);
        await breathe();
      }
    }
    const { meanReward, meanTokens, tokens } = tally;
    return { metrics: { train_mean_reward: meanReward, completion_tokens_mean: meanTokens }, tokens };
  }

  async measure(tasks: readonly Task[], scope: Scope, _step: number, breathe: Breathe): Promise<TrainMetrics> {
    const { eval_samples } = this.#beginning.settings;
    const tally = new SampleTally();
    for (const [index, task] of tasks.entries()) {
      // The same chances each time: what differs between two evaluations is the model.
      await this.#sample(task, eval_samples, combine(0, index), tally, breathe);
    }
    return {
      [`${scope}_mean_reward`]: tally.meanReward,
      [`${scope}_mean_parse_error`]: tally.meanParseErrors,
    };
  }

  /** Answers to a question, drawn and graded. They depend on the model, the seed and `chance` only. */
  async #sample(task: Task, count: number, chance: number, tally: SampleTally, breathe: Breathe): Promise<Sample[]> {
    const { learner, seed } = this.#beginning;
    const { vocabulary } = learner.model;
    const random = createRandom(combine(seed, chance));
    const samples: Sample[] = [];
    for (let made = 0; made < count; made++) {
      const drawn = drawAnswer(this.#predictor, task.prompt, asItIs, longestAnswer, random);
      const tokens = Int32Array.from(drawn);
      const { reward, faults } = grade(this.#grader, { item: task.item, outputText: vocabulary.decode(tokens) });
      tally.add(reward, tokens.length, faults.has('sample_parse_error'));
      samples.push({ prompt: task.prompt, tokens, reward });
      await breathe();
    }
    return samples;
  }
}

/** Rewards less their mean, in standard deviations; zeros where all are alike. */
function advantages(samples: readonly Sample[]): readonly number[] {
  const mean = samples.reduce((sum, { reward }) => sum + reward, 0) / samples.length;
  const variance = samples.reduce((sum, { reward }) => sum + (reward - mean) ** 2, 0) / samples.length;
  const deviation = Math.sqrt(variance);
  return samples.map(({ reward }) => (deviation < 1e-9 ? 0 : (reward - mean) / deviation));
}
