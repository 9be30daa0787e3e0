import { t } from '@vscode/l10n';
import { isAbort, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Job, JobRequest, JobsApi } from './api.ts';
import { answerStatus, isSurelyUndone } from './failure.ts';
import { findLaunched, tokenKey } from './findLaunched.ts';
import type { LaunchIntent, LaunchJournal, Lineage, SentLaunch } from './journal.ts';
import type { LaunchRequest } from './request.ts';
import { jobLimits } from './requestRules/limits.ts';
import { retrying, type Patience } from './retry.ts';
import { upload, type CheckedFile } from './upload.ts';
import { sha256Of, type UploadedFiles } from './uploadedFiles.ts';

/** A file of a job: one on this machine, or the id of one that the service has. */
export type JobSource = CheckedFile | { readonly id: string };

export interface Launch {
  readonly request: LaunchRequest;
  readonly training: JobSource;
  readonly validation?: JobSource | undefined;
  readonly lineage?: Pick<Lineage, 'jobFile' | 'gitCommit'>;
}

export type LaunchProgress =
  | { readonly type: 'upload'; readonly file: CheckedFile; readonly sent: number }
  | { readonly type: 'create' }
  /** Whether a job exists is being asked, which may take most of a minute. */
  | { readonly type: 'search' };

/**
 * What only a person can decide. `underWay`: the same launch has been begun and nothing was sent yet, in another window or
 * one that is gone. `notFound`: it was sent without a good answer, and the service lists no such job. `launchedBefore`: the
 * same became a job some minutes ago, so a second one may be meant or not.
 */
export interface LaunchDoubt {
  readonly type: 'underWay' | 'notFound' | 'launchedBefore';
  readonly intent: LaunchIntent;
}

export interface LaunchParts extends Patience {
  readonly connection: string;
  readonly api: JobsApi;
  readonly journal: LaunchJournal;
  readonly uploaded: UploadedFiles;
  readonly log: Logger;
  /** A text that nobody else has. */
  readonly newToken: () => string;
  readonly onProgress: (progress: LaunchProgress) => void;
  /** True = send it now. */
  readonly ask: (doubt: LaunchDoubt) => Promise<boolean>;
}

/** Milliseconds after a launch in which the same launch may be a mistake. */
const recently = 10 * 60_000;

/** A file of the job at the service. */
interface SentFile {
  readonly id: string;
  readonly local?: CheckedFile;
  /** Uploaded by this launch. */
  readonly isOwn: boolean;
}

interface SentFiles {
  readonly training: SentFile;
  readonly validation?: SentFile | undefined;
}

/**
 * Uploads the files and creates the job, once: whatever happens to the answer or to this process, the same launch finds the
 * job that it created before instead of creating another. Throws a UserError `launch.uncertain` where neither is known yet:
 * calling this again asks the service first. What was uploaded is deleted again where the launch surely came to nothing.
 */
export async function launch(what: Launch, parts: LaunchParts): Promise<Job> {
  const key = await launchKey(what, parts.connection);
  const before = await settleEarlier(key, parts);
  if (before) return before;
  const intent = await begin(key, what, parts);
  const files = await sendFiles(what, intent, parts);
  const { training, validation } = files;
  // A file of a launch whose end is not known is never used for another one.
  for (const { local } of filesOf(files)) if (local) await parts.uploaded.forget(parts.connection, local);
  const sent = { sentAt: parts.clock.now(), trainingFile: training.id, isOwnFile: training.isOwn };
  if (parts.signal.aborted || !(await parts.journal.send(intent, sent))) {
    await undo(intent, files, parts);
    parts.signal.throwIfAborted();
    throw underWay(parts.connection);
  }
  parts.onProgress({ type: 'create' });
  const request: JobRequest = {
    ...what.request,
    training_file: training.id,
    ...(validation && { validation_file: validation.id }),
    ...withToken(what.request, intent.token),
  };
  const job = await create(request, { intent, sent, files }, parts);
  await parts.journal.end(intent, job.id);
  if (job.metadata[tokenKey] === intent.token) {
    for (const { id, local } of filesOf(files)) if (local) await parts.uploaded.remember(parts.connection, local, id);
  }
  return job;
}

/** The same for what is the same launch, so that a second window or a second click is known. */
function launchKey({ request, training, validation }: Launch, connection: string): Promise<string> {
  const content = (file: JobSource | undefined): unknown => file && ('id' in file ? file.id : file.sha256);
  return sha256Of(JSON.stringify([connection, request, content(training), content(validation)]));
}

