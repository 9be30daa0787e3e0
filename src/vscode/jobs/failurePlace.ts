import { failureLocations } from '../../jobs/failureLocations.ts';
import type { LaunchedFile, Lineage } from '../../jobs/journal.ts';
import type { JobRecord } from '../../jobs/store.ts';

/** Where a job's service found fault with a file of this machine. */
export interface FailurePlace {
  readonly file: LaunchedFile;
  /** 1-based, in the order in which the service speaks of them; at least one. */
  readonly lines: readonly number[];
}

/** Undefined where the service names no line, or the file did not come from here. */
export function failurePlace({ job }: JobRecord, lineage: Lineage | undefined): FailurePlace | undefined {
  const { param = '', code = '', message = '' } = job.error ?? {};
  const file = `${param} ${code}`.includes('validation') ? lineage?.validation : lineage?.training;
  const lines = failureLocations(message).map(({ line }) => line);
  return file && lines.length > 0 ? { file, lines } : undefined;
}
