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
const overNoise = 7;

/**
 * By the first judge that shows it: few points on all of the data may waver more than they tell. Undefined where validation
 * does not get worse, or only as much as it wavers, or where training gets no better.
 */
export function overfitting(metrics: JobMetrics): Overfitting | undefined {
  for (const judge of judges) {
    const validation = metrics.get(judge);
    const training = metrics.get(judge.replace(/^(full_)?valid/, 'train'));
    if (!training || !validation || validation.values.length < fewestPoints) continue;
    const found = worsening(validation, training);
    if (found) return found;
  }
  return undefined;
}

function worsening(validation: Series, training: Series): Overfitting | undefined {
  const { metric } = validation;
  // As a cost: less is better, whatever the metric.
  const sign = isGain(metric) ? -1 : 1;
  const curve = stretches(validation).map(({ step, value }) => ({ step, cost: sign * value }));
  const costs = curve.map(({ cost }) => cost);
  const best = Math.min(...costs);
  const bestAt = costs.indexOf(best);
  const late = curve.length - Math.ceil((curve.length - 1 - bestAt) / 3);
  const latest = mean(costs, late);
  const step = curve[bestAt]?.step ?? 0;
  const trainedThen = sign * meanBetween(training, curve[bestAt - 1]?.step, step);
  const trainedNow = sign * meanBetween(training, curve[late - 1]?.step, curve.at(-1)?.step);
  const isTendency = latest - best > Math.max(smallestLoss * Math.abs(best), overNoise * noise(costs));
  // The mean of nothing is no number, and compares with none.
  if (!isTendency || !(trainedNow < trainedThen)) return undefined;
  return { step, metric, best: sign * best, latest: sign * latest };
}

/** Of the values from index `from` to before `to`: a chart asks for it with each frame, so there is no copy of them. */
function mean(values: readonly number[], from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? 0;
  return sum / (to - from);
}

/** A tendency is looked for in so many parts of a run: single points waver. */
const parts = 30;

/** The means of equally many points each, at the step in their middle; of a short series all points. */
function stretches({ steps, values }: Series): readonly { readonly step: number; readonly value: number }[] {
  const count = Math.min(parts, values.length);
  return Array.from({ length: count }, (_, part) => {
    const [from, to] = [part, part + 1].map((end) => Math.round((end * values.length) / count)) as [number, number];
    return { step: steps[(from + to - 1) >> 1] ?? 0, value: mean(values, from, to) };
  });
}

/** How much values waver about the line through their neighbours; a steady rise is no noise. Standard deviations. */
function noise(values: readonly number[]): number {
  const bends = values.slice(2).map((value, i) => Math.abs((values[i] ?? 0) - 2 * (values[i + 1] ?? 0) + value));
  return (bends.sort((a, b) => a - b)[bends.length >> 1] ?? 0) / Math.sqrt(6);
}

/** Of the steps after `from`, up to `to`. */
function meanBetween({ steps, values }: Series, from = Number.NEGATIVE_INFINITY, to = 0): number {
  return mean(values, indexAt(steps, from) + 1, indexAt(steps, to) + 1);
}
