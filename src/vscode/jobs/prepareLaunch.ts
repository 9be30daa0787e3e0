import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import { isFileId } from '../../jobs/fileId.ts';
import type { JobFileLaunch } from '../../jobs/jobFile.ts';
import type { Memory } from '../../jobs/features.ts';
import type { LaunchArgument } from '../../jobs/request.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { CheckOnDisk } from '../dataset/diskCheck.ts';
import { addressText } from '../address.ts';
import { uriOf } from './chosenFile.ts';
import { readJobFileAt } from './jobFileAt.ts';
import { fileBeside } from '../jobFile/fileBeside.ts';
import { readyFiles, type NamedFile, type NamedFiles } from './readyFiles.ts';
import type { PreparedLaunch } from './sendLaunch.ts';
import { requireUnattended } from './unattended.ts';

export interface PrepareParts {
  readonly connections: Connections;
  readonly checkOnDisk: CheckOnDisk;
  readonly store: JobStore;
  /** Holds what was chosen last. */
  readonly memory: Memory;
}

/** From the argument of a task or another extension. */
export async function prepareGiven(given: LaunchArgument, parts: PrepareParts): Promise<PreparedLaunch> {
  const { request, trainingFile, validationFile } = given;
  const connection = connectionNamed(given.connection, parts);
  if (!given.confirm) requireUnattended(connection);
  const sources = {
    training: uriOf(trainingFile),
    validation: validationFile === undefined ? undefined : uriOf(validationFile),
  };
  return { connection, request, ...(await readyFiles(sources, connection, parts)) };
}

/** From a job file; undefined where the person does not want to send a file from outside the workspace. */
export async function prepareJobFile(
  uri: vscode.Uri,
  isWatched: boolean,
  parts: PrepareParts,
): Promise<PreparedLaunch | undefined> {
  const { launch, jobFile } = await readJobFileAt(uri);
  const connection = connectionNamed(launch.connection, parts);
  if (!isWatched) requireUnattended(connection);
  const sources = sourcesOf(launch, jobFile);
  const strangers = [sources.training, sources.validation]
    .filter((source) => source instanceof vscode.Uri)
    .filter(isOutside);
  if (strangers.length > 0 && !(await mayLeave(strangers, connection, isWatched))) return undefined;
  return { connection, request: launch.request, jobFile, ...(await readyFiles(sources, connection, parts)) };
}

const connectionNamed = (name: string | undefined, { connections }: PrepareParts): Connection =>
  name === undefined ? connections.default() : connections.get(name);

/** Paths are relative to the job file. */
function sourcesOf({ trainingFile, validationFile }: JobFileLaunch, jobFile: vscode.Uri): NamedFiles {
  const named = (text: string): NamedFile => (isFileId(text) ? { id: text } : fileBeside(jobFile, text));
  return {
    training: named(trainingFile),
    validation: validationFile === undefined ? undefined : named(validationFile),
  };
}

const isOutside = (uri: vscode.Uri): boolean => vscode.workspace.getWorkspaceFolder(uri) === undefined;

/** A job file may come from anybody: what lies elsewhere on the disk is sent only if the person says so. */
async function mayLeave(
  files: readonly vscode.Uri[],
  { name, host }: Connection,
  isWatched: boolean,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const [first] = files;
  if (!isWatched && first) {
    throw new UserError(
      'launch.outsideWorkspace',
      t('{0} is outside the workspace.', addressText(first)),
      t('Launch with a question, which lets a person decide.'),
    );
  }
  const go = t('Send');
  const question = t('Send files from outside the workspace to {0} ({1})?', name, host);
  const detail = files.map(addressText).join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}
