import type { TrainMetrics } from '../engine.ts';
import type { Batches } from './batches.ts';
import type { Lesson, Objective } from './methods/method.ts';
import type { Breathe } from './pause.ts';

/** The steps of a run, whatever its method is. Steps are 1-based. */
export interface Course {
  /** Learns the batch of a step and measures what is due with it. */
  learn(step: number, breathe: Breathe): Promise<Lesson>;
  /** Measures the whole validation file where that is due after a step. */
  validateWhole(step: number, breathe: Breathe): Promise<TrainMetrics>;
}

/** Reads batches for an objective. */
export class BatchCourse<Example> implements Course {
  readonly #batches: Batches<Example>;
  readonly #validation: readonly Example[];
  readonly #objective: Objective<Example>;
  readonly #interval: number | undefined;

  /** @param interval steps between evaluations on all of `validation`, beside those at the ends of epochs */
  constructor(
    batches: Batches<Example>,
    validation: readonly Example[],
    objective: Objective<Example>,
    interval: number | undefined,
  ) {
    this.#batches = batches;
    this.#validation = validation;
    this.#objective = objective;
    this.#interval = interval;
  }

  async learn(step: number, breathe: Breathe): Promise<Lesson> {
    const { metrics, tokens } = await this.#objective.learn(this.#batches.training(step), step, breathe);
    const validation = this.#interval === undefined ? this.#batches.validation(step) : [];
    if (validation.length === 0) return { metrics, tokens };
    return { metrics: { ...metrics, ...(await this.#objective.measure(validation, 'valid', step, breathe)) }, tokens };
  }

  async validateWhole(step: number, breathe: Breathe): Promise<TrainMetrics> {
    const isDue = this.#batches.isEpochEnd(step) || (this.#interval !== undefined && step % this.#interval === 0);
    if (!isDue || this.#validation.length === 0) return {};
    return this.#objective.measure(this.#validation, 'full_valid', step, breathe);
  }
}
