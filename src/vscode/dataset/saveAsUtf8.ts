import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import { isUtf8 } from '../../dataset/bytes.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { chunksOf } from './chunks.ts';

/**
 * `finetune.saveAsUtf8`: writes a file as UTF-8 without a byte-order mark. Arguments: its address (that of the active
 * editor without), and the encoding to read it in where that is not the one it is open in.
 */
export function registerSaveAsUtf8(reporter: Reporter): Disposable {
  return vscode.commands.registerCommand(commands.saveAsUtf8, (address: unknown, readAs: unknown) => {
    const uri = address instanceof vscode.Uri ? address : vscode.window.activeTextEditor?.document.uri;
    if (uri) reporter.run(() => saveAsUtf8(uri, typeof readAs === 'string' ? readAs : undefined));
  });
}

async function saveAsUtf8(uri: vscode.Uri, readAs: string | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (readAs === undefined && (await wasReadWrongly(document))) {
    await vscode.commands.executeCommand('workbench.action.editor.changeEncoding');
    return;
  }
  if (document.isDirty) {
    if (readAs !== undefined) throw changedSinceRead(uri);
    if (!(await document.save())) return;
  }
  if (document.isUntitled) return;
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = await vscode.workspace.decode(bytes, { encoding: readAs ?? document.encoding });
  await write(uri, new TextEncoder().encode(text.replace(/^\ufeff/, '')));
  await vscode.workspace.openTextDocument(uri, { encoding: 'utf8' });
}

/** To save such a text would write the damage. */
async function wasReadWrongly({ uri, encoding, isUntitled }: vscode.TextDocument): Promise<boolean> {
  if (isUntitled || (encoding !== 'utf8' && encoding !== 'utf8bom')) return false;
  return !(await isUtf8(chunksOf(await vscode.workspace.fs.readFile(uri))));
}

/** To save would write what was read wrongly; to read again would lose what was typed. */
function changedSinceRead(uri: vscode.Uri): UserError {
  const { t } = vscode.l10n;
  return new UserError(
    'encoding.unsaved',
    t('{0} has changes that are not saved, made while it was read in a wrong encoding.', nameOf(uri)),
    t('Undo them or revert the file, then try again.'),
  );
}

async function write(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    const { t } = vscode.l10n;
    const advice = t('Save a copy of it elsewhere.');
    throw new UserError('encoding.notWritten', t('{0} cannot be written.', nameOf(uri)), advice, { cause: error });
  }
}

const nameOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);
