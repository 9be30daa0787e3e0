import * as vscode from 'vscode';
import type { SavedFormat } from '../../webview/messages.ts';

/** Asks where to keep what a chart made, and writes it. `content`: text of a CSV, base64 of a PNG. */
export async function saveChart(format: SavedFormat, content: string, title: string): Promise<void> {
  const { t } = vscode.l10n;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const name = title.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `${name}.${format}`),
    filters: format === 'csv' ? { [t('Numbers')]: ['csv'] } : { [t('Picture')]: ['png'] },
    title: format === 'csv' ? t('Save Numbers as CSV') : t('Save Chart as Picture'),
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, bytesOf(format, content));
}

function bytesOf(format: SavedFormat, content: string): Uint8Array {
  if (format === 'csv') return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}
