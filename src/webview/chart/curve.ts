import { indexAt, type Series } from '../../jobs/metrics.ts';

/** A line to draw: null breaks it. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The steps that are looked at, both included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** A distance of more than so many usual ones between two points is a gap. */
const gapFactor = 2;

/** As many distances tell the usual one. */
const samples = 500;

/** The usual distance of two points: the middle one of some, taken evenly over all. */
function usualDistance(steps: readonly number[]): number {
  const count = Math.min(samples, steps.length - 1);
  const distances = Array.from({ length: Math.max(0, count) }, (_, sample) => {
    const i = Math.floor((sample * (steps.length - 1)) / count);
    return (steps[i + 1] ?? 0) - (steps[i] ?? 0);
  });
  return distances.sort((a, b) => a - b)[distances.length >> 1] ?? 0;
}

/**
 * What is worth drawing of a series on `pixels` columns: in each its first, lowest, highest and last point, so that no peak
 * is lost, and the next point on either side of the range. Where points are missing the line is broken.
 */
export function thinned({ steps, values }: Omit<Series, 'metric'>, range: StepRange, pixels: number): Curve {
  const first = Math.max(0, indexAt(steps, range.from));
  const last = Math.min(steps.length - 1, indexAt(steps, range.to) + 1);
  const longest = gapFactor * usualDistance(steps);
  const width = (range.to - range.from) / Math.max(1, pixels);
  const kept: { steps: number[]; values: (number | null)[] } = { steps: [], values: [] };
  const keep = (i: number): void => {
    kept.steps.push(steps[i] ?? 0);
    kept.values.push(values[i] ?? null);
  };
  for (let start = first; start <= last;) {
    const column = Math.floor(((steps[start] ?? 0) - range.from) / width);
    let [end, low, high] = [start, start, start];
    for (let i = start + 1; i <= last && Math.floor(((steps[i] ?? 0) - range.from) / width) === column; i++) {
      end = i;
      if ((values[i] ?? 0) < (values[low] ?? 0)) low = i;
      if ((values[i] ?? 0) > (values[high] ?? 0)) high = i;
    }
    const distance = (steps[start] ?? 0) - (steps[start - 1] ?? 0);
    if (start > first && distance > longest) {
      kept.steps.push(((steps[start] ?? 0) + (steps[start - 1] ?? 0)) / 2);
      kept.values.push(null);
    }
    for (const i of new Set([start, low, high, end].sort((a, b) => a - b))) keep(i);
    start = end + 1;
  }
  return kept;
}

/**
 * Exponential moving average. `weight` of 0 leaves all as it is; the nearer to 1, the smoother. The start is no pull
 * towards zero: it is divided out.
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let average = 0;
  let total = 0;
  return values.map((value) => {
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return average / total;
  });
}

/** The steps of all of them, ascending, each once. */
export function allSteps(curves: readonly Pick<Curve, 'steps'>[]): number[] {
  return curves.reduce<number[]>((known, { steps }) => {
    const merged: number[] = [];
    let [i, j] = [0, 0];
    while (i < known.length || j < steps.length) {
      const [a, b] = [known[i] ?? Number.POSITIVE_INFINITY, steps[j] ?? Number.POSITIVE_INFINITY];
      merged.push(Math.min(a, b));
      if (a <= b) i++;
      if (b <= a) j++;
    }
    return merged;
  }, []);
}

/** Several curves over the steps of all of them; undefined where one has nothing to say. */
export function aligned(curves: readonly Curve[]): [number[], ...(number | null | undefined)[][]] {
  const steps = allSteps(curves);
  const places = new Map(steps.map((step, i) => [step, i]));
  const columns = curves.map((curve) => {
    const column = Array.from<number | null | undefined>({ length: steps.length });
    curve.steps.forEach((step, i) => (column[places.get(step) ?? 0] = curve.values[i]));
    return column;
  });
  return [steps, ...columns];
}
