import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import { commands } from './ids.ts';
import type { LocalServer } from './localServer.ts';
import { withQuietProgress } from './progress.ts';
import type { Reporter } from './report.ts';

export interface ServerCommandParts {
  readonly server: LocalServer;
  readonly reporter: Reporter;
  /** Called when a person started the server: what it knows may be looked at. */
  readonly onStarted: () => void;
}

/** Commands on the local server's process and its data. */
export function registerServerCommands({ server, reporter, onStarted }: ServerCommandParts): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();
  const register = (id: string, run: () => Promise<void>): void => {
    owned.add(vscode.commands.registerCommand(id, () => attempt(run)));
  };
  /** Over when what it does is done: nobody has to answer its messages for that. */
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      reporter.run(() => reporter.show(error, async () => attempt(run)));
    }
  };

  register(commands.startLocalServer, async () => {
    const { origin } = await withQuietProgress(t('Starting the local server'), () => server.connect('person'));
    onStarted();
    reporter.run(() => tellAddress(`${origin}/v1`));
  });

  register(commands.stopLocalServer, async () => {
    const active = (await server.find())?.status.activeJobs ?? 0;
    if (active > 0 && !(await confirmStop(active))) return;
    const didRun = await withQuietProgress(t('Stopping the local server'), () => server.stop());
    const text = didRun ? t('The local server has stopped.') : t('No local server runs.');
    reporter.run(() => vscode.window.showInformationMessage(text));
  });

  register(commands.showServerLog, async () => {
    await requireUse(server);
    await vscode.window.showTextDocument(vscode.Uri.file(server.logFile), { preview: true });
  });

  register(commands.openServerFolder, async () => {
    await requireUse(server);
    await openFolder(vscode.Uri.file(server.dataFolder), vscode.Uri.file(server.logFile));
  });

  register(commands.cleanUpLocalServer, async () => {
    await requireUse(server);
    const { cleanUp } = await import('./serverCleanUp.ts');
    await cleanUp(await withQuietProgress(t('Measuring the local server'), () => server.connect('person')), reporter);
  });
  return owned;
}

async function tellAddress(url: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Address');
  const text = vscode.l10n.t('The local server listens on {0}.', url);
  if ((await vscode.window.showInformationMessage(text, copy)) === copy) await vscode.env.clipboard.writeText(url);
}

async function confirmStop(active: number): Promise<boolean> {
  const { t } = vscode.l10n;
  const detail =
    active === 1
      ? t('1 unfinished job is saved and goes on when the server starts again.')
      : t('{0} unfinished jobs are saved and go on when the server starts again.', active);
  const stop = t('Stop');
  return (await vscode.window.showWarningMessage(t('Stop the local server?'), { modal: true, detail }, stop)) === stop;
}

async function requireUse(server: LocalServer): Promise<void> {
  if (await server.wasUsed()) return;
  const { t } = vscode.l10n;
  throw new UserError('server.unused', t('The local server has not run yet.'), t('Start it or launch a job first.'));
}

/** In the system's own file manager where the folder is on the machine of the screen, else in a window of its own. */
async function openFolder(folder: vscode.Uri, file: vscode.Uri): Promise<void> {
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isHere) await vscode.commands.executeCommand('revealFileInOS', file);
  else await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}
