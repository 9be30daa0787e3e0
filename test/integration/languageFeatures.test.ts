import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, datasetFile, exampleRow, exampleRows, openFile, until, untilProblems } from './support.ts';
import { readFile, stat } from 'node:fs/promises';

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

  it('show the picture behind a data URL, from a file that only its owner reads', async () => {
    const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const url = { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } };
    const row = JSON.stringify({
      messages: [
        { role: 'user', content: [url] },
        { role: 'assistant', content: 'Red.' },
      ],
    });
    const document = await openDataset('picture.jsonl', [row, ...exampleRows(10)]);
    const [, path] = /!\[.*\]\((.*)\|width=1\)/.exec(await hoverOn(document, 0, 'data:image')) ?? [];
    assert.ok(path, 'no picture');
    const { fsPath } = vscode.Uri.parse(path);
    assert.equal((await readFile(fsPath)).toString('base64'), picture);
    if (process.platform !== 'win32') assert.equal((await stat(fsPath)).mode & 0o077, 0);
  });

  it('show text of the dataset as it stands, never as Markdown', async () => {
    const message = { role: '![x](https://example.com/x.png)', content: 'Hi' };
    const row = JSON.stringify({ messages: [message, { role: 'assistant', content: 'Hello.' }] });
    const document = await openDataset('markdown.jsonl', [row, ...exampleRows(10)]);
    const position = new vscode.Position(0, 0);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const [content] = hover?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString);
    assert.match(content.value, /\\!\\\[x\\\]/);
    assert.equal(content.supportHtml ?? false, false);
    assert.equal(content.isTrusted ?? false, false);
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

describe('Token hints', () => {
  afterEach(cleanUp);

  /** Texts of the hints of these lines, `LINE:TOKENS`, once `isRight`. */
  const hintsOf = async (
    document: vscode.TextDocument,
    [first, last]: readonly [number, number],
    isRight: (hints: readonly string[]) => boolean,
  ): Promise<readonly string[]> => {
    let seen: readonly string[] = [];
    const ask = async (): Promise<void> => {
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(first, 0, last, 0),
      );
      seen = hints.map(
        ({ position, label }) => `${position.line}:${typeof label === 'string' ? label.replace(/\D/g, '') : ''}`,
      );
    };
    await ask();
    return until(
      'the hints',
      (listener) => {
        const timer = setInterval(() => {
          ask().then(listener, listener);
        }, 50);
        return { dispose: () => clearInterval(timer) };
      },
      () => isRight(seen) && seen,
    );
  };

  it('tell the tokens of the examples that were asked for, and follow edits', async () => {
    const document = await openDataset('tokens.jsonl', exampleRows(11));
    const before = await hintsOf(document, [2, 4], (hints) => hints.length > 0);
    assert.deepEqual(before, ['2:24', '3:24', '4:24']);
    const editor = await vscode.window.showTextDocument(document);
    const column = document.lineAt(3).text.indexOf('What');
    await editor.edit((edit) => edit.insert(new vscode.Position(3, column), 'Hello '));
    await hintsOf(document, [2, 4], (hints) => hints.join() === '2:24,3:25,4:24');
  });

  it('are not shown where a person has switched them off', async () => {
    const settings = vscode.workspace.getConfiguration('finetune.dataset');
    const document = await openDataset('off.jsonl', exampleRows(11));
    await hintsOf(document, [0, 1], (hints) => hints.length > 0);
    try {
      await settings.update('tokenHints', false, vscode.ConfigurationTarget.Global);
      await hintsOf(document, [0, 1], (hints) => hints.length === 0);
    } finally {
      await settings.update('tokenHints', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('are part of the hover on the example', async () => {
    const document = await openDataset('hovertokens.jsonl', exampleRows(11));
    await hintsOf(document, [0, 0], (hints) => hints.length > 0);
    assert.match(await hoverOn(document, 0, '{'), /24 tokens/);
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

  it('lists no lines of an array as examples', async () => {
    const examples = exampleRows(12).map((row): unknown => JSON.parse(row));
    const uri = await datasetFile('array.jsonl', [JSON.stringify(examples, undefined, 2)]);
    const { document } = await openFile(uri);
    await untilProblems(uri, (problems) => problems.join() === '1:json/array-file 0-1');
    assert.deepEqual(await symbolsOf(document), []);
  });

  it('has 5,000 entries of 33,000 examples, soon', async () => {
    const uri = await datasetFile('long.jsonl', exampleRows(33_000));
    const { document } = await openFile(uri);
    const start = performance.now();
    assert.equal((await symbolsOf(document)).length, 5000);
    console.log(`    outline of 33,000 rows while they are first read: ${(performance.now() - start).toFixed(0)} ms`);
  });

  it('is empty for a file that is no dataset, until a person has it checked', async () => {
    const { document } = await openFile(await datasetFile('log.jsonl', log));
    assert.deepEqual(await symbolsOf(document), []);
    await vscode.commands.executeCommand('finetune.checkAsDataset');
    await untilProblems(document.uri, (problems) => problems.length > 0);
    assert.equal((await symbolsOf(document)).length, log.length);
    await vscode.commands.executeCommand('finetune.stopChecking');
    await untilProblems(document.uri, (problems) => problems.length === 0);
    assert.deepEqual(await symbolsOf(document), []);
  });
});
