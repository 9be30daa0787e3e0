import { isAbort, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Job, JobRequest, JobsApi } from './api.ts';
import type { JobAction } from './jobStatus.ts';
import type { LaunchRequest } from './request.ts';
import type { JobStore } from './store.ts';

/** A local file as it was when it was checked. */
export interface CheckedFile {
  /** Its name at the service. */
  readonly name: string;
  /** Reads the content; throws a UserError (`launch.fileChanged`) if size or time changed since the check. */
  open(): Promise<Blob>;
}

export type LaunchStep = 'uploadTraining' | 'uploadValidation' | 'create';

export interface Launch {
  readonly request: LaunchRequest;
  readonly training: CheckedFile;
  readonly validation?: CheckedFile;
}

interface LaunchParts {
  readonly connection: string;
  readonly api: JobsApi;
  readonly store: JobStore;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onStep: (step: LaunchStep) => void;
}

/**
 * Uploads the files and creates the job; the job is in the store when this returns. What was uploaded is deleted again when
 * the launch is cancelled or refused before a job holds it.
 */
export async function launch(what: Launch, parts: LaunchParts): Promise<Job> {
  const { api, signal, onStep } = parts;
  const uploaded: string[] = [];
  const upload = async (step: LaunchStep, file: CheckedFile): Promise<string> => {
    onStep(step);
    const content = new File([await file.open()], file.name, { type: 'application/jsonl' });
    const { id } = await api.uploadFile(content, signal);
    uploaded.push(id);
    signal.throwIfAborted();
    return id;
  };
  try {
    const trainingFile = await upload('uploadTraining', what.training);
    const validationFile = what.validation && (await upload('uploadValidation', what.validation));
    onStep('create');
    const request: JobRequest = {
      ...what.request,
      training_file: trainingFile,
      ...(validationFile && { validation_file: validationFile }),
    };
    const job = await api.createJob(request, signal);
    parts.store.apply(parts.connection, job.id, { job });
    return job;
  } catch (error) {
    await cleanUp(api, uploaded, parts.log);
    throw error;
  }
}

/** Deletes uploads nobody needs; a failure is logged, since the launch's own error is what matters. */
async function cleanUp(api: JobsApi, ids: readonly string[], log: Logger): Promise<void> {
  for (const id of ids) {
    try {
      await api.deleteFile(id);
    } catch (error) {
      log.warn(`Could not delete ${id} after a launch that did not happen: ${String(error)}`);
    }
  }
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
