import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import {
  actionsAt,
  cleanUp,
  datasetFile,
  exampleRow,
  exampleRows,
  offersFor,
  openFile,
  ownDiagnostics,
  untilProblems,
} from './support.ts';

const extension = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('finetune');

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, `no edit in ${action?.title}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

/** Opens a file with these rows once its problems are marked. */
async function opened(rows: readonly string[]): Promise<vscode.TextDocument> {
  const uri = await datasetFile('fixes.jsonl', rows);
  const { document } = await openFile(uri);
  await untilProblems(uri, (problems) => problems.length > 0);
  return document;
}

const untilClean = (document: vscode.TextDocument): Promise<void> =>
  untilProblems(document.uri, (problems) => problems.length === 0);

describe('Quick fixes', () => {
  afterEach(cleanUp);

  it('repair the comma in row 12 and the role in row 31 of the sample', async () => {
    assert.ok(extension);
    const sample = vscode.Uri.joinPath(extension.extensionUri, 'media', 'sample', 'train.jsonl');
    const rows = (await vscode.workspace.openTextDocument(sample)).getText().split('\n').slice(0, -1);
    const document = await opened(rows);

    const [comma] = await offersFor(document, 'json/missing-comma');
    assert.equal(comma?.title, 'Add the comma');
    assert.equal(comma.isPreferred, true);
    await apply(comma);
    assert.equal(document.lineAt(11).text, rows[11]?.replace('"user" "content"', '"user", "content"'));

    const [role] = await offersFor(document, 'chat/invalid-role');
    assert.equal(role?.title, 'Replace with "user"');
    await apply(role);
    assert.equal(document.lineAt(30).text, rows[30]?.replace('"human"', '"user"'));
    await untilProblems(document.uri, (problems) => problems.length === 1);
  });

  it('turn an array into JSONL', async () => {
    const document = await opened(['[', ...exampleRows(12).map((row, i) => `  ${row}${i < 11 ? ',' : ''}`), ']']);
    const [convert] = await offersFor(document, 'json/array-file');
    assert.equal(convert?.title, 'Convert the array to JSONL');
    await apply(convert);
    assert.deepEqual(document.getText().split('\n'), [...exampleRows(12), '']);
    await untilClean(document);
  });

  it('put pretty-printed examples on one line each, all of them at once', async () => {
    const pretty = exampleRows(12).map((row) => JSON.stringify(JSON.parse(row), null, 2));
    const document = await opened(pretty);
    const offers = await offersFor(document, 'json/pretty-printed');
    assert.deepEqual(
      offers.map(({ title }) => title),
      ['Put the example on one line', 'Fix all json/pretty-printed in this file'],
    );
    await apply(offers[1]);
    assert.equal(document.lineCount, 13);
    assert.deepEqual(
      document
        .getText()
        .trimEnd()
        .split('\n')
        .map((row) => JSON.stringify(JSON.parse(row))),
      exampleRows(12),
    );
    await untilClean(document);
  });

  it('convert what Python prints', async () => {
    const python =
      "{'messages': [{'role': 'user', 'content': 'It\\'s?'}, {'role': 'assistant', 'content': \"It's\", 'weight': None}]}";
    const document = await opened([...exampleRows(11), python]);
    const [convert] = await offersFor(document, 'json/single-quotes');
    await apply(convert);
    assert.deepEqual(JSON.parse(document.lineAt(11).text), {
      messages: [
        { role: 'user', content: "It's?" },
        { role: 'assistant', content: "It's", weight: null },
      ],
    });
    await untilClean(document);
  });

  it('fix all that is safe, on save as well: every problem, not only the thousand that are shown', async () => {
    const rows = Array.from({ length: 2600 }, (_, i) => exampleRow(`What is ${i}?`, `It is ${i}.`));
    const broken = rows.map((row, i) =>
      i % 5 === 0 ? row.replace('"user"', '"human"') : i % 5 === 1 ? `${row},` : row,
    );
    const document = await opened(broken);
    assert.ok(ownDiagnostics(document.uri).length <= 1001);
    const { uri } = document;
    const settings = vscode.workspace.getConfiguration('editor', uri);
    await settings.update('codeActionsOnSave', { [fixAllKind.value]: 'always' }, vscode.ConfigurationTarget.Global);
    try {
      // A change makes the document dirty, so that there is something to save.
      const change = new vscode.WorkspaceEdit();
      change.replace(uri, new vscode.Range(0, 0, 0, 1), ' {');
      await vscode.workspace.applyEdit(change);
      assert.ok(await document.save());
    } finally {
      await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.deepEqual(document.getText().split('\n'), [` ${rows[0]}`, ...rows.slice(1), '']);
    await untilClean(document);
  });

  it('fix all of one rule and nothing of another', async () => {
    const rows = exampleRows(12);
    const document = await opened(rows.map((row, i) => (i % 2 ? `${row},` : row.replace('"user"', '"human"'))));
    const offers = await offersFor(document, 'chat/invalid-role');
    await apply(offers.find(({ title }) => title === 'Fix all chat/invalid-role in this file'));
    assert.deepEqual(
      document.getText().split('\n').slice(0, 12),
      rows.map((row, i) => (i % 2 ? `${row},` : row)),
    );
  });

  it('see the newest text, also right after it changed', async () => {
    const document = await opened([...exampleRows(11), `${exampleRow('a', 'b')},`]);
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), `${exampleRow('c', 'd')},\n`);
    await vscode.workspace.applyEdit(change);
    const [action] = await actionsAt(document.uri, new vscode.Range(0, 0, 0, 0), fixAllKind);
    await apply(action);
    assert.deepEqual(document.getText().split('\n'), [
      exampleRow('c', 'd'),
      ...exampleRows(11),
      exampleRow('a', 'b'),
      '',
    ]);
  });

  it('delete blank lines up to the end of the file unasked, but no duplicates', async () => {
    const rows = exampleRows(11);
    const document = await opened([...rows, rows[0] ?? '', '', '']);
    const [action] = await actionsAt(document.uri, new vscode.Range(0, 0, 0, 0), fixAllKind);
    await apply(action);
    assert.deepEqual(document.getText().split('\n'), [...rows, rows[0], '']);
  });

  it('put a local image into the row', async () => {
    const image = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
    const content = [{ type: 'image_url', image_url: { url: 'pictures/a b.png' } }];
    const answer = { role: 'assistant', content: 'A cat.' };
    const document = await opened([
      ...exampleRows(11),
      JSON.stringify({ messages: [{ role: 'user', content }, answer] }),
    ]);
    const missing = await offersFor(document, 'vision/invalid-url');
    assert.deepEqual(missing, []);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(document.uri, '..', 'pictures', 'a b.png'), image);
    const [inline] = await offersFor(document, 'vision/invalid-url');
    await apply(inline);
    assert.ok(
      document.lineAt(11).text.includes(`{"url":"data:image/png;base64,${Buffer.from(image).toString('base64')}"}`),
    );
    await untilClean(document);
  });

  it('fetch an image that only this machine can reach', async () => {
    const image = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
    const server = createServer((request, response) => {
      if (request.url === '/a.png') response.end(image);
      else response.writeHead(302, { location: '/a.png' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const rowWith = (path: string): string => {
        const content = [{ type: 'image_url', image_url: { url: `http://127.0.0.1:${port}${path}` } }];
        return JSON.stringify({
          messages: [
            { role: 'user', content },
            { role: 'assistant', content: 'A cat.' },
          ],
        });
      };
      const document = await opened([...exampleRows(11), rowWith('/a.png')]);
      const [fetched] = await offersFor(document, 'vision/inaccessible-url');
      assert.equal(fetched?.title, 'Fetch the image and put it into the row');
      await apply(fetched);
      const url = `data:image/png;base64,${Buffer.from(image).toString('base64')}`;
      assert.ok(document.lineAt(11).text.includes(JSON.stringify(url)));
      await untilClean(document);
      const redirected = await opened([...exampleRows(11), rowWith('/moved.png')]);
      const [refused] = await offersFor(redirected, 'vision/inaccessible-url');
      assert.ok(refused);
      assert.equal(refused.edit, undefined);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('keep the line breaks of the file', async () => {
    const rows = exampleRows(12);
    const [first = '', second = '', ...others] = rows;
    const document = await opened([first + second, ...others.map((row) => `${row},`)].map((row) => `${row}\r`));
    const [action] = await actionsAt(document.uri, new vscode.Range(0, 0, 0, 0), fixAllKind);
    await apply(action);
    assert.deepEqual(document.getText(), rows.map((row) => `${row}\r\n`).join(''));
  });
});
