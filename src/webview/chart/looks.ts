import { metricName } from '../../jobs/metrics.ts';
import type { Line } from './lines.ts';
import { lineColor } from './theme.ts';

/** How a line is drawn. */
export interface Look {
  /** CSS variable. */
  readonly color: string;
  /** CSS pixels of line and gap; undefined: without gaps. */
  readonly dash: readonly [line: number, gap: number] | undefined;
}

const dashes = { train: undefined, valid: [7, 4], full_valid: [2, 3] } as const;

/** One job has a colour a line; several have one each, so that what belongs together is seen. Dashed: not trained on. */
export function looks(lines: readonly Line[]): readonly Look[] {
  const jobs = Array.from(new Set(lines.map(({ job }) => job)));
  return lines.map(({ job, series }, i) => ({
    color: lineColor(jobs.length > 1 ? jobs.indexOf(job) : i),
    dash: dashes[metricName(series.metric).split ?? 'train'],
  }));
}
