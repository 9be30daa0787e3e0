import * as vscode from 'vscode';
import type { DatasetOptions } from '../../dataset/session.ts';
import type { PathCheck } from '../../worker/protocol.ts';
import type { DatasetWorker } from '../../worker/start.ts';
import { withProgress } from '../progress.ts';
import { addressOf } from '../address.ts';
import { savedFile, type SavedFile } from '../savedFile.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import type { EditorDatasetOptions } from './options.ts';

/** Problems kept of a file, so that a file in which every row is broken does not fill the memory. */
const keptProblems = 50_000;

/** A saved file and what was found in it. */
export interface CheckedDataset {
  readonly file: SavedFile;
  readonly check: PathCheck;
}

/** What a file is checked for, where whoever asks knows it better than settings and job files. */
export interface DatasetUse extends Partial<Pick<DatasetOptions, 'target' | 'role'>> {
  /** The training file, as `SavedFile.path` names it, if the file is to validate what that trains. */
  readonly trainingFile?: string;
  /** Counts the tokens of every example, not only of those that may have too many. */
  readonly tokens?: boolean;
  /** Makes the SHA-256 of the file in the same pass. */
  readonly sha256?: boolean;
}

/** Checks a saved file. Throws UserErrors `file.*` where there is nothing to read. */
export type CheckOnDisk = (uri: vscode.Uri, use: DatasetUse) => Promise<CheckedDataset>;

export interface DiskCheckParts {
  readonly worker: DatasetWorker;
  readonly options: EditorDatasetOptions;
  readonly files: CheckedFiles;
}

/**
 * Checks files in one pass, in the worker, with progress and cancel: those on disk of any size, others up to 50 MB. Their
 * problems go to the Problems view.
 */
export function diskCheck({ worker, options, files }: DiskCheckParts): CheckOnDisk {
  return async (uri, use) => {
    const file = await savedFile(uri);
    const { training: _, ...known } = options.of(uri);
    const trainingFile =
      use.trainingFile === undefined ? options.purposeOf(uri).trainingFile : addressOf(use.trainingFile);
    const { trainingFile: _given, ...purpose } = use;
    const how = { ...known, ...purpose, maxProblems: keptProblems };
    const check = await withProgress(vscode.l10n.t('Checking {0}', file.name), async (report, signal) => {
      const onProgress = (bytes: number): void => report(percent(bytes, file.size));
      if (file.content === undefined) {
        // One on no disk is not compared with one that is.
        const paired = trainingFile?.scheme === 'file' ? { trainingFile: trainingFile.fsPath } : {};
        return worker.checkFile(file.path, { ...how, ...paired }, { signal, onProgress });
      }
      const { name, content } = (trainingFile && (await savedFile(trainingFile))) ?? {};
      const training = name !== undefined && content && { training: { name, content } };
      return worker.checkContent({ content: file.content, options: how, ...training }, { signal });
    });
    files.set(file, check);
    return { file, check };
  };
}

function percent(bytes: number, size: number): string {
  return `${Math.min(100, Math.floor((100 * bytes) / Math.max(size, 1)))} %`;
}
