import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable.ts';
import { commands } from './ids.ts';
import type { Reporter } from './report.ts';

/** `finetune.openSample`: copies the sample workspace to a folder of the person's choice and opens it in a new window. */
export function registerSample(extensionUri: vscode.Uri, reporter: Reporter): Disposable {
  const open = async (): Promise<void> => {
    const { t } = vscode.l10n;
    const [parent] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        title: t('Where to put the sample workspace'),
        openLabel: t('Put It Here'),
      })) ?? [];
    if (!parent) return;
    const target = await freeFolder(parent, 'finetune-sample');
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'media', 'sample'), target);
    const hasWorkspace = (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
    await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: hasWorkspace });
  };
  return vscode.commands.registerCommand(commands.openSample, () => reporter.run(open));
}

/** A folder that is not there yet: `name`, `name-2`, ... */
async function freeFolder(parent: vscode.Uri, name: string): Promise<vscode.Uri> {
  const taken = new Set((await vscode.workspace.fs.readDirectory(parent)).map(([entry]) => entry));
  let candidate = name;
  for (let i = 2; taken.has(candidate); i++) candidate = `${name}-${i}`;
  return vscode.Uri.joinPath(parent, candidate);
}
