import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, exampleRows, untilProblems } from './support.ts';

/** A file system with one file, which is on no disk. */
function oneFile(content: Uint8Array): vscode.FileSystemProvider {
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: content.length }),
    readFile: () => content,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}

describe('A dataset on a virtual file system', () => {
  const uri = vscode.Uri.parse('finetune-test-memory:/data/train.jsonl');
  let registration: vscode.Disposable;

  before(() => {
    const rows = [...exampleRows(11), '{"messages": 5}'].map((row) => `${row}\n`).join('');
    const provider = oneFile(new TextEncoder().encode(rows));
    registration = vscode.workspace.registerFileSystemProvider(uri.scheme, provider, { isReadonly: true });
  });
  after(() => registration.dispose());
  afterEach(cleanUp);

  it('is checked as one on disk', async () => {
    await vscode.commands.executeCommand('vscode.open', uri);
    await untilProblems(uri, (problems) => problems.includes('12:chat/messages-not-array 13-14'));
  });

  it('is not launched, and the sentence says why', async () => {
    const argument = { trainingFile: uri.toString(), model: 'baseline-1', confirm: false };
    await assert.rejects(
      async () => vscode.commands.executeCommand('finetune.launchJob', argument),
      /is not a file on disk/,
    );
  });
});
