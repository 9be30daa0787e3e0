import { metricName } from '../../jobs/metrics.ts';
import type { Line } from './lines.ts';
import { lineColor, themeColor } from './theme.ts';

/** How a line is drawn. */
export interface Look {
  /** CSS variable. */
  readonly color: string;
  /** CSS pixels of line and gap; undefined: without gaps. */
  readonly dash: readonly [line: number, gap: number] | undefined;
}

export type PlottedLine = Line & Look;

const dashes = { train: undefined, valid: [7, 4], full_valid: [2, 3] } as const;

/** One job has a colour a line; several have one each, so that what belongs together is seen. Dashed: not trained on. */
export function looks(lines: readonly Line[]): readonly Look[] {
  const jobs = Array.from(new Set(lines.map(({ job }) => job)));
  return lines.map(({ job, series }, i) => ({
    color: lineColor(jobs.length > 1 ? jobs.indexOf(job) : i),
    dash: dashes[metricName(series.metric).split ?? 'train'],
  }));
}

/** More points than this are no longer told apart: dots would be a band, and dashes, of whatever size, a zigzag. */
const most = { dots: 60, dashes: 480 };

/** What the theme has for a line. */
export const colorOf = (line: Look | undefined): string => themeColor(line?.color ?? '--vscode-foreground');

/** Dashes and dots of a line, in CSS pixels. */
interface Pattern {
  readonly dash?: number[];
  readonly points: { readonly show: boolean; readonly size: number; readonly fill: () => string };
}

/** What a line has few enough points for. */
export function patternOf(line: PlottedLine): Pattern {
  const { dash, series } = line;
  const { length } = series.steps;
  return {
    ...(dash && length <= most.dashes && { dash: [...dash] }),
    points: { show: length <= most.dots, size: 5, fill: () => colorOf(line) },
  };
}

/** Of a line; that of the raw one behind a smoothed one is thin and faint. Width in CSS pixels. */
export const penOf = (isBehind: boolean): { readonly width: number; readonly alpha: number } =>
  isBehind ? { width: 1, alpha: 0.35 } : { width: 2, alpha: 1 };
