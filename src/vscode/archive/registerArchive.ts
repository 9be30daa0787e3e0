import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { Memory } from '../../jobs/features.ts';
import type { DatasetWorker } from '../../worker/start.ts';
import { archiveReportScheme, commands } from '../ids.ts';
import { jobCommand, type JobCommand } from '../jobs/commands.ts';
import type { Reporter } from '../report.ts';
import { registerReports, type Reports } from '../reports.ts';

export interface ArchiveCommandParts {
  readonly connections: Connections;
  readonly worker: DatasetWorker;
  /** Where each connection was archived last. */
  readonly memory: Memory;
  readonly clock: Clock;
  readonly reporter: Reporter;
  /** On archives that were checked. */
  readonly reports: Reports;
}

/**
 * `finetune.archiveConnection` and `finetune.verifyArchive`. A program names a folder and gets a result or an error; to a
 * person, who is asked for what is missing, errors are shown.
 */
export function registerArchive(parts: Omit<ArchiveCommandParts, 'reports'>): Disposable {
  const owned = new DisposableStore();
  const all = { ...parts, reports: owned.add(registerReports(archiveReportScheme, vscode.l10n.t('Not checked yet.'))) };
  const register = (id: string, run: JobCommand): void => {
    owned.add(jobCommand(parts.reporter, id, run));
  };
  register(commands.archiveConnection, async (argument, rows) => {
    const { archiveCommand } = await import('./archiveActions.ts');
    return archiveCommand(argument, rows, all);
  });
  register(commands.verifyArchive, async (argument) => {
    const { verifyCommand } = await import('./archiveActions.ts');
    return verifyCommand(argument, all);
  });
  return owned;
}
