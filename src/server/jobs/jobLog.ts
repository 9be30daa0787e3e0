import type { Logger } from '../../common/logger.ts';
import { isFinal, type JobFailure } from './jobRow.ts';
import type { JobStore } from './jobStore.ts';

/** Writes into the log how jobs go on. Of a failure only its code: the words may quote the data. */
export function logJobs(jobs: JobStore, log: Logger): void {
  const told = new Map<string, string>();
  jobs.onDidChange((id) => {
    const { status, crashes, error } = jobs.require(id);
    const code = error === null ? '' : ` (${(JSON.parse(error) as JobFailure).code})`;
    const state = `${status}${code}${crashes === 0 ? '' : `, crashes of its engine: ${crashes}`}`;
    if (told.get(id) === state) return;
    log.info(`job ${id}: ${state}`);
    if (isFinal(status)) told.delete(id);
    else told.set(id, state);
  });
}
