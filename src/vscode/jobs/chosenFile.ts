import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { addressOf, isAbsolutePath, isUriText } from '../address.ts';

const { t } = vscode.l10n;

/** The `.jsonl` file in the active editor or tab (a file above 50 MB has a tab, but no editor that extensions see). */
export function activeDataset(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    vscode.window.activeTextEditor?.document.uri ?? (input instanceof vscode.TabInputText ? input.uri : undefined);
  const isDataset = uri && (uri.scheme === 'file' || uri.scheme === 'untitled') && /\.(jsonl|ndjson)$/i.test(uri.path);
  const isJsonl = vscode.window.activeTextEditor?.document.languageId === 'jsonl';
  return isDataset || isJsonl ? uri : undefined;
}

/** A path (absolute, or relative to the first workspace folder) or a URI text, as an address. */
export function uriOf(text: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isWhole = isUriText(text) || isAbsolutePath(text) || !folder;
  return isWhole ? addressOf(text) : vscode.Uri.joinPath(folder, text);
}

/**
 * The address of the file with everything saved that is open and changed: what is checked is what is sent. Throws a
 * UserError (`launch.notSaved`) where it cannot be saved.
 */
export async function savedUri(uri: vscode.Uri): Promise<vscode.Uri> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  const isUnsaved = document && (document.isDirty || document.isUntitled);
  const saved = isUnsaved ? await save(document) : uri;
  if (!saved) {
    throw new UserError(
      'launch.notSaved',
      t('The training file has unsaved changes and could not be saved.'),
      t('Save it, then launch again.'),
      {
        actions: ['retry'],
      },
    );
  }
  return saved;
}

async function save(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
  const saved = await vscode.workspace.save(document.uri);
  if (saved || document.isUntitled) return saved;
  // No editor shows it, or it was being saved already.
  return (await document.save()) || !document.isDirty ? document.uri : undefined;
}
