import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { CheckedDataset, CheckOnDisk, DatasetUse } from '../dataset/diskCheck.ts';
import { counted } from '../plural.ts';
import { savedUri } from './chosenFile.ts';

/**
 * Saves the file where it is open and changed, and checks what is on disk, which is what will be sent. Throws a UserError
 * (`launch.fileHasErrors`) that says how many errors it has and where the first one is; the problems tell the rest.
 */
export async function checkSavedFile(uri: vscode.Uri, use: DatasetUse, check: CheckOnDisk): Promise<CheckedDataset> {
  const checked = await check(await savedUri(uri), use);
  requireNoErrors(checked);
  return checked;
}

function requireNoErrors({ file, check }: CheckedDataset): void {
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
