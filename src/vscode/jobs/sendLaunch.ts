import * as vscode from 'vscode';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { Job, ServiceModel } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { TextFolder } from '../../jobs/folder.ts';
import { LaunchJournal } from '../../jobs/journal.ts';
import { launch } from '../../jobs/launch.ts';
import type { JobSource, Processes } from '../../jobs/launchParts.ts';
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
  const { store, log, clock, launches, processes, failureMarks } = parts;
  return withProgress(vscode.l10n.t('Launching on {0}', connection.name), async (report, signal) => {
    const api = await connection.open('person', signal);
    const what = {
      request,
      training: sendable(training),
      validation: validation && sendable(validation),
      lineage: lineageOf(prepared),
    };
    const job = await launch(what, {
      connection: connection.name,
      api,
      journal: new LaunchJournal(launches),
      uploaded: new UploadedFiles(launches),
      processes,
      clock,
      log,
      signal,
      random: Math.random,
      newToken: () => crypto.randomUUID(),
      onProgress: launchProgress(clock, report),
      onRefused: ({ path }, words) => failureMarks.markRefused(path, connection.name, words),
      ask: (doubt) => (isWatched ? askAboutDoubt(doubt, clock.now()) : decideAboutDoubt(doubt)),
    });
    store.apply(connection.name, job.id, { job });
    return job;
  });
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
