import * as vscode from 'vscode';
import { isObject } from '../../common/json.ts';
import { archiveFolder } from '../../disk/archiveFolder.ts';
import { archiveTarget } from '../../jobs/archive/summary.ts';
import { isWhole, verifyArchive, type DatasetFacts, type DatasetUse } from '../../jobs/archive/verify.ts';
import { verifyReport } from '../../jobs/archive/verifyReport.ts';
import { withProgress } from '../progress.ts';
import { folderUri } from './archiveArgument.ts';
import { askExistingArchive } from './archiveFolders.ts';
import type { ArchiveCommandParts } from './registerArchive.ts';

/**
 * Checks an archive, in `{folder}`, an address, a path or what the person chooses, and shows the report. True where it is
 * whole; undefined where the person left.
 */
export async function verifyCommand(argument: unknown, parts: ArchiveCommandParts): Promise<boolean | undefined> {
  const given = isObject(argument) && 'folder' in argument ? argument.folder : argument;
  const folder = given === undefined ? await askExistingArchive(parts.memory) : folderUri(given);
  if (!folder) return undefined;
  const { t } = vscode.l10n;
  const found = await withProgress(t('Checking the archive'), (report, signal) =>
    verifyArchive({
      folder: archiveFolder(folder.fsPath),
      signal,
      onProgress: (done, total) => report(t('{0} of {1} files', done, total)),
      async checkDataset(path: string, { service, ...use }: DatasetUse): Promise<DatasetFacts> {
        const options = { ...use, target: archiveTarget(service), maxProblems: 0 };
        return parts.worker.checkFile(vscode.Uri.joinPath(folder, path).fsPath, options, { signal });
      },
    }),
  );
  const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
  await parts.reports.show(`${name} check`, verifyReport(found));
  return isWhole(found);
}