/** The job of an earlier launch with this key of which nobody knew what became. */
async function settleEarlier(key: string, parts: LaunchParts): Promise<Job | undefined> {
  const { journal } = parts;
  const intent = await journal.last(key);
  if (!intent) return undefined;
  const state = await journal.stateOf(intent);
  if (state.type === 'ended') {
    const isRecent = state.job !== undefined && parts.clock.now() - intent.startedAt < recently;
    if (isRecent && !(await parts.ask({ type: 'launchedBefore', intent }))) throw left();
    return undefined;
  }
  if (state.type === 'begun') {
    if (!(await parts.ask({ type: 'underWay', intent }))) throw left();
    await journal.giveUp(intent);
  }
  const job = await settle(intent, parts);
  if (!job) await journal.end(intent);
  return job;
}

/** What became of a launch that somebody has begun; undefined where nothing did and the person wants it sent now. */
async function settle(intent: LaunchIntent, parts: LaunchParts): Promise<Job | undefined> {
  const { api, journal } = parts;
  const state = await journal.stateOf(intent);
  if (state.type === 'ended' && state.job !== undefined) return api.retrieveJob(state.job, parts.signal);
  if (state.type !== 'sent') return undefined;
  parts.onProgress({ type: 'search' });
  const job = await findLaunched(intent, state.sent, parts);
  if (job) await journal.end(intent, job.id);
  else if (!(await parts.ask({ type: 'notFound', intent }))) throw left();
  return job;
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
    request: what.request,
    lineage: { ...what.lineage, ...(training && { training }), ...(validation && { validation }) },
  });
  if (!intent) throw underWay(parts.connection);
  return intent;
}

async function sendFiles(
  { training, validation }: Launch,
  intent: LaunchIntent,
  parts: LaunchParts,
): Promise<SentFiles> {
  const sent: SentFile[] = [];
  try {
    const first = await sendFile(training, parts);
    sent.push(first);
    const second = validation && (await sendFile(validation, parts));
    return { training: first, validation: second };
  } catch (error) {
    await parts.journal.end(intent);
    await cleanUp(sent, parts);
    throw error;
  }
}

async function sendFile(file: JobSource, parts: LaunchParts): Promise<SentFile> {
  const { connection, api, uploaded, signal, onProgress } = parts;
  if ('id' in file) return { id: file.id, isOwn: false };
  const known = await uploaded.find(connection, file, api, signal);
  if (known !== undefined) return { id: known, local: file, isOwn: false };
  onProgress({ type: 'upload', file, sent: 0 });
  const { id } = await upload(file, { ...parts, onProgress: (sent) => onProgress({ type: 'upload', file, sent }) });
  return { id, local: file, isOwn: true };
}

/** The token beside the person's own pairs, unless they have used up all there may be. */
function withToken({ metadata = {} }: LaunchRequest, token: string): Pick<JobRequest, 'metadata'> {
  const isFull = Object.keys(metadata).length >= jobLimits.metadata.pairs;
  return { metadata: isFull ? metadata : { ...metadata, [tokenKey]: token } };
}

interface Sending {
  readonly intent: LaunchIntent;
  readonly sent: SentLaunch;
  readonly files: SentFiles;
}

/** The request itself is not stopped by the signal: it may create the job all the same. Waiting for the next one is. */
async function create(request: JobRequest, { intent, sent, files }: Sending, parts: LaunchParts): Promise<Job> {
  const { api, connection } = parts;
  try {
    const job = await retrying(() => api.createJob(request), isNotReady, parts);
    if (job.id !== '') return job;
  } catch (error) {
    if (isSurelyUndone(error) || isAbort(error)) {
      await undo(intent, files, parts);
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
async function undo(intent: LaunchIntent, files: SentFiles, parts: LaunchParts): Promise<void> {
  await parts.journal.end(intent);
  await cleanUp(filesOf(files), parts);
}

const filesOf = ({ training, validation }: SentFiles): readonly SentFile[] =>
  validation ? [training, validation] : [training];

/** Deletes uploads nobody needs; a failure is logged, since the launch's own error is what matters. */
async function cleanUp(files: readonly SentFile[], { api, log }: LaunchParts): Promise<void> {
  for (const { id } of files.filter(({ isOwn }) => isOwn)) {
    try {
      await api.deleteFile(id);
    } catch (error) {
      log.warn(`Could not delete ${id} after a launch that did not happen: ${String(error)}`);
    }
  }
}

const underWay = (connection: string): UserError =>
  new UserError(
    'launch.underWay',
    t('The same job is being launched on {0} already.', connection),
    t('Look at the jobs first.'),
  );

const left = (): DOMException => new DOMException('The person left', 'AbortError');
