import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, datasetFile, exampleRow, exampleRows, openFile, untilProblems } from './support.ts';

/** Opens a dataset of these rows, one good example more at its end, and waits until it is checked. */
async function openDataset(name: string, rows: readonly string[]): Promise<vscode.TextDocument> {
  const uri = await datasetFile(name, [...rows, '{"messages": 5}']);
  const { document } = await openFile(uri);
  await untilProblems(uri, (problems) => problems.some((problem) => problem.startsWith(`${rows.length + 1}:`)));
  return document;
}

/** Every hover of the text's first `text` in a row, as Markdown without its escapes. */
async function hoverOn(document: vscode.TextDocument, row: number, text: string): Promise<string> {
  const position = new vscode.Position(row, document.lineAt(row).text.indexOf(text));
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replaceAll('\\', '');
}

const log = Array.from({ length: 12 }, (_, i) => JSON.stringify({ time: i, role: 'user', messages_seen: 3 }));

describe('Hovers', () => {
  afterEach(cleanUp);

  it('tell what a key and a role mean, with limit and source', async () => {
    const document = await openDataset('hover.jsonl', exampleRows(11));
    const key = await hoverOn(document, 0, '"content"');
    assert.match(key, /a text, or a list of parts/);
    assert.match(key, /Limit/);
    assert.match(key, /Source/);
    assert.match(await hoverOn(document, 0, '"assistant"'), /this is learned/);
  });

  it('tell of the example at its first brace', async () => {
    const document = await openDataset('brace.jsonl', exampleRows(11));
    assert.match(await hoverOn(document, 3, '{'), /chat example[^]*user, assistant/);
  });

  it('say nothing in a file that is no dataset', async () => {
    const uri = await datasetFile('hovered.jsonl', log);
    const { document } = await openFile(uri);
    await openDataset('after.jsonl', exampleRows(11));
    assert.equal(await hoverOn(document, 0, '"role"'), '');
  });
});

describe('Completion', () => {
  afterEach(cleanUp);

  /** Labels of our suggestions at the end of the first `text` in a row; what VS Code adds itself is of another kind. */
  const suggestions = async (document: vscode.TextDocument, row: number, text: string): Promise<readonly string[]> => {
    const position = new vscode.Position(row, document.lineAt(row).text.indexOf(text) + text.length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };

  it('offers keys and roles inside quotes, and nothing else', async () => {
    const row = '{"messages": [{"role": "user", "content": "Hi"}, {"role": "", ""}]}';
    const document = await openDataset('typing.jsonl', [row, ...exampleRows(10)]);
    assert.deepEqual(await suggestions(document, 0, '"content": "'), []);
    assert.deepEqual(await suggestions(document, 0, 'content": "Hi"}, {"role": "'), [
      'assistant',
      'system',
      'user',
      'tool',
    ]);
    assert.ok((await suggestions(document, 0, '"role": "", "')).includes('content'));
  });

  it('offers whole examples on an empty line, and in a new file', async () => {
    const document = await openDataset('lines.jsonl', ['', ...exampleRows(10)]);
    assert.ok((await suggestions(document, 0, '')).includes('chat example'));
    const { document: fresh } = await openFile(await datasetFile('fresh.jsonl', []));
    assert.ok((await suggestions(fresh, 0, '')).includes('preference example'));
  });

  it('comes up inside strings while a person types', () => {
    const editor = vscode.workspace.getConfiguration('editor', { languageId: 'jsonl' });
    assert.deepEqual(editor.get('quickSuggestions'), { strings: 'on', comments: 'off', other: 'on' });
    assert.equal(editor.get('wordBasedSuggestions'), 'off');
  });

  it('offers nothing in a file that is no dataset', async () => {
    const { document } = await openFile(await datasetFile('log.jsonl', log));
    await openDataset('after.jsonl', exampleRows(11));
    assert.deepEqual(await suggestions(document, 0, '{"'), []);
  });
});

describe('The outline', () => {
  afterEach(cleanUp);

  const symbolsOf = async (document: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> =>
    (await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    )) ?? [];

  it('lists every example by its number and the first words of the user', async () => {
    const document = await openDataset('outline.jsonl', [
      exampleRow('How are\nyou today?', 'Fine.'),
      ...exampleRows(9),
    ]);
    const symbols = await symbolsOf(document);
    assert.equal(symbols.length, 11);
    assert.equal(symbols[0]?.name, '1 How are you today?');
    assert.equal(symbols[0]?.detail, 'user, assistant');
    assert.equal(symbols[9]?.range.start.line, 9);
  });

  it('has 5,000 entries of 33,000 examples, soon', async () => {
    const uri = await datasetFile('long.jsonl', exampleRows(33_000));
    const { document } = await openFile(uri);
    const start = performance.now();
    assert.equal((await symbolsOf(document)).length, 5000);
    console.log(`    outline of 33,000 rows while they are first read: ${(performance.now() - start).toFixed(0)} ms`);
  });

  it('is empty for a file that is no dataset', async () => {
    const { document } = await openFile(await datasetFile('log.jsonl', log));
    assert.deepEqual(await symbolsOf(document), []);
  });
});
