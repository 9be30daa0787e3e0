/** Numbers that services measure while they train, as series over steps. */

/** Numbers measured at steps, as columns. null = not measured at that step. Order and repeats are as they were told. */
export interface MetricTable {
  readonly steps: readonly number[];
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** One metric over steps: only what was measured, steps ascending, each once. */
export interface Series {
  readonly metric: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What was measured of a metric: `train_loss` is the loss on the training data. */
export interface MetricName {
  /** Of the data it was measured on; undefined for what has no such part (`entropy_loss_sum`). */
  readonly split: Split | undefined;
  /** What can be drawn on one scale: loss, mean_token_accuracy, mean_reward, ... */
  readonly quantity: string;
}

/** full_valid: on all of the validation file; valid: on a batch of it. */
export type Split = 'train' | 'valid' | 'full_valid';

/** Names that result files have for what events call otherwise. */
const synonyms: Readonly<Record<string, string>> = {
  train_accuracy: 'train_mean_token_accuracy',
  validation_loss: 'valid_loss',
  validation_mean_token_accuracy: 'valid_mean_token_accuracy',
  train_reward_mean: 'train_mean_reward',
  valid_reward_mean: 'valid_mean_reward',
};

/** The name under which a metric is kept, whatever a service calls it. */
export function metricKey(name: string): string {
  return Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
}

export function metricName(metric: string): MetricName {
  const [, split, quantity] = /^(train|valid|full_valid)_(.+)$/.exec(metric) ?? [];
  return { split: split as Split | undefined, quantity: quantity ?? metric };
}

/** True where more is better. */
export function isGain(quantity: string): boolean {
  return /reward|accuracy|score/.test(quantity);
}

type Point = readonly [step: number, value: number];

interface Points {
  readonly steps: number[];
  readonly values: number[];
}

/** All series of one job. Takes tables from any source in any order; what is told last of a step holds. */
export class JobMetrics {
  #points = new Map<string, Points>();

  /** By name. The arrays grow with what is added. */
  series(): readonly Series[] {
    return Array.from(this.#points, ([metric, points]) => ({ metric, ...points })).sort((a, b) =>
      a.metric < b.metric ? -1 : 1,
    );
  }

  get(metric: string): Series | undefined {
    const points = this.#points.get(metric);
    return points && { metric, ...points };
  }

  add({ steps, columns }: MetricTable): void {
    for (const [name, column] of Object.entries(columns)) {
      const added = steps.flatMap((step, i): readonly Point[] => {
        const value = column[i];
        return typeof value === 'number' && Number.isFinite(value) && Number.isFinite(step) ? [[step, value]] : [];
      });
      if (added.length > 0) this.#merge(metricKey(name), added);
    }
  }

  #merge(metric: string, added: readonly Point[]): void {
    const known = this.#points.get(metric) ?? { steps: [], values: [] };
    const last = known.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
    const isAscending = added.every(([step], i) => step > (added[i - 1]?.[0] ?? last));
    // Steps come in order but for what is told again after a pause: appending is the rule.
    const points = isAscending ? known : { steps: [], values: [] };
    for (const [step, value] of isAscending ? added : inOrder(known, added)) {
      points.steps.push(step);
      points.values.push(value);
    }
    this.#points.set(metric, points);
  }
}

/** Each step once, with its last value. */
function inOrder({ steps, values }: Points, added: readonly Point[]): readonly Point[] {
  const byStep = new Map(steps.map((step, i) => [step, values[i] ?? 0]));
  for (const [step, value] of added) byStep.set(step, value);
  return Array.from(byStep).sort((a, b) => a[0] - b[0]);
}

/** The index of the last step that is not beyond `step`; -1 where all are. Steps ascend. */
export function indexAt(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
