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

/** A distance of more than so many usual ones between two points is a gap: one point that is missing is two. */
const gapFactor = 1.5;

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
 * An exponential moving average that grows with its series: only what is new is worked out. A weight of 0 leaves all as it
 * is; the nearer to 1, the smoother. The start is no pull towards zero: it is divided out.
 */
export class MovingAverage {
  readonly weight: number;
  #average = 0;
  #total = 0;
  #values: number[] = [];

  constructor(weight: number) {
    this.weight = weight;
  }

  /** Of these values, which are those of the last time and more. */
  of(values: readonly number[]): readonly number[] {
    const { weight } = this;
    for (let i = this.#values.length; i < values.length; i++) {
      this.#average = weight * this.#average + (1 - weight) * (values[i] ?? 0);
      this.#total = weight * this.#total + (1 - weight);
      this.#values.push(this.#average / this.#total);
    }
    return this.#values;
  }
}

/** The steps of all of them, ascending, each once. */
function allSteps(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists;
  return others.reduce(merged, first);
}

/** Both ascend. Nothing is made for a step but its place. */
function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  const all: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i] ?? Number.POSITIVE_INFINITY;
    const right = b[j] ?? Number.POSITIVE_INFINITY;
    all.push(left < right ? left : right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return all;
}

/** The steps of lines that grow: as a rule only what is new at their ends is merged. */
export class CommonSteps {
  #lists: readonly (readonly number[])[] = [];
  #lengths: readonly number[] = [];
  #steps: number[] = [];

  /** Of these lists, ascending, each once. The array may grow with the next call. */
  of(lists: readonly (readonly number[])[]): readonly number[] {
    const isSame = lists.length === this.#lists.length && lists.every((list, i) => list === this.#lists[i]);
    const added = isSame ? allSteps(lists.map((list, i) => list.slice(this.#lengths[i]))) : [];
    const last = this.#steps.at(-1) ?? Number.NEGATIVE_INFINITY;
    const later = added.slice(indexAt(added, last) + 1);
    const isKnown = added
      .slice(0, added.length - later.length)
      .every((step) => this.#steps[indexAt(this.#steps, step)] === step);
    if (isSame && isKnown) for (const step of later) this.#steps.push(step);
    else this.#steps = allSteps(lists).slice();
    this.#lists = lists;
    this.#lengths = lists.map(({ length }) => length);
    return this.#steps;
  }
}

/** Several curves over the steps of all of them; undefined where one has nothing to say. */
export function aligned(curves: readonly Curve[]): [number[], ...(number | null | undefined)[][]] {
  const steps = allSteps(curves.map((curve) => curve.steps)).slice();
  const columns = curves.map((curve) => {
    const column = Array.from<number | null | undefined>({ length: steps.length });
    let place = 0;
    curve.steps.forEach((step, i) => {
      while ((steps[place] ?? step) < step) place++;
      column[place] = curve.values[i];
    });
    return column;
  });
  return [steps, ...columns];
}
