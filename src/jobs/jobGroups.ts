import { isTerminal } from './jobStatus.ts';
import type { JobRecord } from './store.ts';

/** What jobs are put together by. */
export const groupings = ['none', 'status', 'dataset'] as const;
export type Grouping = (typeof groupings)[number];

export interface JobGroup {
  /** Stable while its jobs come and go: a status, or the path or id of a training file; '' where a job names none. */
  readonly key: string;
  /** In the order they were given. */
  readonly records: readonly JobRecord[];
}

/**
 * The jobs in groups. Statuses come in the order in which people look for them: what is active, then what waits, then what
 * has ended; datasets in the order of their first job. `datasetOf` gives what a job was trained on.
 */
export function groupJobs(
  records: readonly JobRecord[],
  by: Exclude<Grouping, 'none'>,
  datasetOf: (record: JobRecord) => string,
): readonly JobGroup[] {
  const groups = new Map<string, JobRecord[]>();
  for (const record of records) {
    const key = by === 'status' ? record.job.status : datasetOf(record);
    const known = groups.get(key);
    if (known) known.push(record);
    else groups.set(key, [record]);
  }
  const all = Array.from(groups, ([key, members]) => ({ key, records: members }));
  return by === 'status' ? all.toSorted((a, b) => rank(a) - rank(b)) : all;
}

const order = ['running', 'pausing', 'resuming', 'validating_files', 'queued', 'pending', 'paused'];
const ended = ['failed', 'succeeded', 'cancelled', 'canceled'];

/** Statuses that nobody knows count as active, and come after those that are. */
function rank({ key, records: [first] }: JobGroup): number {
  if (first && isTerminal(first.job)) return 200 + ended.indexOf(key);
  const known = order.indexOf(key);
  return known < 0 ? 100 : known;
}
