import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { checkFile, type FileCheck } from '../../dataset/checkFile.ts';
import type { DatasetRole } from '../../dataset/formats.ts';
import { localFile, readBytes, type LocalFile } from '../files.ts';
import { counted } from '../plural.ts';
import { withProgress } from '../progress.ts';

/** A file on disk and what was found in it. */
export interface CheckedDataset {
  readonly file: LocalFile;
  readonly check: FileCheck;
}

/** Checks what is on disk, which is what will be sent. */
export async function checkSavedFile(uri: vscode.Uri, role: DatasetRole): Promise<CheckedDataset> {
  const file = await localFile(uri.fsPath);
  const check = await withProgress(vscode.l10n.t('Checking {0}', file.name), (_, signal) =>
    checkFile(readBytes(file), { target: 'local', role, signal }),
  );
  return { file, check };
}

/** Throws a UserError (`launch.fileHasErrors`) that says how many and where the first one is; the problems tell the rest. */
export function requireNoErrors({ file, check }: CheckedDataset): void {
  if (check.errors === 0) return;
  const first = check.problems.find((problem) => problem.severity === 'error');
  const { t } = vscode.l10n;
  const place = first ? t(', the first in line {0}', first.row + 1) : '';
  throw new UserError(
    'launch.fileHasErrors',
    t('{0} has {1}{2}.', file.name, counted.errors(check.errors), place),
    t('Fix what is marked, then launch again.'),
    { actions: ['openProblems'] },
  );
}
