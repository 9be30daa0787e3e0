import type { ConnectionState } from './store.ts';

/** One connection, as far as an empty view has to tell of it. */
interface Seen {
  readonly kind: string;
  readonly state: ConnectionState;
  /** True where it cannot be asked before a person gave a key or signed in. */
  readonly needsKey: boolean;
}

/** Why a view of jobs is empty, or that it is not. */
export type JobsOverview = 'jobs' | 'noMatch' | 'noKey' | 'offline' | 'noJobs' | 'noConnection';

/** What a view of jobs has to say. `shown` = the jobs that pass the filter, `known` = all that there are. */
export function jobsOverview(jobs: { known: number; shown: number }, connections: readonly Seen[]): JobsOverview {
  if (jobs.shown > 0) return 'jobs';
  if (jobs.known > 0) return 'noMatch';
  if (connections.some(({ needsKey }) => needsKey)) return 'noKey';
  if (connections.some(({ state }) => state.type === 'failing')) return 'offline';
  return connections.some(({ kind }) => kind !== 'local') ? 'noJobs' : 'noConnection';
}
