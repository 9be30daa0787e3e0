import type { Job } from './api.ts';
import { tokenKey } from './findLaunched.ts';
import type { JobFileLaunch } from './jobFile.ts';
import type { LaunchIntent } from './journal.ts';
import type { LaunchRequest } from './request.ts';

/**
 * What makes a job once more: as it was asked for where it was launched on this machine, with its local files; else as far
 * as the service tells, with its files there.
 */
export function relaunchOf(connection: string, job: Job, intent: LaunchIntent | undefined): JobFileLaunch {
  const { training, validation } = intent?.lineage ?? {};
  return {
    connection,
    request: intent?.request ?? requestOf(job),
    trainingFile: training?.path ?? job.trainingFile ?? '',
    validationFile: validation?.path ?? job.validationFile,
  };
}

/** The parameters of a job as far as its service tells them, without our own token. */
export function requestOf({ model, method, suffix, seed, metadata, integrations }: Job): LaunchRequest {
  const { [tokenKey]: _token, ...own } = metadata;
  return {
    model,
    ...(method && {
      method: { type: method.type, [method.type]: { ...method.more, hyperparameters: method.hyperparameters } },
    }),
    ...(suffix !== undefined && { suffix }),
    ...(seed !== undefined && { seed }),
    ...(Object.keys(own).length > 0 && { metadata: own }),
    ...(integrations && {
      integrations: integrations.map(({ type, ...settings }) => ({ type, [type]: settings })),
    }),
  };
}
