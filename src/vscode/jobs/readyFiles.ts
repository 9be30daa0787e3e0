import * as vscode from 'vscode';
import type { Connection } from '../../jobs/connections.ts';
import type { CheckedDataset, CheckOnDisk } from '../dataset/diskCheck.ts';
import { checkSavedFile } from './checkSavedFile.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';

interface ReadyParts {
  readonly checkOnDisk: CheckOnDisk;
}

/** A file that is named but not checked yet: where it is, or its id at the service. */
export type NamedFile = vscode.Uri | { readonly id: string };

export interface NamedFiles {
  readonly training: NamedFile;
  readonly validation?: NamedFile | undefined;
}

/** Both files, checked; errors stop a launch. */
export async function readyFiles(
  { training, validation }: NamedFiles,
  connection: Connection,
  parts: ReadyParts,
): Promise<Pick<PreparedLaunch, 'training' | 'validation'>> {
  const ready = training instanceof vscode.Uri ? await readyTraining(training, connection, parts) : training;
  return {
    training: ready,
    validation:
      validation instanceof vscode.Uri ? await readyValidation(validation, ready, connection, parts) : validation,
  };
}

/** Made in the one pass that looks for problems. */
const figures = { tokens: true, sha256: true };

export function readyTraining(
  uri: vscode.Uri,
  { target }: Connection,
  { checkOnDisk }: ReadyParts,
): Promise<CheckedDataset> {
  return checkSavedFile(uri, { target, role: 'training', ...figures }, checkOnDisk);
}

export function readyValidation(
  uri: vscode.Uri,
  training: LaunchFile,
  { target }: Connection,
  { checkOnDisk }: ReadyParts,
): Promise<CheckedDataset> {
  const compared = 'id' in training ? {} : { trainingFile: training.file.path };
  return checkSavedFile(uri, { target, role: 'validation', ...compared, ...figures }, checkOnDisk);
}
