import { isAbort, UserError } from '../common/errors.ts';
import type { Job, JobsApi } from './api.ts';
import type { LearnedFeatures } from './features.ts';
import { allowedActions, type JobAction } from './jobStatus.ts';
import type { JobRecord, JobStore } from './store.ts';

/** What may be asked of the job now: what its status allows, its service can do, and is not under way already. */
export function possibleActions(
  { job, pending }: JobRecord,
  features: Pick<LearnedFeatures, 'lacks'> | undefined,
): readonly JobAction[] {
  if (pending) return [];
  return allowedActions(job).filter((action) => !features?.lacks(action === 'cancel' ? 'cancel' : 'pause'));
}

/** Asks the service and shows the request as pending until the status changes. */
export async function act(
  action: JobAction,
  id: string,
  parts: { readonly connection: string; readonly api: JobsApi; readonly store: JobStore },
): Promise<Job> {
  const { api, store, connection } = parts;
  store.apply(connection, id, { pending: action });
  try {
    const job = await ask(api, action, id);
    store.apply(connection, id, { job, pending: isDone(action, job) ? undefined : action });
    return job;
  } catch (error) {
    store.apply(connection, id, { pending: undefined });
    if (isAbort(error) || error instanceof UserError) throw error;
    throw new UserError(`job.${action}Failed`, `Could not ${action} job ${id}.`, '', {
      cause: error,
      actions: ['showLog'],
    });
  }
}

function ask(api: JobsApi, action: JobAction, id: string): Promise<Job> {
  switch (action) {
    case 'pause':
      return api.pauseJob(id);
    case 'resume':
      return api.resumeJob(id);
    case 'cancel':
      return api.cancelJob(id);
  }
}

function isDone(action: JobAction, job: Job): boolean {
  const done: Record<JobAction, readonly string[]> = {
    pause: ['paused'],
    resume: ['queued', 'running', 'validating_files'],
    cancel: ['cancelled', 'canceled'],
  };
  return done[action].includes(job.status);
}
