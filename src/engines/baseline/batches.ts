import { shuffledOrder } from './random.ts';

/** What decides which examples a step reads. */
export interface Plan<Example> {
  readonly training: readonly Example[];
  readonly validation: readonly Example[];
  readonly seed: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** The validation loss of a batch is measured about this many times in a run. */
const validations = 100;

/** The examples of each step, always the same for the same plan. */
export class Batches<Example> {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly #plan: Plan<Example>;
  #epoch = -1;
  #order: Int32Array = new Int32Array(0);

  constructor(plan: Plan<Example>) {
    this.#plan = plan;
    this.stepsPerEpoch = Math.ceil(plan.training.length / plan.batchSize);
    this.totalSteps = this.stepsPerEpoch * plan.epochs;
  }

  isEpochEnd(step: number): boolean {
    return step % this.stepsPerEpoch === 0;
  }

  /** The batch of a step (1-based). Each epoch has an order of its own; its last batch may be smaller. */
  training(step: number): readonly Example[] {
    const { training, seed, batchSize } = this.#plan;
    const epoch = Math.floor((step - 1) / this.stepsPerEpoch);
    if (epoch !== this.#epoch) {
      this.#order = shuffledOrder(training.length, seed, epoch);
      this.#epoch = epoch;
    }
    const first = ((step - 1) % this.stepsPerEpoch) * batchSize;
    return Array.from(this.#order.subarray(first, first + batchSize), (index) => training[index] as Example);
  }

  /** The validation batch to measure at a step (1-based), one after the other; empty where nothing is due. */
  validation(step: number): readonly Example[] {
    const { validation, batchSize } = this.#plan;
    const interval = Math.ceil(this.totalSteps / validations);
    if (validation.length === 0 || step % interval !== 0) return [];
    const size = Math.min(batchSize, validation.length);
    const first = (step / interval - 1) * size;
    return Array.from({ length: size }, (_, index) => validation[(first + index) % validation.length] as Example);
  }
}
