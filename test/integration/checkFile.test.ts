import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import * as vscode from 'vscode';
import { cleanUp, exampleRow, ownDiagnostics, temporaryFolder, untilProblems, words } from './support.ts';

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

describe('A file above 50 MB', () => {
  afterEach(cleanUp);

  it('is checked from disk: its problems are listed, and a summary tells the figures', async function () {
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
});
