import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import * as vscode from 'vscode';
import {
  cleanUp,
  datasetFile,
  exampleRow,
  openFile,
  ownDiagnostics,
  temporaryFolder,
  until,
  untilProblems,
  words,
} from './support.ts';

/** Bytes; above what VS Code hands to extensions. */
const size = 52 * 1024 * 1024;
const filler = 'word '.repeat(400);

/** A file of that size in which every thousandth row is broken. */
async function bigFile(): Promise<{ uri: vscode.Uri; broken: number }> {
  const path = join(await temporaryFolder(), 'big.jsonl');
  const stream = createWriteStream(path);
  let broken = 0;
  for (let written = 0, row = 0; written < size; row++) {
    const isBroken = row % 1000 === 999;
    if (isBroken) broken++;
    const text = isBroken ? '{"messages": 5}\n' : `${exampleRow(`Question ${row}: ${filler}`, `Answer ${row}.`)}\n`;
    written += text.length;
    if (!stream.write(text)) await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await finished(stream);
  return { uri: vscode.Uri.file(path), broken };
}

describe('A file that is checked from disk', () => {
  afterEach(cleanUp);

  it('has its problems listed and a summary of figures, above 50 MB too', async function () {
    const { uri, broken } = await bigFile();
    await vscode.commands.executeCommand('finetune.checkFile', uri);
    await untilProblems(uri, (problems) => problems.length > 0);
    const marks = ownDiagnostics(uri).map(words);
    assert.equal(marks.filter((mark) => mark.includes('chat/messages-not-array')).length, broken);
    assert.equal(marks[0], '1000:chat/messages-not-array 13-14');
    const summary = vscode.Uri.from({
      scheme: 'finetune-summary',
      path: '/big.jsonl summary.md',
      query: uri.toString(),
    });
    const text = (await vscode.workspace.openTextDocument(summary)).getText();
    assert.match(text, new RegExp(`chat/messages-not-array \\| error \\| ${broken} \\| 1,000, 2,000`));
    assert.match(text, /\| Tokens \| [\d,]+ \|/);
    assert.doesNotMatch(text, /Question|Answer/);
  });

  it('has no problems any more when it changes on disk, and its summary says why', async () => {
    const uri = await datasetFile('changing.jsonl', ['{"messages": 5}']);
    await vscode.commands.executeCommand('finetune.checkFile', uri);
    await untilProblems(uri, (problems) => problems.length > 0);
    const query = uri.toString();
    const summary = await vscode.workspace.openTextDocument(
      vscode.Uri.from({ scheme: 'finetune-summary', path: '/changing.jsonl summary.md', query }),
    );
    assert.doesNotMatch(summary.getText(), /has changed/);
    await writeFile(uri.fsPath, `${exampleRow('What?', 'That.')}\n`);
    await untilProblems(uri, (problems) => problems.length === 0);
    await until(
      'the summary of a file that has changed',
      (listener) => vscode.workspace.onDidChangeTextDocument(listener),
      () => summary.getText().includes('The file has changed since it was checked.'),
      90_000,
    );
  });

  it('is marked also where it is open, as long as nothing else marks it there', async () => {
    const rows = Array.from({ length: 12 }, (_, time) => JSON.stringify({ time, level: 'info' }));
    const uri = await datasetFile('log.jsonl', rows);
    await openFile(uri);
    await vscode.commands.executeCommand('finetune.checkFile', uri);
    await untilProblems(uri, (problems) => problems.length === 12);
    await vscode.commands.executeCommand('finetune.checkAsDataset');
    await untilProblems(uri, (problems) => problems.length === 12);
    await vscode.commands.executeCommand('finetune.stopChecking');
    await untilProblems(uri, (problems) => problems.length === 0);
  });
});
