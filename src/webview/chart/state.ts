import { isObject } from '../../common/json.ts';
import { readIdentities, type JobIdentity } from '../messages.ts';
import type { StepRange } from './curve.ts';

/** How a person has set up the chart: remembered while it is hidden, and over a reload of the window. */
export interface ChartState {
  /** Whose numbers are shown. */
  readonly jobs: readonly JobIdentity[];
  /** What is on the scale; undefined: the first that there is. */
  readonly quantity: string | undefined;
  readonly isLog: boolean;
  /** 0 (none) to below 1. */
  readonly smoothing: number;
  /** Undefined: the whole run. */
  readonly range: StepRange | undefined;
  /** Keys of lines that are switched off. */
  readonly hidden: readonly string[];
  readonly isTableShown: boolean;
}

export const firstState: ChartState = {
  jobs: [],
  quantity: undefined,
  isLog: false,
  smoothing: 0,
  range: undefined,
  hidden: [],
  isTableShown: false,
};

/** The strongest smoothing; at 1 nothing would be left. */
export const mostSmoothing = 0.98;

/** What was remembered, made whole: whatever does not fit is as at first. */
export function readState(value: unknown): ChartState | undefined {
  if (!isObject(value)) return undefined;
  const { quantity, isLog, smoothing, range, hidden, isTableShown } = value;
  return {
    jobs: readIdentities(value),
    quantity: typeof quantity === 'string' ? quantity : undefined,
    isLog: isLog === true,
    smoothing: typeof smoothing === 'number' && smoothing >= 0 ? Math.min(smoothing, mostSmoothing) : 0,
    range: readRange(range),
    hidden: Array.isArray(hidden) ? hidden.filter((key) => typeof key === 'string') : [],
    isTableShown: isTableShown === true,
  };
}

function readRange(value: unknown): StepRange | undefined {
  if (!isObject(value)) return undefined;
  const { from, to } = value;
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : undefined;
}

/** The range shrunk (`factor` below 1) or widened about `centre`, within the run; undefined where that is all of it. */
export function zoomed(range: StepRange, factor: number, centre: number, run: StepRange): StepRange | undefined {
  return within({ from: centre - (centre - range.from) * factor, to: centre + (range.to - centre) * factor }, run);
}

/** The range moved by a part of its width, and no further than the run goes. */
export function moved(range: StepRange, part: number, run: StepRange): StepRange | undefined {
  const wanted = (range.to - range.from) * part;
  const by = Math.max(run.from - range.from, Math.min(run.to - range.to, wanted));
  return within({ from: range.from + by, to: range.to + by }, run);
}

function within({ from, to }: StepRange, run: StepRange): StepRange | undefined {
  const range = { from: Math.max(from, run.from), to: Math.min(to, run.to) };
  return range.from <= run.from && range.to >= run.to ? undefined : range;
}
