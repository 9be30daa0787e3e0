import { bestCheckpoint, overfitting, type BestCheckpoint, type Overfitting } from '../../jobs/metricFindings.ts';
import { isTerminal } from '../../jobs/jobStatus.ts';
import { isGain, JobMetrics, metricName, type MetricTable, type Series } from '../../jobs/metrics.ts';
import { identityKey, type ChartJob, type JobIdentity } from '../messages.ts';
import type { StepRange } from './curve.ts';

/** A job with its numbers. */
export interface MeasuredJob {
  readonly job: ChartJob;
  readonly metrics: JobMetrics;
}

/** What its numbers say of a job. */
export interface JudgedJob extends MeasuredJob {
  readonly best: BestCheckpoint | undefined;
  readonly over: Overfitting | undefined;
}

/** One metric of one job. */
export interface Line {
  /** Stable over reloads. */
  readonly key: string;
  readonly job: ChartJob;
  readonly series: Series;
}

/** The numbers of all jobs of a chart, as they arrive. */
export class ChartData {
  #measured: readonly MeasuredJob[] = [];
  /** Until something is new: it takes a look at all numbers. */
  #judged: readonly JudgedJob[] | undefined;

  get jobs(): readonly MeasuredJob[] {
    return this.#measured;
  }

  /** Takes these jobs, in this order; those that were there keep their numbers. */
  setJobs(jobs: readonly ChartJob[]): void {
    this.#judged = undefined;
    this.#measured = jobs.map((job) => ({ job, metrics: this.#find(job)?.metrics ?? new JobMetrics() }));
  }

  /** Numbers of a job that is not in the chart are passed over. */
  addPoints(job: JobIdentity, table: MetricTable): void {
    this.#judged = undefined;
    this.#find(job)?.metrics.add(table);
  }

  /** The jobs with what stands out in them. */
  judged(): readonly JudgedJob[] {
    this.#judged ??= this.#measured.map(({ job, metrics }) => {
      return { job, metrics, best: bestCheckpoint(metrics, job.checkpoints), over: overfitting(metrics) };
    });
    return this.#judged;
  }

  #find(job: JobIdentity): MeasuredJob | undefined {
    return this.#measured.find((measured) => identityKey(measured.job) === identityKey(job));
  }

  /** What there is to show, losses first, then what is better the more it is, then all else by name. */
  quantities(): readonly string[] {
    const all = new Set(this.lines().map(({ series }) => metricName(series.metric).quantity));
    return Array.from(all).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  }

  /** Of one quantity, or of all: job by job. */
  lines(quantity?: string): readonly Line[] {
    return this.#measured.flatMap(({ job, metrics }) =>
      metrics
        .series()
        .filter(({ metric }) => quantity === undefined || metricName(metric).quantity === quantity)
        .sort((a, b) => splitRank(a) - splitRank(b))
        .map((series) => ({ key: JSON.stringify([job.connection, job.id, series.metric]), job, series })),
    );
  }
}

const rank = (quantity: string): number => (quantity === 'loss' ? 0 : isGain(quantity) ? 1 : 2);
const splits = ['train', 'valid', 'full_valid', undefined];
const splitRank = ({ metric }: Series): number => splits.indexOf(metricName(metric).split);

/** The last step that was measured. */
export const lastStep = (lines: readonly Line[]): number =>
  Math.max(0, ...lines.map(({ series }) => series.steps.at(-1) ?? 0));

/** From the first step of these lines to the last; undefined where there is none. */
export function runOf(lines: readonly Line[]): StepRange | undefined {
  const ends = lines.flatMap(({ series: { steps } }) => [steps[0] ?? 0, steps.at(-1) ?? 0]);
  if (ends.length === 0) return undefined;
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  // One step has no width.
  return from < to ? { from, to } : { from: from - 1, to: to + 1 };
}

/** Room for what is to come: at most one of so many parts of the run. */
const parts = 32;

/**
 * What is shown of a whole run. While one of its jobs goes on there is some room at its end, so that the scale stays where it is
 * for many a step: its picture is calm, and only new steps are drawn.
 */
export function wholeOf(run: StepRange, lines: readonly Line[]): StepRange {
  const isGoingOn = lines.some(({ job: { status } }) => status !== undefined && !isTerminal({ status }));
  const { from, to } = run;
  const part = 2 ** Math.floor(Math.log2(to - from)) / parts;
  // A part of a step is no room.
  return isGoingOn && part > 1 ? { from, to: from + Math.ceil((to - from) / part) * part } : run;
}
