import { indexAt, type Series } from '../../jobs/metrics.ts';
import { blockSize, blocksOf, type Blocks } from './blocks.ts';

/** A line to draw: null breaks it. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** The lowest and the highest of what each point stands for; where it stands for itself alone, its value. */
  readonly lows: readonly (number | null)[];
  readonly highs: readonly (number | null)[];
  /** It has so many points for its room that no eye tells them apart: the area it covers looks the same. */
  readonly isDense: boolean;
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
  if (count < 1) return 0;
  const distances = new Float64Array(count);
  for (let sample = 0; sample < count; sample++) {
    const i = Math.floor((sample * (steps.length - 1)) / count);
    distances[sample] = (steps[i + 1] ?? 0) - (steps[i] ?? 0);
  }
  return distances.sort()[count >> 1] ?? 0;
}

/** Points a column of pixels: from here on a curve is dense, and from here on one stands for all of a column. */
const [dense, crowded] = [0.5, 2];

/**
 * What is worth drawing of a series on `pixels` columns, and the next point on either side of the range: all points, or of
 * each column the last one with the lowest and highest there, so that no peak is lost. Where points are missing the line is
 * broken; also where there is none above 0 if it `isLog`, since a logarithm has no place for them.
 */
export function thinned(
  { steps, values }: Omit<Series, 'metric'>,
  range: StepRange,
  pixels: number,
  isLog = false,
): Curve {
  const first = Math.max(0, indexAt(steps, range.from));
  const last = Math.min(steps.length - 1, indexAt(steps, range.to) + 1);
  const longest = gapFactor * usualDistance(steps);
  const columns = Math.max(1, pixels);
  const density = (last - first) / columns;
  const width = (range.to - range.from) / columns;
  const curve = new GrowingCurve(density >= dense, isLog);
  const points = { steps, values, blocks: blocksOf(values) };
  for (let start = first; start <= last;) {
    const step = steps[start] ?? 0;
    const distance = step - (steps[start - 1] ?? 0);
    if (start > first && distance > longest) curve.add(step - distance / 2, null, null, null);
    const end = range.from + (Math.floor((step - range.from) / width) + 1) * width;
    start = curve.addColumn(points, start, density < crowded ? start : last, end);
  }
  return curve;
}

interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly blocks: Blocks;
}

class GrowingCurve implements Curve {
  readonly isDense: boolean;
  readonly #isLog: boolean;
  readonly steps: number[] = [];
  readonly values: (number | null)[] = [];
  readonly lows: (number | null)[] = [];
  readonly highs: (number | null)[] = [];

  constructor(isDense: boolean, isLog: boolean) {
    this.isDense = isDense;
    this.#isLog = isLog;
  }

  add(step: number, value: number | null, low: number | null, high: number | null): void {
    this.steps.push(step);
    this.values.push(value);
    this.lows.push(low);
    this.highs.push(high);
  }

  /** One point for those from index `first` to `last` whose step is before `end`, and at least one. Returns what comes next. */
  addColumn({ steps, values, blocks }: Points, first: number, last: number, end: number): number {
    const isLog = this.#isLog;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let shown = -1;
    let i = first;
    do {
      const next = i + blockSize;
      if (i % blockSize === 0 && next <= last + 1 && (steps[next - 1] ?? 0) < end) {
        const blockLow = blocks.lows[i / blockSize];
        if (blockLow !== undefined && (!isLog || blockLow > 0)) {
          low = Math.min(low, blockLow);
          high = Math.max(high, blocks.highs[i / blockSize] ?? high);
          shown = next - 1;
          i = next;
          continue;
        }
      }
      const value = values[i] ?? 0;
      if (!isLog || value > 0) {
        shown = i;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      i++;
    } while (i <= last && (steps[i] ?? 0) < end);
    if (shown < 0) this.add(steps[first] ?? 0, null, null, null);
    else this.add(steps[shown] ?? 0, values[shown] ?? 0, low, high);
    return i;
  }
}

/** The lowest and the highest of these curves within a range; undefined where there is nothing. */
export function extremes(
  curves: readonly Pick<Curve, 'steps' | 'lows' | 'highs'>[],
  { from, to }: StepRange,
): { readonly low: number; readonly high: number } | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { steps, lows, highs } of curves) {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] ?? 0;
      if (step < from || step > to) continue;
      low = Math.min(low, lows[i] ?? low);
      high = Math.max(high, highs[i] ?? high);
    }
  }
  return low > high ? undefined : { low, high };
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
export function aligned(
  curves: readonly Pick<Curve, 'steps' | 'values'>[],
): [number[], ...(number | null | undefined)[][]] {
  const steps = allSteps(curves.map((curve) => curve.steps)).slice();
  const columns = curves.map((curve) => {
    let next = 0;
    return broken(steps.map((step) => (curve.steps[next] === step ? curve.values[next++] : undefined)));
  });
  return [steps, ...columns];
}

/** With each gap as wide as it is: from point to point, also where others were measured in between. */
function broken(column: (number | null | undefined)[]): (number | null | undefined)[] {
  for (let i = 0; i < column.length; i++) {
    if (column[i] !== null) continue;
    for (let at = i - 1; at >= 0 && column[at] === undefined; at--) column[at] = null;
    for (let at = i + 1; at < column.length && column[at] === undefined; at++) column[at] = null;
  }
  return column;
}
