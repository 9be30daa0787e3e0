import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createRandom } from '../../src/engines/baseline/random.ts';
import {
  cleanUp,
  datasetFile,
  exampleRow,
  exampleRows,
  openFile,
  ownDiagnostics,
  untilProblems,
  words,
} from './support.ts';

const sample = vscode.extensions.getExtension('finetune-workbench.finetune-workbench');

describe('Diagnostics', () => {
  afterEach(cleanUp);

  it('mark the three broken rows of the sample, each where it is wrong, and nothing else', async () => {
    assert.ok(sample);
    const uri = vscode.Uri.joinPath(sample.extensionUri, 'media', 'sample', 'train.jsonl');
    await openFile(uri);
    await untilProblems(uri, (problems) => problems.length > 0);
    const lines = (await vscode.workspace.openTextDocument(uri)).getText().split('\n');
    const marked = ownDiagnostics(uri).map(({ range }) =>
      lines[range.start.line]?.slice(range.start.character, range.end.character),
    );
    assert.deepEqual(
      ownDiagnostics(uri)
        .map(words)
        .map((problem) => problem.split(' ')[0]),
      ['12:json/missing-comma', '31:chat/invalid-role', '57:chat/missing-assistant'],
    );
    assert.deepEqual(marked, ['"', '"human"', '"messages"']);
  });

  it('follow typing: a mark appears with the mistake and goes with it', async () => {
    const uri = await datasetFile('typed.jsonl', exampleRows(12));
    const editor = await openFile(uri);
    await editor.edit((edit) => edit.delete(new vscode.Range(4, 0, 4, 1)));
    await untilProblems(uri, (problems) => problems.some((problem) => problem.startsWith('5:')));
    await editor.edit((edit) => edit.insert(new vscode.Position(4, 0), '{'));
    await untilProblems(uri, (problems) => problems.length === 0);
  });

  it('move with their rows when a line is put in above', async () => {
    const rows = exampleRows(12);
    const uri = await datasetFile('moved.jsonl', [...rows.slice(0, 11), '{"messages": 5}']);
    const editor = await openFile(uri);
    await untilProblems(uri, (problems) => problems.join() === '12:chat/messages-not-array 13-14');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${rows[11]}\n`));
    await untilProblems(uri, (problems) => problems.join() === '13:chat/messages-not-array 13-14');
  });

  it('are those of the text, whatever was typed, pasted and undone while it was being checked', async () => {
    const uri = await datasetFile('edited.jsonl', exampleRows(200));
    const editor = await openFile(uri);
    const { document } = editor;
    const random = createRandom(7);
    const pick = (count: number): number => Math.floor(random() * count);
    const pieces = ['{', '}', '\n', '"', ',', '\n\n', '[', ` ${exampleRow('Why?', 'So.')}\n{"messages": 5}\n`];
    for (let step = 0; step < 24; step++) {
      const start = document.validatePosition(new vscode.Position(pick(document.lineCount), pick(90)));
      const end = document.validatePosition(start.translate(pick(3), pick(9)));
      const piece = pieces[pick(pieces.length)] ?? '';
      if (step % 6 === 5) await vscode.commands.executeCommand(pick(3) > 0 ? 'undo' : 'redo');
      else await editor.edit((edit) => edit.replace(new vscode.Range(start, end), piece));
      if (step === 12) await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    }
    const fresh = vscode.Uri.joinPath(uri, '..', 'fresh.jsonl');
    await vscode.workspace.fs.writeFile(fresh, new TextEncoder().encode(document.getText()));
    await openFile(fresh);
    const edited = (): readonly string[] => ownDiagnostics(uri).map(words);
    await untilProblems(fresh, (found) => found.length > 2 && found.join() === edited().join());
  });

  it('are there once where the file is open twice and in a diff, and none are in the older side of that', async () => {
    const rows = [...exampleRows(11), '{"messages": 5}'];
    const uri = await datasetFile('twice.jsonl', rows);
    const older = vscode.Uri.from({ scheme: 'pr', path: '/twice.jsonl' });
    const provideTextDocumentContent = (): string => rows.join('\n');
    const provider = vscode.workspace.registerTextDocumentContentProvider('pr', { provideTextDocumentContent });
    try {
      await vscode.commands.executeCommand('vscode.diff', older, uri);
      for (const column of [vscode.ViewColumn.Two, vscode.ViewColumn.Three]) {
        await vscode.window.showTextDocument(uri, { viewColumn: column });
      }
      await untilProblems(uri, (problems) => problems.length === 1);
      // It was opened before the other one, and is open still.
      assert.ok(vscode.workspace.textDocuments.some((document) => document.uri.toString() === older.toString()));
      assert.deepEqual(ownDiagnostics(older), []);
    } finally {
      provider.dispose();
    }
  });

  it('link each rule to its explanation', async () => {
    const uri = await datasetFile('linked.jsonl', [...exampleRows(11), '{"messages": 5}']);
    await openFile(uri);
    await untilProblems(uri, (problems) => problems.length === 1);
    const code = ownDiagnostics(uri)[0]?.code;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    assert.equal(code.target.path, 'finetune.explainRule');
  });

  it('stay away from logs, batch files and evaluations, until a person asks for them', async () => {
    const log = Array.from({ length: 20 }, (_, i) => JSON.stringify({ time: i, level: 'info', text: 'started' }));
    const uri = await datasetFile('log.jsonl', log);
    await openFile(uri);
    const other = await datasetFile('other.jsonl', ['{"messages": 5}']);
    await openFile(other);
    // The log was opened first, so it has been looked at when the other one is.
    await untilProblems(other, (problems) => problems.length > 0);
    assert.deepEqual(ownDiagnostics(uri), []);
    await openFile(uri);
    await vscode.commands.executeCommand('finetune.checkAsDataset');
    await untilProblems(uri, (problems) => problems.some((problem) => problem.includes('format/unknown')));
    await vscode.commands.executeCommand('finetune.stopChecking');
    await untilProblems(uri, (problems) => problems.length === 0);
  });

  it('mark a file that a job file of the workspace names, whatever its rows look like', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const data = vscode.Uri.joinPath(folder.uri, 'named.jsonl');
    const jobFile = vscode.Uri.joinPath(folder.uri, 'named.finetune.json');
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    try {
      await vscode.workspace.fs.writeFile(data, bytes('{"level": "info"}\n'.repeat(12)));
      await openFile(data);
      await vscode.workspace.fs.writeFile(
        jobFile,
        bytes(JSON.stringify({ request: { training_file: 'named.jsonl' } })),
      );
      await untilProblems(data, (problems) => problems.some((problem) => problem.includes('format/unknown')));
    } finally {
      await vscode.workspace.fs.delete(data);
      await vscode.workspace.fs.delete(jobFile);
    }
  });

  it('mark a file that the setting finetune.dataset.files names', async () => {
    const settings = vscode.workspace.getConfiguration('finetune.dataset');
    const uri = await datasetFile(
      'listed.jsonl',
      Array.from({ length: 12 }, () => '{"level": "info"}'),
    );
    await openFile(uri);
    try {
      await settings.update('files', ['**/listed.jsonl'], vscode.ConfigurationTarget.Global);
      await untilProblems(uri, (problems) => problems.some((problem) => problem.includes('format/unknown')));
    } finally {
      await settings.update('files', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('work in a file that a person associates with plain JSON', async () => {
    const uri = await datasetFile('associated.jsonl', [...exampleRows(11), '{"messages": 5}']);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, 'json');
    await vscode.window.showTextDocument(document);
    await untilProblems(uri, (problems) => problems.includes('12:chat/messages-not-array 13-14'));
  });

  it('tell of an example with too many tokens, once they are counted, until it is shortened', async () => {
    const messages = [
      { role: 'user', content: 'one two '.repeat(40_000) },
      { role: 'assistant', content: 'Yes' },
    ];
    const uri = await datasetFile('long.jsonl', [...exampleRows(11), JSON.stringify({ messages })]);
    const editor = await openFile(uri);
    await untilProblems(uri, (problems) => problems.join() === '12:tokens/over-limit 1-11');
    await editor.edit((edit) => edit.delete(new vscode.Range(11, 1000, 11, 200_000)));
    await untilProblems(uri, (problems) => problems.length === 0);
  });

  it('go with a file that is renamed, with what a person said of it', async () => {
    const uri = await datasetFile('before.jsonl', Array<string>(12).fill('{"level": "info"}'));
    await openFile(uri);
    await vscode.commands.executeCommand('finetune.checkAsDataset');
    await untilProblems(uri, (problems) => problems.length > 0);
    const renamed = vscode.Uri.joinPath(uri, '..', 'after.jsonl');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uri, renamed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await untilProblems(renamed, (problems) => problems.some((problem) => problem.includes('format/unknown')));
    await untilProblems(uri, (problems) => problems.length === 0);
  });

  it('stay away from cells of notebooks', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '{"messages": 5}', 'jsonl');
    const { notebook } = await vscode.window.showNotebookDocument(
      await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell])),
    );
    const other = await datasetFile('other.jsonl', ['{"messages": 5}']);
    await openFile(other);
    await untilProblems(other, (problems) => problems.length > 0);
    assert.deepEqual(ownDiagnostics(notebook.cellAt(0).document.uri), []);
  });

  it('go when the file is closed', async () => {
    const uri = await datasetFile('closed.jsonl', ['{"messages": 5}']);
    // As from the Explorer: a document that an extension opened stays for minutes after its tab.
    await vscode.commands.executeCommand('vscode.open', uri);
    await untilProblems(uri, (problems) => problems.length > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilProblems(uri, (problems) => problems.length === 0);
  });
});
