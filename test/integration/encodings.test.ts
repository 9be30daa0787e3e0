import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { cleanUp, exampleRow, exampleRows, offersFor, openFile, temporaryFolder, untilProblems } from './support.ts';

const rows = [...exampleRows(11), exampleRow('Wie heißt das?', 'Café')];
/** The first character that is no ASCII. */
const column = rows[11]?.indexOf('ß') ?? 0;
const marked = `12:file/encoding ${column}-${column + 1}`;
const text = rows.map((row) => `${row}\r\n`).join('');

/** Opens a file with these bytes. */
async function opened(bytes: Uint8Array): Promise<vscode.TextDocument> {
  const path = join(await temporaryFolder(), 'encoded.jsonl');
  await writeFile(path, bytes);
  return (await openFile(vscode.Uri.file(path))).document;
}

/** Chooses the first fix of `rule`, by its title, and waits until the file is right; then its bytes are those of `text`. */
async function convert(document: vscode.TextDocument, rule: string, title: string): Promise<void> {
  const [fix] = await offersFor(document, rule);
  assert.equal(fix?.title, title);
  assert.equal(fix.isPreferred, true);
  await vscode.commands.executeCommand(fix.command?.command ?? '', ...(fix.command?.arguments ?? []));
  await untilProblems(document.uri, (problems) => problems.length === 0);
  assert.deepEqual(await readFile(document.uri.fsPath), Buffer.from(text));
  assert.equal(document.encoding, 'utf8');
  assert.equal(document.isDirty, false);
  assert.equal(document.getText(), text);
}

describe('A dataset that is not UTF-8', () => {
  afterEach(cleanUp);

  it('and was read as if it were is marked once, and read again as Latin text', async () => {
    const document = await opened(Buffer.from(text, 'latin1'));
    await untilProblems(document.uri, (problems) => problems.join() === marked);
    await convert(document, 'file/encoding', 'Read as Western (Windows-1252) and save as UTF-8');
  });

  it('is marked where it is opened in its own encoding, and saved as UTF-8', async () => {
    const document = await opened(Buffer.from(text, 'latin1'));
    await vscode.workspace.openTextDocument(document.uri, { encoding: 'windows1252' });
    await untilProblems(document.uri, (problems) => problems.join() === marked);
    await convert(document, 'file/encoding', 'Save as UTF-8');
  });

  for (const order of ['little', 'big']) {
    it(`but UTF-16, ${order} end first, is saved as UTF-8`, async () => {
      const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
      const document = await opened(order === 'little' ? bytes : bytes.swap16());
      await untilProblems(document.uri, (problems) => problems.join() === '1:file/encoding 0-1');
      await convert(document, 'file/encoding', 'Save as UTF-8');
    });
  }

  it('or starts with a byte-order mark is saved without', async () => {
    const document = await opened(Buffer.from(`\ufeff${text}`));
    await untilProblems(document.uri, (problems) => problems.join() === '1:file/bom 0-1');
    await convert(document, 'file/bom', 'Save without the byte-order mark');
  });

  it('is not read again over what was typed meanwhile', async () => {
    const bytes = Buffer.from(text, 'latin1');
    const document = await opened(bytes);
    await untilProblems(document.uri, (problems) => problems.join() === marked);
    const [fix] = await offersFor(document, 'file/encoding');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), ' ');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand(fix?.command?.command ?? '', ...(fix?.command?.arguments ?? []));
    assert.equal(document.isDirty, true);
    assert.deepEqual(await readFile(document.uri.fsPath), bytes);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
