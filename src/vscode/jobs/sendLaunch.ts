import * as vscode from 'vscode';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { Job, ServiceModel } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { TextFolder } from '../../jobs/folder.ts';
import { LaunchJournal } from '../../jobs/journal.ts';
import { launch } from '../../jobs/launch.ts';
import type { JobSource, Launch, LaunchParts, Processes } from '../../jobs/launchParts.ts';
import type { LaunchRequest } from '../../jobs/request.ts';
import type { JobStore } from '../../jobs/store.ts';
import { UploadedFiles } from '../../jobs/uploadedFiles.ts';
import { addressText } from '../address.ts';
import type { CheckedDataset } from '../dataset/diskCheck.ts';
import { withProgress } from '../progress.ts';
import type { FailureMarks } from './failureMarks.ts';
import { gitCommit } from './gitCommit.ts';
import { askAboutDoubt, decideAboutDoubt } from './launchDoubts.ts';
import { markParameter } from './markParameter.ts';
import { launchProgress } from './launchProgress.ts';

/** A file of a job: one that was checked on disk, or the id of one at the service. */
export type LaunchFile = CheckedDataset | { readonly id: string };

/** All that is needed to send a job: what, and the files as they were checked. */
export interface PreparedLaunch {
  readonly connection: Connection;
  readonly request: LaunchRequest;
  readonly training: LaunchFile;
  readonly validation: LaunchFile | undefined;
  /** What the service said of its models, where it was asked. */
  readonly models?: readonly ServiceModel[];
  /** The `*.finetune.json` that it comes from. */
  readonly jobFile?: vscode.Uri | undefined;
}

export interface SendParts {
  readonly store: JobStore;
  readonly log: Logger;
  readonly clock: Clock;
  /** Holds what must not happen twice. */
  readonly launches: TextFolder;
  readonly processes: Processes;
  readonly failureMarks: FailureMarks;
}

/**
 * Sends a job with progress and cancel; it is in the store when this returns. What the service refuses is marked, in the
 * data and in the job file. `isWatched`: a person can be asked.
 */
export async function sendLaunch(prepared: PreparedLaunch, isWatched: boolean, parts: SendParts): Promise<Job> {
  const { training, validation, jobFile } = prepared;
  const { failureMarks } = parts;
  for (const file of [training, validation]) if (file && 'file' in file) failureMarks.clear(file.file.uri);
  if (jobFile) failureMarks.clear(jobFile);
  try {
    return await send(prepared, isWatched, parts);
  } catch (error) {
    if (jobFile) await markParameter(jobFile, error, failureMarks);
    throw error;
  }
}

async function send(prepared: PreparedLaunch, isWatched: boolean, parts: SendParts): Promise<Job> {
  const { connection, request, training, validation } = prepared;
  const what = {
    request,
    training: sendable(training),
    validation: validation && sendable(validation),
    lineage: lineageOf(prepared),
  };
  const ask: LaunchParts['ask'] = (doubt) =>
    isWatched ? askAboutDoubt(doubt, parts.clock.now()) : decideAboutDoubt(doubt);
  const newToken = (): string => crypto.randomUUID();
  return withProgress(vscode.l10n.t('Launching on {0}', connection.name), (report, signal) =>
    launchOn(connection, what, { by: 'person', report, signal, ask, newToken }, parts),
  );
}

/** How one launch is gone about. */
interface Sending extends Pick<LaunchParts, 'signal' | 'ask' | 'newToken'> {
  readonly by: 'person' | 'background';
  readonly report: (words: string) => void;
}

/** Launches on a connection, once; the job is in the store when this returns. */
export async function launchOn(
  connection: Connection,
  what: Launch,
  { by, report, signal, ask, newToken }: Sending,
  { store, log, clock, launches, processes, failureMarks }: SendParts,
): Promise<Job> {
  const job = await launch(what, {
    connection: connection.name,
    api: await connection.open(by, signal),
    journal: new LaunchJournal(launches),
    uploaded: new UploadedFiles(launches),
    processes,
    clock,
    log,
    signal,
    random: Math.random,
    newToken,
    onProgress: launchProgress(clock, report),
    onRefused: ({ path }, words) => failureMarks.markRefused(path, connection.name, words),
    ask,
  });
  store.apply(connection.name, job.id, { job });
  return job;
}

function sendable(source: LaunchFile): JobSource {
  if ('id' in source) return source;
  const { file, check } = source;
  if (check.sha256 === undefined) throw new Error('The check was not asked for the SHA-256 of what is sent.');
  const { name, path, size } = file;
  return { name, path, size, sha256: check.sha256, open: () => file.open() };
}

function lineageOf({ training, jobFile }: PreparedLaunch): { readonly jobFile?: string; readonly gitCommit?: string } {
  const place = jobFile ?? ('id' in training ? undefined : training.file.uri);
  const commit = place && gitCommit(place);
  return { ...(jobFile && { jobFile: addressText(jobFile) }), ...(commit !== undefined && { gitCommit: commit }) };
}
