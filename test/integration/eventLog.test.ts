import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ScriptedService } from '../support/scriptedService.ts';
import { addJob, connectionTo } from './scripted.ts';
import { cleanUp, set, until, untilStatus } from './support.ts';

const patience = 55_000;
const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(command, argument);

const start = 1_770_000_000;

/** Another one for each test: VS Code keeps the document of an address for a while after it was closed. */
let jobId = 'ftjob-0';

/** `count` steps of a job that takes 400 for its two epochs, one a second. */
function addSteps(service: ScriptedService, count: number): void {
  const before = service.state.events.get(jobId)?.length ?? 0;
  for (let step = before + 1; step <= before + count; step++) {
    service.state.addEvent(jobId, {
      id: `e${step}`,
      created_at: start + step,
      level: step === 3 ? 'warn' : 'info',
      message: `Step ${step}/400: training loss=${(1 / step).toFixed(2)}`,
      type: 'metrics',
      data: { step, total_steps: 400 },
    });
  }
}

const linesOf = (document: vscode.TextDocument): readonly string[] => document.getText().split('\n').slice(0, -1);

/** Waits until the document is what it should be. */
async function untilText(
  document: vscode.TextDocument,
  what: string,
  isRight: (lines: readonly string[]) => boolean,
): Promise<void> {
  const onChange = (listener: () => void): vscode.Disposable => vscode.workspace.onDidChangeTextDocument(listener);
  try {
    await until(what, onChange, () => isRight(linesOf(document)), patience);
  } catch (error) {
    throw new Error(`The log is: ${document.getText().slice(0, 1000)}`, { cause: error });
  }
}

