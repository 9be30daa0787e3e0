import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import type { FileCheck } from '../../dataset/checkFile.ts';
import { commands, summaryScheme } from '../ids.ts';
import { counted } from '../plural.ts';
import type { Reporter } from '../report.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import type { CheckOnDisk } from './diskCheck.ts';
import { summaryText } from './summary.ts';

export interface CheckFileParts {
  readonly check: CheckOnDisk;
  readonly files: CheckedFiles;
  readonly reporter: Reporter;
}

/**
 * `finetune.checkFile`: checks a file of any size from disk, in the worker, with progress and cancel. What it finds goes to
 * the Problems view and into a summary that can be opened.
 */
export function registerCheckFile(parts: CheckFileParts): Disposable {
  const owned = new DisposableStore();
  const summaries = owned.add(new Emitter<vscode.Uri>());
  owned.add(
    vscode.commands.registerCommand(commands.checkFile, (argument: unknown) => {
      const uri = argument instanceof vscode.Uri ? argument : activeFile();
      parts.reporter.run(() => checkAndTell(uri, parts));
    }),
  );
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(summaryScheme, {
      provideTextDocumentContent(summary) {
        const uri = vscode.Uri.parse(summary.query, true);
        const found = parts.files.of(uri);
        return found ? summaryText(vscode.workspace.asRelativePath(uri), found) : vscode.l10n.t('Not checked yet.');
      },
      onDidChange: summaries.event,
    }),
  );
  owned.add(parts.files.onDidChange((uri) => summaries.fire(summaryUri(uri))));
  return owned;
}

/** The file in the active tab, also one that VS Code hands to no extension. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri : vscode.window.activeTextEditor?.document.uri;
}

async function checkAndTell(uri: vscode.Uri | undefined, parts: CheckFileParts): Promise<void> {
  const { t } = vscode.l10n;
  const chosen = uri ?? (await vscode.window.showOpenDialog({ title: t('Check a dataset') }))?.[0];
  if (!chosen) return;
  const { file, check } = await parts.check(chosen, { tokens: true });
  const open = t('Open Summary');
  const shown = await vscode.window.showInformationMessage(`${file.name}: ${figures(check)}`, open);
  if (shown === open) await openSummary(chosen);
}

/** `134,296 examples, 1,343 errors, 12 warnings`. */
export function figures(check: FileCheck): string {
  return [counted.examples(check.examples), counted.errors(check.errors), counted.warnings(check.warnings)].join(', ');
}

/** Opens the summary of a file that was checked. */
async function openSummary(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(summaryUri(uri)), { preview: true });
}

function summaryUri(uri: vscode.Uri): vscode.Uri {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return vscode.Uri.from({ scheme: summaryScheme, path: `/${name} summary.md`, query: uri.toString() });
}
