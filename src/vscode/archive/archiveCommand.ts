import * as vscode from 'vscode';
import { isAbort } from '../../common/errors.ts';
import { archiveFolder } from '../../disk/archiveFolder.ts';
import { withFolder } from '../../disk/folderClaim.ts';
import { archive, type ArchiveProgress, type ArchiveResult } from '../../jobs/archive/archive.ts';
import { archiveFiles, claimName } from '../../jobs/archive/layout.ts';
import { archivedService, archiveSummary, progressWords } from '../../jobs/archive/summary.ts';
import { commands } from '../ids.ts';
import { withProgress } from '../progress.ts';
import { programArgument, wantedJobs, type WantedJobs } from './archiveArgument.ts';
import { askArchiveFolder } from './archiveFolders.ts';
import type { ArchiveCommandParts } from './registerArchive.ts';

/** What a program is told that had something archived. */
export interface ArchiveOutcome {
  readonly jobs: number;
  readonly newJobs: number;
  readonly newFiles: number;
  readonly missing: number;
}

/** Milliseconds between two texts of the progress. */
const tellEvery = 200;

/**
 * Archives a connection, or the jobs in the rows that were chosen. Undefined where a person was asked, who sees what
 * becomes of it.
 */
export async function archiveCommand(
  argument: unknown,
  rows: unknown,
  parts: ArchiveCommandParts,
): Promise<ArchiveOutcome | undefined> {
  const program = programArgument(argument, parts.connections);
  if (program) {
    const { index, jobs, newJobs, newFiles } = await run(program.wanted, program.folder, parts);
    return { jobs, newJobs, newFiles, missing: index.counts.missing };
  }
  for (const wanted of await wantedJobs(argument, rows, parts)) {
    const folder = await askArchiveFolder(wanted.connection.name, parts.memory);
    if (!folder) return undefined;
    await runAndTell(wanted, folder, parts);
  }
  return undefined;
}

async function runAndTell(wanted: WantedJobs, folder: vscode.Uri, parts: ArchiveCommandParts): Promise<void> {
  const { t } = vscode.l10n;
  try {
    const result = await run(wanted, folder, parts);
    parts.reporter.run(() => tell(archiveSummary(wanted.connection.name, result), folder));
  } catch (error) {
    if (!isAbort(error)) throw error;
    const stopped = t(
      'Archiving {0} was stopped. Archive into the same folder, and it goes on.',
      wanted.connection.name,
    );
    parts.reporter.run(() => vscode.window.showInformationMessage(stopped));
  }
}

function run(
  { connection, jobs }: WantedJobs,
  folder: vscode.Uri,
  { clock }: ArchiveCommandParts,
): Promise<ArchiveResult> {
  const { t } = vscode.l10n;
  return withProgress(t('Archiving {0}', connection.name), async (report, signal) => {
    const { records } = await connection.open('person', signal);
    let toldAt = -Infinity;
    const onProgress = (progress: ArchiveProgress): void => {
      if (clock.now() - toldAt < tellEvery) return;
      toldAt = clock.now();
      report(progressWords(progress));
    };
    const { host, name } = connection;
    const order = { service: archivedService(host), title: `${name} (${host})`, jobs };
    const on = { records, folder: archiveFolder(folder.fsPath), clock, random: Math.random, signal, onProgress };
    return withFolder(folder.fsPath, claimName, clock, () => archive(order, on));
  });
}

async function tell(summary: string, folder: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const [open, check] = [t('Open README'), t('Check Archive')];
  const chosen = await vscode.window.showInformationMessage(summary, open, check);
  if (chosen === open) {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder, archiveFiles.readme));
  } else if (chosen === check) {
    await vscode.commands.executeCommand(commands.verifyArchive, folder);
  }
}