describe('The event log of a job', () => {
  let service: ScriptedService;

  before(async () => {
    service = await ScriptedService.start({ key: '' });
  });

  beforeEach(async () => {
    jobId = `ftjob-${Number(jobId.slice('ftjob-'.length)) + 1}`;
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } };
    addJob(service, jobId, { suffix: 'codes', method });
    await set('finetune.connections', [connectionTo('Acme', service)]);
    await set('finetune.launch.defaultConnection', 'Acme');
  });

  afterEach(cleanUp);

  after(async () => {
    await set('finetune.launch.defaultConnection', undefined);
    await set('finetune.connections', undefined);
    await service.stop();
  });

  /** Opens the log by its command. */
  async function open(): Promise<vscode.TextEditor> {
    await run('finetune.refreshJobs');
    await untilStatus(jobId, 'running');
    await run('finetune.showEvents', jobId);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    return editor;
  }

  /** Waits until this line is, or is not, on the screen. */
  const untilSeen = (editor: vscode.TextEditor, what: string, isSo: (lines: readonly number[]) => boolean) =>
    until(
      what,
      (listener) => vscode.window.onDidChangeTextEditorVisibleRanges(listener),
      () => isSo(editor.visibleRanges.flatMap(({ start: first, end: last }) => [first.line, last.line])),
      patience,
    );

  it('is in the order of time, read-only, in a language of its own, and says so when there is nothing yet', async () => {
    const { document } = await open();
    await untilText(document, 'the empty log', (lines) => lines.join() === 'No events yet.');
    assert.equal(document.languageId, 'finetune-events');
    addSteps(service, 3);
    await run('finetune.refreshJobs');
    await untilText(document, 'the events', (lines) => lines.length === 3);
    assert.deepEqual(linesOf(document), [
      '2026-02-02 02:40:01Z [info] Step 1/400: training loss=1.00',
      '2026-02-02 02:40:02Z [info] Step 2/400: training loss=0.50',
      '2026-02-02 02:40:03Z [warning] Step 3/400: training loss=0.33',
    ]);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(document.uri, new Uint8Array([65])));
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false);
  });

  it('grows by what is new, in its place, and leaves a selection where it is', async () => {
    addSteps(service, 5);
    const editor = await open();
    const { document } = editor;
    await untilText(document, 'five events', (lines) => lines.length === 5);
    editor.selection = new vscode.Selection(2, 4, 2, 9);
    const changes: vscode.TextDocumentContentChangeEvent[] = [];
    const listening = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === document) changes.push(...change.contentChanges);
    });
    const late = {
      id: 'late',
      created_at: start + 4,
      level: 'error',
      message: 'Late\nnews',
      type: 'message',
      data: {},
    };
    service.state.addEvent(jobId, late);
    await run('finetune.refreshJobs');
    await untilText(document, 'the late event', (lines) => lines.length === 7);
    listening.dispose();
    const lines = linesOf(document);
    assert.deepEqual(lines.slice(4, 6), ['2026-02-02 02:40:04Z [error] Late', '    news']);
    assert.match(lines[6] ?? '', /Step 5/);
    assert.ok(changes.every(({ range }) => range.start.line >= 4));
    assert.ok(editor.selection.isEqual(new vscode.Selection(2, 4, 2, 9)));
  });

  it('folds each epoch', async () => {
    addSteps(service, 400);
    const { document } = await open();
    await untilText(document, 'all events', (lines) => lines.length === 400);
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      ranges.map((range) => [range.start, range.end]),
      [
        [0, 199],
        [200, 399],
      ],
    );
  });

  it('is followed at its end, and not from anywhere else', async () => {
    addSteps(service, 200);
    const editor = await open();
    await untilText(editor.document, 'the first events', (lines) => lines.length === 200);
    await untilSeen(editor, 'the end', (lines) => lines.some((line) => line >= 199));
    addSteps(service, 100);
    await run('finetune.refreshJobs');
    await untilSeen(editor, 'the new end', (lines) => lines.some((line) => line >= 299));
    editor.revealRange(new vscode.Range(0, 0, 0, 0));
    await untilSeen(editor, 'the top', (lines) => lines.includes(0));
    addSteps(service, 100);
    await run('finetune.refreshJobs');
    await untilText(editor.document, 'the last events', (lines) => lines.length === 400);
    // Long enough for a scroll that should not come: another growth, seen whole.
    service.state.addEvent(jobId, { id: 'end', created_at: start + 500, level: 'info', message: 'End', type: 'x' });
    await run('finetune.refreshJobs');
    await untilText(editor.document, 'the end', (lines) => lines.length === 401);
    assert.equal(editor.visibleRanges[0]?.start.line, 0);
  });

  it('keeps the line that is read where it is when older events come above it, and new ones below', async () => {
    addSteps(service, 200);
    const editor = await open();
    const { document } = editor;
    await untilText(document, 'the first events', (lines) => lines.length === 200);
    await untilSeen(editor, 'the end', (lines) => lines.some((line) => line >= 199));
    editor.revealRange(new vscode.Range(100, 0, 100, 0), vscode.TextEditorRevealType.AtTop);
    const top = (): number => editor.visibleRanges[0]?.start.line ?? 0;
    await untilSeen(editor, 'a place in the middle', () => top() > 50 && top() < 150);
    const read = document.lineAt(top()).text;
    const isRead = (): boolean => document.lineAt(top()).text === read;
    const addOlder = (count: number): void => {
      for (let i = 0; i < count; i++) {
        const before = service.state.events.get(jobId)?.length ?? 0;
        const created_at = start - before;
        service.state.addEvent(jobId, { id: `o${before}`, created_at, level: 'info', message: 'Older', type: 'x' });
      }
    };
    addOlder(60);
    await run('finetune.refreshJobs');
    await untilText(document, 'older events', (lines) => lines.length === 260);
    await untilSeen(editor, 'the line, further down', isRead);
    addOlder(30);
    addSteps(service, 10);
    await run('finetune.refreshJobs');
    await untilText(document, 'older and newer events', (lines) => lines.length === 300);
    await untilSeen(editor, 'the line, further down again', isRead);
  });

  it('is found by its address alone, as after a reload, and stays when the job is no longer listed', async () => {
    addSteps(service, 2);
    const uri = vscode.Uri.from({
      scheme: 'finetune-events',
      path: '/fine-tuning-events/Acme/codes events.log',
      query: `connection=Acme&job=${jobId}`,
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilText(document, 'the events', (lines) => lines.length === 2 && /Step 2/.test(lines[1] ?? ''));
    await set('finetune.connections', []);
    const gone = 'This job is no longer listed by Acme.';
    await untilText(document, 'the farewell', (lines) => lines.length === 3 && lines[2] === gone);
  });

  it('says so where there is no such job', async () => {
    const uri = vscode.Uri.from({
      scheme: 'finetune-events',
      path: '/fine-tuning-events/Acme/x events.log',
      query: 'connection=Acme&job=ftjob-nowhere',
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilText(document, 'the sentence', (lines) => lines.join() === 'Acme lists no such job.');
  });
});
