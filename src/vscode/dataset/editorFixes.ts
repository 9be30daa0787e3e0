import * as vscode from 'vscode';
import type { editorFixedRules } from '../../dataset/fixes/editorFixed.ts';
import type { Problem } from '../../dataset/problems.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { fetchedImage, localImage } from './imageFixes.ts';

type EditorFixer = (
  problem: Problem,
  document: vscode.TextDocument,
  reporter: Reporter,
) => Promise<readonly vscode.CodeAction[]> | readonly vscode.CodeAction[];

/** By rule. */
const fixers: Readonly<Record<(typeof editorFixedRules)[number], EditorFixer>> = {
  'file/encoding': (_problem, document) => [...conversions(document), chooseEncoding()],
  'file/bom': (_problem, { uri }) => [saving(vscode.l10n.t('Save without the byte-order mark'), uri)],
  'vision/invalid-url': localImage,
  'vision/inaccessible-url': fetchedImage,
};

/** The fixes of a problem that are more than an edit of its row. */
export async function editorFixes(
  problem: Problem,
  document: vscode.TextDocument,
  reporter: Reporter,
): Promise<readonly vscode.CodeAction[]> {
  const fixer = Object.entries(fixers).find(([rule]) => rule === problem.rule)?.[1];
  return (await fixer?.(problem, document, reporter)) ?? [];
}

/** The encoding of most files that are not UTF-8, as VS Code calls it. */
const western = 'windows1252';

/** A text that was read wrongly is read again; one that was read rightly is saved as it stands. */
function conversions({ uri, encoding, isUntitled }: vscode.TextDocument): readonly vscode.CodeAction[] {
  const { t } = vscode.l10n;
  if (isUntitled) return [];
  if (encoding !== 'utf8' && encoding !== 'utf8bom') return [saving(t('Save as UTF-8'), uri)];
  return [saving(t('Read as Western (Windows-1252) and save as UTF-8'), uri, western)];
}

function saving(title: string, uri: vscode.Uri, readAs?: string): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: commands.saveAsUtf8, title, arguments: [uri, readAs] };
  action.isPreferred = true;
  return action;
}

/** VS Code asks for the encoding. */
function chooseEncoding(): vscode.CodeAction {
  const title = vscode.l10n.t('Reopen or save with another encoding...');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'workbench.action.editor.changeEncoding', title };
  return action;
}
