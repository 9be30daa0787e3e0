import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { Memory } from '../../jobs/features.ts';
import type { DatasetWorker } from '../../worker/start.ts';
import { archiveReportScheme, commands } from '../ids.ts';
import { jobCommand, type JobCommand } from '../jobs/commands.ts';
import type { Reporter } from '../report.ts';

export interface ArchiveCommandParts {
  readonly connections: Connections;
  readonly worker: DatasetWorker;
  /** Where each connection was archived last. */
  readonly memory: Memory;
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly reports: ArchiveReports;
}

/** Reports on archives that were checked, as read-only documents. */
export interface ArchiveReports {
  show(folder: vscode.Uri, text: string): Promise<void>;
}

/**
 * `finetune.archiveConnection` and `finetune.verifyArchive`. A program names a folder and gets a result or an error; to a
 * person, who is asked for what is missing, errors are shown.
 */
export function registerArchive(parts: Omit<ArchiveCommandParts, 'reports'>): Disposable {
  const owned = new DisposableStore();
  const all = { ...parts, reports: owned.add(registerReports()) };
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

/** Each report is a document of its own: VS Code would show the text of an older one for a while. */
function registerReports(): ArchiveReports & Disposable {
  const owned = new DisposableStore();
  const texts = new Map<string, string>();
  let count = 0;
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(archiveReportScheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? vscode.l10n.t('Not checked yet.'),
    }),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())));
  return {
    async show(folder, text) {
      const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
      const [scheme, path, query] = [archiveReportScheme, `/${name} check.md`, folder.toString()];
      const uri = vscode.Uri.from({ scheme, path, query, fragment: String(++count) });
      texts.set(uri.toString(), text);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => owned.dispose(),
  };
}
