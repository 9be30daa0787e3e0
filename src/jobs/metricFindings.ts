import { indexAt, isGain, type JobMetrics, type Series } from './metrics.ts';

/** The checkpoint that does best on data that was not trained on. */
export interface BestCheckpoint {
  readonly step: number;
  readonly metric: string;
  readonly value: number;
}

/** From `step` on the job learns its training data by heart: validation gets worse while training gets better. */
export interface Overfitting {
  /** Where validation was best. */
  readonly step: number;
  readonly metric: string;
  readonly best: number;
  /** Mean over the last third of what was measured after `step`. */
  readonly latest: number;
}

/** What to judge by, best first: all of the validation data before a batch of it, the reward before the loss. */
const judges = ['full_valid_mean_reward', 'valid_mean_reward', 'full_valid_loss', 'valid_loss'];

/** Undefined where there is nothing to compare: fewer than two checkpoints with a validation number. */
export function bestCheckpoint(metrics: JobMetrics, checkpoints: readonly number[]): BestCheckpoint | undefined {
  for (const metric of judges) {
    const series = metrics.get(metric);
    if (!series) continue;
    const sign = isGain(metric) ? -1 : 1;
    const candidates = checkpoints.flatMap((step) => {
      const value = series.values[indexAt(series.steps, step)];
      return value === undefined ? [] : [{ step, metric, value }];
    });
    // The earliest of equals: it has learned the least by heart.
    const [best] = candidates.toSorted((a, b) => sign * (a.value - b.value) || a.step - b.step);
    if (candidates.length >= 2) return best;
  }
  return undefined;
}

/** Fewer points of validation than this show no tendency. */
const fewestPoints = 4;
/** A loss of less than this part of the best value is not worth a word. */
const smallestLoss = 0.02;
/** How many times the noise a tendency has to be. */
const overNoise = 5;

/** Undefined where validation does not get worse, or only as much as it wavers, or where training gets no better. */
export function overfitting(metrics: JobMetrics): Overfitting | undefined {
  const judged = judges.map((metric) => metrics.get(metric));
  const validation = judged.find((series) => series !== undefined && series.values.length >= fewestPoints);
  const training = validation && metrics.get(validation.metric.replace(/^(full_)?valid/, 'train'));
  return training && worsening(validation, training);
}

function worsening(validation: Series, training: Series): Overfitting | undefined {
  const { metric, steps } = validation;
  // As a cost: less is better, whatever the metric.
  const sign = isGain(metric) ? -1 : 1;
  const curve = movingMean(validation.values.map((value) => sign * value));
  const best = curve.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const bestAt = curve.indexOf(best);
  const late = curve.length - Math.ceil((curve.length - 1 - bestAt) / 3);
  const latest = mean(curve.slice(late));
  const isTendency = latest - best > Math.max(smallestLoss * Math.abs(best), overNoise * noise(validation.values));
  const step = steps[bestAt] ?? 0;
  const trainedThen = sign * mean(valuesBetween(training, steps[bestAt - 1], step));
  const trainedNow = sign * mean(valuesBetween(training, steps[late - 1], steps.at(-1)));
  // The mean of nothing is no number, and compares with none.
  if (!isTendency || !(trainedNow < trainedThen)) return undefined;
  return { step, metric, best: sign * best, latest: sign * latest };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of each value and its neighbours: a tenth of all together, so that no single one decides. */
function movingMean(values: readonly number[]): readonly number[] {
  const reach = Math.floor(values.length / 20);
  return values.map((_, i) => mean(values.slice(Math.max(0, i - reach), i + reach + 1)));
}

/** How much values waver about the line through their neighbours; a steady rise is no noise. Standard deviations. */
function noise(values: readonly number[]): number {
  const bends = values.slice(2).map((value, i) => Math.abs((values[i] ?? 0) - 2 * (values[i + 1] ?? 0) + value));
  return (bends.toSorted((a, b) => a - b)[bends.length >> 1] ?? 0) / Math.sqrt(6);
}

/** Of the steps after `from`, up to `to`. */
function valuesBetween({ steps, values }: Series, from = Number.NEGATIVE_INFINITY, to = 0): readonly number[] {
  return values.slice(indexAt(steps, from) + 1, indexAt(steps, to) + 1);
}
