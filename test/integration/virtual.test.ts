import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ScriptedService } from '../support/scriptedService.ts';
import { cleanUp, exampleRows, ownDiagnostics, set, until, untilProblems, words } from './support.ts';

/** Files that are on no disk, by path. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;
  readonly #files = new Map<string, Uint8Array>();
  /** What files are said to have instead of their bytes. */
  size: number | undefined;
  reads = 0;

  set(path: string, rows: readonly string[]): void {
    this.#files.set(path, new TextEncoder().encode(rows.map((row) => `${row}\n`).join('')));
  }

  #of({ path }: vscode.Uri): Uint8Array {
    const content = this.#files.get(path);
    if (!content) throw vscode.FileSystemError.FileNotFound(path);
    return content;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.size ?? this.#of(uri).length };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    this.reads++;
    return this.#of(uri);
  }
  watch = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  readDirectory = (): [] => [];
  createDirectory = (): never => refuse();
  writeFile = (): never => refuse();
  delete = (): never => refuse();
  rename = (): never => refuse();
}

const refuse = (): never => {
  throw vscode.FileSystemError.NoPermissions();
};

const scheme = 'finetune-test-memory';
const address = (path: string): vscode.Uri => vscode.Uri.from({ scheme, path });

describe('A dataset on a virtual file system', () => {
  const files = new MemoryFiles();
  let registration: vscode.Disposable;
  let service: ScriptedService;

  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly: true });
    service = await ScriptedService.start({ key: '' });
    const entry = { name: 'Virtual', kind: 'compatible', url: service.baseUrl, authentication: 'none' };
    await set('finetune.connections', [entry]);
    await set('finetune.launch.allowUnattended', true);
  });
  beforeEach(() => files.set('/data/train.jsonl', exampleRows(12)));
  afterEach(() => {
    files.size = undefined;
    return cleanUp();
  });
  after(async () => {
    await set('finetune.connections', undefined);
    await set('finetune.launch.allowUnattended', undefined);
    await service.stop();
    registration.dispose();
  });

  const launch = async (argument: Record<string, unknown>): Promise<unknown> =>
    vscode.commands.executeCommand('finetune.launchJob', {
      model: 'm-1',
      connection: 'Virtual',
      confirm: false,
      ...argument,
    });

  it('is checked as one on disk', async () => {
    files.set('/data/broken.jsonl', [...exampleRows(11), '{"messages": 5}']);
    const uri = address('/data/broken.jsonl');
    await vscode.commands.executeCommand('vscode.open', uri);
    await untilProblems(uri, (problems) => problems.includes('12:chat/messages-not-array 13-14'));
    await assert.rejects(launch({ trainingFile: uri.toString() }), /broken\.jsonl has 1 error, the first in line 12/);
  });

  it('is launched: its bytes are what the service gets, and what it says against them is marked', async () => {
    const [training, validation] = [address('/data/train.jsonl'), address('/data/validation.jsonl')];
    files.set('/data/validation.jsonl', exampleRows(21).slice(11));
    const id = String(await launch({ trainingFile: training.toString(), validationFile: validation.toString() }));
    const [sent] = Array.from(service.state.files.values(), ({ content }) => String(content));
    assert.equal(
      sent,
      exampleRows(12)
        .map((row) => `${row}\n`)
        .join(''),
    );
    const found = ownDiagnostics(validation).map((problem) => words(problem).split(' ')[0]);
    assert.deepEqual(found, ['1:file/train-validation-overlap']);
    const message = 'Invalid file format. Example 3, message 1 is odd.';
    service.state.setJob(id, { status: 'failed', error: { code: 'invalid_training_file', message } });
    await vscode.commands.executeCommand('finetune.refreshJobs');
    const isMarked = (): boolean => ownDiagnostics(training).some(({ message }) => message.includes('Example 3'));
    await until('the mark', vscode.languages.onDidChangeDiagnostics, isMarked, 60_000);
  });

  it('is launched from a job file beside it', async () => {
    files.set('/data/job.finetune.json', [
      JSON.stringify({ connection: 'Virtual', request: { model: 'm-2', training_file: 'train.jsonl' } }),
    ]);
    const jobFile = address('/data/job.finetune.json').toString();
    // Nobody can be asked here whether a file from outside the workspace may be sent.
    await assert.rejects(launch({ jobFile }), /train\.jsonl is outside the workspace/);
  });

  it('is not read, and not launched, where it has more than 50 MB', async () => {
    files.size = 50 * 1024 * 1024 + 1;
    files.reads = 0;
    const trainingFile = address('/data/train.jsonl').toString();
    await assert.rejects(
      launch({ trainingFile }),
      /train\.jsonl is not on a disk of this machine and has more than 50 MB/,
    );
    assert.equal(files.reads, 0);
  });

  it('is told where it is not there', async () => {
    await assert.rejects(
      launch({ trainingFile: address('/data/gone.jsonl').toString() }),
      /There is no file .*gone\.jsonl/,
    );
  });
});
