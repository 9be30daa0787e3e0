import { progressOf } from './progress.ts';
import type { JobRecord } from './store.ts';

/** Milliseconds of the newest steps whose pace is taken. */
const window = 60_000;
/** Events looked at: some jobs tell thousands of steps a second. */
const mostEvents = 1000;

/**
 * Milliseconds until a running job's training ends: as its service estimates, else by the pace of its newest steps. Times of
 * events are compared with each other only, as the clock of a service may be wrong. Undefined where nothing tells.
 */
export function timeLeft(record: JobRecord, now: number): number | undefined {
  const { status, estimatedFinish } = record.job;
  if (status !== 'running') return undefined;
  if (estimatedFinish !== undefined && estimatedFinish > now) return estimatedFinish - now;
  const progress = progressOf(record);
  const pace = paceOf(record);
  return progress && pace && (progress.totalSteps - progress.step) * pace;
}

/** Milliseconds a step. */
function paceOf({ events }: JobRecord): number | undefined {
  const steps = events
    .slice(-mostEvents)
    .flatMap(({ createdAt, data: { step } }) => (typeof step === 'number' ? [{ createdAt, step }] : []));
  const last = steps.at(-1);
  if (!last) return undefined;
  const first = steps.find(({ createdAt }) => createdAt >= last.createdAt - window) ?? last;
  const [taken, done] = [last.createdAt - first.createdAt, last.step - first.step];
  return taken > 0 && done > 0 ? taken / done : undefined;
}
