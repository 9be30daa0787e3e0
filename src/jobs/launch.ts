import { t } from '@vscode/l10n';
import { isAbort, UserError } from '../common/errors.ts';
import type { Job, JobRequest } from './api.ts';
import { answerStatus, isSurelyUndone } from './failure.ts';
import { findLaunched, longestResend, tokenKey } from './findLaunched.ts';
import type { LaunchIntent, Lineage, SentLaunch } from './journal.ts';
import { deleteLeftovers, filesOf, sendFiles, type SentFiles } from './launchFiles.ts';
import type { JobSource, Launch, LaunchParts } from './launchParts.ts';
import { refusedWords } from './refusal.ts';
import type { LaunchRequest } from './request.ts';
import { jobLimits } from './requestRules/limits.ts';
import { retrying } from './retry.ts';
import { settleEarlier } from './settleLaunch.ts';
import { failureOf } from './serviceErrors.ts';
import { sha256Of } from './uploadedFiles.ts';

/**
 * Uploads the files and creates the job, once: whatever happens to the answer or to this process, the same launch finds the
 * job that it created before instead of creating another. Throws a UserError `launch.uncertain` where neither is known yet:
 * calling this again asks the service first. What was uploaded is deleted again where the launch surely came to nothing.
 */
export async function launch(what: Launch, parts: LaunchParts): Promise<Job> {
  const { connection, journal, uploaded } = parts;
  const key = await launchKey(what, connection);
  const { job: before, leftBehind } = await settleEarlier(key, parts);
  if (before) {
    await deleteLeftovers(parts);
    return before;
  }
  const intent = await begin(key, what, parts);
  const files = await sendFiles(what, { intent, before: leftBehind }, parts);
  const { training, validation } = files;
  // A file of a launch whose end is not known is never used for another one.
  for (const { local } of filesOf(files)) if (local) await uploaded.forget(connection, local);
  const sent = { sentAt: parts.clock.now(), trainingFile: training.id, isOwnFile: training.isOwn };
  if (parts.signal.aborted || !(await journal.send(intent, sent))) {
    await undo(intent, parts);
    parts.signal.throwIfAborted();
    throw underWay(connection);
  }
  parts.onProgress({ type: 'create' });
  const request: JobRequest = {
    ...what.request,
    training_file: training.id,
    ...(validation && { validation_file: validation.id }),
    ...withToken(what.request, intent.token),
  };
  const job = await create(request, { intent, sent, files }, parts);
  await journal.end(intent, job.id);
  if (job.metadata[tokenKey] === intent.token) {
    for (const { id, local } of filesOf(files)) if (local) await uploaded.remember(connection, local, id);
  }
  return job;
}

/** The same for what is the same launch, so that a second window or a second click is known. */
function launchKey({ request, training, validation }: Launch, connection: string): Promise<string> {
  const content = (file: JobSource | undefined): unknown => file && ('id' in file ? file.id : file.sha256);
  return sha256Of(JSON.stringify([connection, request, content(training), content(validation)]));
}

async function begin(key: string, what: Launch, parts: LaunchParts): Promise<LaunchIntent> {
  const launched = (file: JobSource | undefined): Lineage['training'] =>
    file && !('id' in file) ? { path: file.path, sha256: file.sha256 } : undefined;
  const [training, validation] = [launched(what.training), launched(what.validation)];
  const intent = await parts.journal.begin({
    key,
    token: parts.newToken(),
    connection: parts.connection,
    startedAt: parts.clock.now(),
    process: parts.processes.own,
    request: what.request,
    lineage: { ...what.lineage, ...(training && { training }), ...(validation && { validation }) },
  });
  if (!intent) throw underWay(parts.connection);
  return intent;
}

/** The token beside the person's own pairs, unless they have used up all there may be. */
function withToken({ metadata = {} }: LaunchRequest, token: string): Pick<JobRequest, 'metadata'> {
  // One of an earlier job that this is copied from would tell a wrong story.
  const { [tokenKey]: _old, ...own } = metadata;
  const isFull = Object.keys(own).length >= jobLimits.metadata.pairs;
  return { metadata: isFull ? own : { ...own, [tokenKey]: token } };
}

interface Sending {
  readonly intent: LaunchIntent;
  readonly sent: SentLaunch;
  readonly files: SentFiles;
}

/** The request itself is not stopped by the signal: it may create the job all the same. Waiting for the next one is. */
async function create(request: JobRequest, { intent, sent, files }: Sending, parts: LaunchParts): Promise<Job> {
  const { api, connection, clock } = parts;
  const mayResend = (error: unknown): boolean => isNotReady(error) && clock.now() < sent.sentAt + longestResend;
  try {
    const job = await retrying(() => api.createJob(request), mayResend, parts);
    if (job.id !== '') return job;
  } catch (error) {
    if (isSurelyUndone(error) || isAbort(error)) {
      tellRefused(error, files, parts);
      await undo(intent, parts);
      throw error;
    }
    parts.log.warn(`The launch on ${connection} got no good answer: ${String(error)}`);
  }
  return await findOrDoubt(intent, sent, parts);
}

/** Azure and others look at a file after it was sent, and refuse jobs until they have (seen 2025). */
function isNotReady(error: unknown): boolean {
  return answerStatus(error) === 400 && error instanceof Error && /\bnot (yet )?ready\b/i.test(error.message);
}

/** Services may look at the data only now. */
function tellRefused(error: unknown, { training, validation }: SentFiles, { onRefused }: LaunchParts): void {
  const words = refusedWords(error);
  const isOnValidation = failureOf(error)?.param?.includes('validation') === true;
  const { local } = (isOnValidation ? validation : training) ?? training;
  if (words !== undefined && local) onRefused(local, words);
}

async function findOrDoubt(intent: LaunchIntent, sent: SentLaunch, parts: LaunchParts): Promise<Job> {
  parts.onProgress({ type: 'search' });
  let cause: unknown;
  try {
    const job = await findLaunched(intent, sent, parts);
    if (job) return job;
  } catch (error) {
    cause = error;
  }
  throw new UserError(
    'launch.uncertain',
    t('{0} did not say whether it created the job.', parts.connection),
    t('Launch again: the service is asked first, so that nothing is sent twice.'),
    { actions: ['retry', 'showLog'], cause },
  );
}

/** The launch came to nothing: it may be made again, with nothing left over. */
async function undo(intent: LaunchIntent, parts: LaunchParts): Promise<void> {
  await parts.journal.end(intent);
  await deleteLeftovers(parts);
}

const underWay = (connection: string): UserError =>
  new UserError(
    'launch.underWay',
    t('The same job is being launched on {0} already.', connection),
    t('Look at the jobs first.'),
  );
