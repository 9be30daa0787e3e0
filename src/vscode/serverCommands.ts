import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { Connection } from '../jobs/connections.ts';
import { isActive } from '../jobs/jobStatus.ts';
import type { JobStore } from '../jobs/store.ts';
import { commands } from './ids.ts';
import type { LocalServer } from './localServer.ts';
import { withProgress } from './progress.ts';
import type { Reporter } from './report.ts';

/** Commands on the local server's process. */
export function registerServerCommands(
  server: LocalServer,
  connection: Connection,
  store: JobStore,
  reporter: Reporter,
): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();
  const register = (id: string, run: () => Promise<void>): void => {
    owned.add(vscode.commands.registerCommand(id, () => reporter.run(run)));
  };

  register(commands.stopLocalServer, async () => {
    const active = store.list(connection.name).filter(({ job }) => isActive(job)).length;
    const stop = t('Stop');
    if (active > 0) {
      const detail = t('{0} unfinished jobs are saved and go on when the server starts again.', active);
      const question = t('Stop the local server?');
      if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, stop)) !== stop) return;
    }
    const didRun = await withProgress(t('Stopping the local server'), () => server.stop());
    await vscode.window.showInformationMessage(
      didRun ? t('The local server has stopped.') : t('No local server runs.'),
    );
  });

  register(commands.showServerLog, async () => {
    if (!(await server.wasUsed())) throw new UserError('server.noLog', t('The local server has not run yet.'));
    await vscode.window.showTextDocument(vscode.Uri.file(server.logFile), { preview: true });
  });
  return owned;
}
