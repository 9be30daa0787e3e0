import * as vscode from 'vscode';
import type { DatasetOptions } from '../../dataset/session.ts';
import type { PathCheck } from '../../worker/protocol.ts';
import type { DatasetWorker } from '../../worker/start.ts';
import { localFile, type LocalFile } from '../files.ts';
import { withProgress } from '../progress.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import type { EditorDatasetOptions } from './options.ts';

/** Problems kept of a file, so that a file in which every row is broken does not fill the memory. */
const keptProblems = 50_000;

/** A file on disk and what was found in it. */
export interface CheckedDataset {
  readonly file: LocalFile;
  readonly check: PathCheck;
}

/** What a file is checked for, where whoever asks knows it better than settings and job files. */
export interface DatasetUse extends Partial<Pick<DatasetOptions, 'target' | 'role'>> {
  /** Path of the training file, if the file is to validate what that trains. */
  readonly trainingFile?: string;
  /** Counts the tokens of every example, not only of those that may have too many. */
  readonly tokens?: boolean;
  /** Makes the SHA-256 of the file in the same pass. */
  readonly sha256?: boolean;
}

/** Checks a file on disk. Throws UserErrors `file.*` where there is nothing to read. */
export type CheckOnDisk = (uri: vscode.Uri, use: DatasetUse) => Promise<CheckedDataset>;

export interface DiskCheckParts {
  readonly worker: DatasetWorker;
  readonly options: EditorDatasetOptions;
  readonly files: CheckedFiles;
}

/** Checks files of any size in one pass, in the worker, with progress and cancel. Their problems go to the Problems view. */
export function diskCheck({ worker, options, files }: DiskCheckParts): CheckOnDisk {
  return async (uri, use) => {
    const file = await localFile(uri.fsPath);
    const { training: _, ...known } = options.of(uri);
    const { trainingFile } = options.purposeOf(uri);
    const paired = trainingFile?.scheme === 'file' ? { trainingFile: trainingFile.fsPath } : {};
    const check = await withProgress(vscode.l10n.t('Checking {0}', file.name), (report, signal) =>
      worker.checkFile(
        file.path,
        { ...known, ...paired, ...use, maxProblems: keptProblems },
        { signal, onProgress: (bytes) => report(percent(bytes, file.size)) },
      ),
    );
    files.set(uri, check);
    return { file, check };
  };
}

function percent(bytes: number, size: number): string {
  return `${Math.min(100, Math.floor((100 * bytes) / Math.max(size, 1)))} %`;
}
