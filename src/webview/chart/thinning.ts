import { indexAt, type Series } from '../../jobs/metrics.ts';
import { blockSize, blocksOf, type Blocks } from './blocks.ts';
import type { Curve, StepRange } from './curve.ts';

type Points = Pick<Series, 'steps' | 'values'>;

/** What is looked at, and with how much room. */
export interface View {
  readonly range: StepRange;
  /** Columns of pixels for the range. */
  readonly pixels: number;
  /** A logarithm has no place for 0 and less. */
  readonly isLog: boolean;
}

/** How points become a curve; as long as it is the same, a curve can grow. */
interface Grain {
  /** The index of the first point that is looked at: the last before the range. */
  readonly first: number;
  readonly isDense: boolean;
  /** One point stands for all of a column. */
  readonly isCrowded: boolean;
  /** Steps between two points; where they are further apart the line is broken. */
  readonly longest: number;
}

/** A distance of more than so many usual ones between two points is a gap: one point that is missing is two. */
const gapFactor = 1.5;

/** As many distances tell the usual one. */
const samples = 99;

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
 * What is worth drawing of a series, and the next point on either side of the range: all points, or of each column the last
 * one with the lowest and highest there, so that no peak is lost. Where points are missing the line is broken; also where
 * there is none that a log scale has a place for. `known`, as it was before its series grew, is grown where that makes the
 * same curve.
 */
export function thinned(series: Points, view: View, known?: ThinnedCurve): ThinnedCurve {
  const grain = grainOf(series.steps, view);
  const curve = known?.isOf(series, view, grain) ? known : new ThinnedCurve(series, view, grain);
  curve.grow();
  return curve;
}

function grainOf(steps: readonly number[], view: View): Grain {
  const first = Math.max(0, indexAt(steps, view.range.from));
  const density = (lastSeen(steps, view) - first) / columnsOf(view);
  const longest = gapFactor * usualDistance(steps);
  return { first, isDense: density >= dense, isCrowded: density >= crowded, longest };
}

const lastSeen = (steps: readonly number[], { range }: View): number =>
  Math.min(steps.length - 1, indexAt(steps, range.to) + 1);

const keyOf = (view: View, grain: Grain): string => JSON.stringify([view, grain]);

const columnsOf = ({ pixels }: View): number => Math.max(1, pixels);

/** A curve that grows at its end. */
export class ThinnedCurve implements Curve {
  readonly steps: number[] = [];
  readonly values: (number | null)[] = [];
  readonly lows: (number | null)[] = [];
  readonly highs: (number | null)[] = [];
  #series: Points;
  #view: View;
  #grain: Grain;
  #key: string;
  /** The index in the series where the last column begins, which is told anew when there is more of it. */
  #open: number;
  #settled = 0;
  #taken = 0;

  constructor(series: Points, view: View, grain: Grain) {
    this.#series = series;
    this.#view = view;
    this.#grain = grain;
    this.#key = keyOf(view, grain);
    this.#open = grain.first;
  }

  get isDense(): boolean {
    return this.#grain.isDense;
  }

  /** As many of its points, from the first on, stay as they are when it grows. */
  get settled(): number {
    return this.#settled;
  }

  /** How many points its series had when it was last grown. */
  get taken(): number {
    return this.#taken;
  }

  isOf({ steps, values }: Points, view: View, grain: Grain): boolean {
    const { steps: ownSteps, values: ownValues } = this.#series;
    return steps === ownSteps && values === ownValues && keyOf(view, grain) === this.#key;
  }

  /** Takes in what its series has now. */
  grow(): void {
    const { steps, values } = this.#series;
    if (this.#taken === steps.length) return;
    this.#taken = steps.length;
    const blocks = blocksOf(values);
    for (const list of [this.steps, this.values, this.lows, this.highs]) list.length = this.#settled;
    const { from, to } = this.#view.range;
    const { isCrowded, longest } = this.#grain;
    const width = (to - from) / columnsOf(this.#view);
    const last = lastSeen(steps, this.#view);
    const begin = this.#open;
    for (let start = begin; start <= last;) {
      const step = steps[start] ?? 0;
      const distance = step - (steps[start - 1] ?? 0);
      if (start > begin && distance > longest) this.#add(step - distance / 2, null, null, null);
      this.#open = start;
      this.#settled = this.steps.length;
      const end = from + (Math.floor((step - from) / width) + 1) * width;
      start = this.#addColumn(blocks, start, isCrowded ? last : start, end);
    }
  }

  #add(step: number, value: number | null, low: number | null, high: number | null): void {
    this.steps.push(step);
    this.values.push(value);
    this.lows.push(low);
    this.highs.push(high);
  }

  /** One point for those from index `first` to `last` whose step is before `end`, and at least one. Returns what comes next. */
  #addColumn({ lows, highs }: Blocks, first: number, last: number, end: number): number {
    const { steps, values } = this.#series;
    const { isLog } = this.#view;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let shown = -1;
    let i = first;
    do {
      const next = i + blockSize;
      if (i % blockSize === 0 && next <= last + 1 && (steps[next - 1] ?? 0) < end) {
        const blockLow = lows[i / blockSize];
        if (blockLow !== undefined && (!isLog || blockLow > 0)) {
          low = Math.min(low, blockLow);
          high = Math.max(high, highs[i / blockSize] ?? high);
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
    if (shown < 0) this.#add(steps[first] ?? 0, null, null, null);
    else this.#add(steps[shown] ?? 0, values[shown] ?? 0, low, high);
    return i;
  }
}
