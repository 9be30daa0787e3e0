import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { classicAzure, refusal, ScriptedService, type ScriptedOptions } from '../support/scriptedService.ts';
import { cleanUp, datasetFile, exampleRows, set, untilStatus, workbench } from './support.ts';

const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(command, argument);

/** What the key bindings of the jobs view pass to commands. */
const selected = { from: 'selection' };

/** Milliseconds: on a busy machine each try to select what is redrawn every second takes seconds. */
const patience = 200_000;

/** Selects all rows of the view and runs a command on them, as its key binding does. */
async function onAllRows(command: string): Promise<void> {
  await run('finetune.jobs.focus');
  // VS Code refuses to select rows that are being redrawn.
  const isSelected = await Promise.resolve(run('list.selectAll')).then(
    () => true,
    () => false,
  );
  if (!isSelected) return;
  let isOver = false;
  const done = Promise.resolve(run(command, selected)).finally(() => (isOver = true));
  // Where nothing is selected yet it asks for a job.
  for (;;) {
    await Promise.race([done, delay(300)]);
    if (isOver) break;
    await run('workbench.action.closeQuickOpen');
  }
  await done;
}

/** Ids of the jobs in the view, from top to bottom. */
async function shownJobs(): Promise<readonly string[]> {
  await vscode.env.clipboard.writeText('');
  await onAllRows('finetune.copyJobId');
  return (await vscode.env.clipboard.readText()).split('\n').filter(Boolean);
}

/** Waits until the view shows these jobs, in this order, and no others. */
async function untilShown(...ids: readonly string[]): Promise<void> {
  let shown: readonly string[] = [];
  for (const deadline = Date.now() + patience; shown.join() !== ids.join(); await delay(50)) {
    if (Date.now() > deadline) assert.deepEqual(shown, ids);
    shown = await shownJobs();
  }
}

describe('The jobs view', function () {
  this.timeout(300_000);
  const services: ScriptedService[] = [];
  let acme: ScriptedService;

  /** Adds a job that all filters of these tests let through by its model. */
  const add = (id: string, fields: Record<string, unknown> = {}): void => {
    const created_at = 1_780_000_000 - acme.state.jobs.length;
    const job = { id, object: 'fine_tuning.job', created_at, model: 'viewed-1', status: 'running', ...fields };
    acme.state.jobs.push(job);
  };
  const start = async (options: ScriptedOptions = { key: '' }): Promise<ScriptedService> => {
    const service = await ScriptedService.start(options);
    services.push(service);
    return service;
  };
  const look = async (): Promise<void> => {
    const connection = { name: 'Viewed', kind: 'compatible', url: acme.baseUrl, authentication: 'none' };
    await set('finetune.connections', [connection]);
    await set('finetune.launch.defaultConnection', 'Viewed');
    await run('finetune.refreshJobs');
  };

  beforeEach(async () => {
    acme = await start();
  });
  afterEach(async () => {
    await run('finetune.clearJobFilter');
    await run('finetune.groupJobs', 'none');
    await set('finetune.launch.defaultConnection', undefined);
    await set('finetune.launch.allowUnattended', undefined);
    await set('finetune.connections', undefined);
    for (const service of services.splice(0)) await service.stop();
    await cleanUp();
  });

  it('shows the jobs that pass the filter, newest first, and asks the service for those with metadata', async () => {
    for (let i = 0; i < 150; i++) {
      const metadata = i === 1 || i === 140 ? { team: 'blue' } : null;
      add(`ftjob-f${i}`, { metadata, status: i === 2 ? 'failed' : 'succeeded' });
    }
    await look();
    await run('finetune.filterJobs', 'model:viewed-1 status:failed');
    await untilShown('ftjob-f2');
    await run('finetune.filterJobs', 'model:viewed-1 team=blue');
    await untilShown('ftjob-f1', 'ftjob-f140');
    const asked = acme.requests.filter(({ url }) => decodeURIComponent(url).includes('metadata[team]=blue'));
    assert.equal(asked.length, 1);
    await run('finetune.filterJobs', 'F14 viewed');
    await untilShown('ftjob-f14', 'ftjob-f140');
  });

  it('loads older jobs when asked, and keeps them while it polls', async () => {
    for (let i = 0; i < 250; i++) add(`ftjob-m${i}`, { status: 'succeeded' });
    await look();
    await run('finetune.filterJobs', 'model:viewed-1 m249');
    await untilStatus('ftjob-m99', 'succeeded');
    await run('finetune.loadMoreJobs', 'Viewed');
    await untilShown('ftjob-m249');
    const after = acme.requests.map(({ url }) => new URL(url, 'http://viewed').searchParams.get('after'));
    assert.deepEqual(after.filter(Boolean), ['ftjob-m99', 'ftjob-m199']);
    const before = acme.count('GET /fine_tuning/jobs');
    add('ftjob-m249-late', { created_at: 1_790_000_000 });
    acme.state.jobs.unshift(...acme.state.jobs.splice(-1));
    await run('finetune.refreshJobs');
    await untilShown('ftjob-m249-late', 'ftjob-m249');
    assert.ok(acme.count('GET /fine_tuning/jobs') > before);
  });

  it('puts jobs together by status and by dataset, and pinned ones before all', async () => {
    add('ftjob-g1', { status: 'succeeded', training_file: 'file-b' });
    add('ftjob-g2', { status: 'polishing', training_file: 'file-a' });
    add('ftjob-g3', { status: 'running', training_file: 'file-b' });
    await look();
    await run('finetune.filterJobs', 'model:viewed-1');
    await untilShown('ftjob-g1', 'ftjob-g2', 'ftjob-g3');
    await run('finetune.groupJobs', 'status');
    await untilShown('ftjob-g3', 'ftjob-g2', 'ftjob-g1');
    acme.state.setJob('ftjob-g3', { status: 'failed' });
    await run('finetune.refreshJobs');
    await untilShown('ftjob-g2', 'ftjob-g3', 'ftjob-g1');
    await run('finetune.groupJobs', 'dataset');
    await untilShown('ftjob-g1', 'ftjob-g3', 'ftjob-g2');
    await run('finetune.pinJob', 'ftjob-g2');
    await untilShown('ftjob-g2', 'ftjob-g1', 'ftjob-g3');
    const { serverDataFolder } = await workbench();
    assert.equal((await readdir(join(serverDataFolder, '..', 'pins'))).length, 1);
    await run('finetune.unpinJob', 'ftjob-g2');
    await untilShown('ftjob-g1', 'ftjob-g3', 'ftjob-g2');
    assert.deepEqual(await readdir(join(serverDataFolder, '..', 'pins')), []);
  });

  it('steers what is selected, several jobs at once', async () => {
    add('ftjob-s1');
    add('ftjob-s2');
    await look();
    await run('finetune.filterJobs', 'model:viewed-1');
    await untilShown('ftjob-s1', 'ftjob-s2');
    const isCancelled = (): boolean => acme.state.jobs.every(({ status }) => status === 'cancelled');
    for (const deadline = Date.now() + patience; !isCancelled(); await delay(50)) {
      assert.ok(Date.now() < deadline, 'the jobs are not cancelled');
      await onAllRows('finetune.cancelJob');
    }
    await untilStatus('ftjob-s1', 'cancelled');
    await untilStatus('ftjob-s2', 'cancelled');
  });

  it('tells what the service says of "not now", and forgets what it cannot do at all', async () => {
    add('ftjob-r1');
    await look();
    await untilStatus('ftjob-r1', 'running');
    const busy = refusal(409, 'Step 3 is being written.');
    acme.next('POST /fine_tuning/jobs/*/pause', { type: 'answer', ...busy });
    await assert.rejects(
      async () => run('finetune.pauseJob', 'ftjob-r1'),
      /cannot do this now: Step 3 is being written/,
    );
    acme.always('POST /fine_tuning/jobs/*/pause', { type: 'answer', ...refusal(405, 'No.') });
    for (let i = 0; i < 2; i++)
      await assert.rejects(async () => run('finetune.pauseJob', 'ftjob-r1'), /cannot do this\./);
    assert.equal(acme.count('POST /fine_tuning/jobs/*/pause'), 2);
  });

  it('deletes a model whose name is typed, and a file', async () => {
    const model = 'ft:viewed-1:acme:codes:1';
    acme.state.models.push({ id: model, object: 'model' });
    acme.state.files.set('file-d', { id: 'file-d', object: 'file', filename: 'd.jsonl', bytes: 3, looks: 0 });
    add('ftjob-d1', { status: 'succeeded', fine_tuned_model: model, training_file: 'file-d' });
    await look();
    const argument = { model, connection: 'Viewed' };
    await assert.rejects(async () => run('finetune.deleteModel', { ...argument, confirm: 'codes' }), /not the name/);
    assert.equal(acme.count('DELETE /models/*'), 0);
    await run('finetune.deleteModel', { ...argument, confirm: model });
    assert.equal(
      acme.state.models.some(({ id }) => id === model),
      false,
    );
    await run('finetune.deleteFile', { file: 'file-d', connection: 'Viewed', confirm: true });
    assert.equal(acme.state.files.size, 0);
    await assert.rejects(
      async () => run('finetune.deleteFile', { file: 'file-d', connection: 'Viewed', confirm: true }),
      /No such File object: file-d/,
    );
  });

  it('does what is chosen on a row while the view learns of a deletion', async () => {
    acme.state.files.set('file-r', { id: 'file-r', object: 'file', filename: 'r.jsonl', bytes: 3, looks: 0 });
    add('ftjob-r1', { status: 'succeeded', training_file: 'file-r' });
    await look();
    await run('finetune.filterJobs', 'model:viewed-1');
    await untilShown('ftjob-r1');
    // As VS Code's window names the row to the extension.
    const row = { $treeViewId: 'finetune.jobs', $treeItemHandle: '1/Viewed/ftjob-r1' };
    const copyFromRow = async (): Promise<string> => {
      await vscode.env.clipboard.writeText('');
      const copied = run('runCommands', { commands: [{ command: 'finetune.copyJobId', args: row }] });
      await Promise.race([copied, delay(2000)]);
      return vscode.env.clipboard.readText();
    };
    // VS Code draws what has changed a moment later; the filter is to be drawn before the deletion.
    for (let calmSince = Date.now(); Date.now() < calmSince + 500;) {
      if ((await copyFromRow()) !== 'ftjob-r1') calmSince = Date.now();
    }
    await run('finetune.deleteFile', { file: 'file-r', connection: 'Viewed', confirm: true });
    for (const end = Date.now() + 1000; Date.now() < end;) assert.equal(await copyFromRow(), 'ftjob-r1');
  });

  it('opens what was uploaded, of a large file its first whole lines, and results in plain', async () => {
    const put = (id: string, filename: string, text: string): void => {
      const content = Buffer.from(text);
      acme.state.files.set(id, { id, object: 'file', filename, looks: 0, content });
    };
    const row = `${JSON.stringify({ text: 'y'.repeat(100_000) })}\n`;
    put('file-small', 'small.jsonl', 'one\ntwo\n');
    put('file-large', 'large.jsonl', row.repeat(60));
    put('file-result', 'results.csv', Buffer.from('step,train_loss\n1,0.5\n').toString('base64'));
    await look();
    const open = async (file: string): Promise<vscode.TextDocument> => {
      await run('finetune.openFileContent', { file, connection: 'Viewed' });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'finetune-uploaded');
      return document;
    };
    const small = await open('file-small');
    assert.equal(small.getText(), 'one\ntwo\n');
    assert.equal(small.uri.path, '/small.jsonl');
    const large = await open('file-large');
    assert.equal(large.uri.path, '/start of large.jsonl');
    assert.equal(large.getText(), row.repeat(Math.floor(5_000_000 / row.length)));
    assert.equal((await open('file-result')).getText(), 'step,train_loss\n1,0.5\n');
  });

  it('copies a job as code that names its service as the connection does', async () => {
    const { apiVersion } = classicAzure;
    const azure = await start({ ...classicAzure, key: '' });
    azure.state.jobs.push({ id: 'ftjob-c1', object: 'fine_tuning.job', created_at: 1, model: 'm', status: 'running' });
    await set('finetune.connections', [
      { name: 'Azure', kind: 'azure', url: azure.baseUrl, apiVersion, authentication: 'none' },
      { name: 'Viewed', kind: 'compatible', url: acme.baseUrl, authentication: 'none' },
    ]);
    add('ftjob-c2', { status: 'succeeded', fine_tuned_model: 'ft:viewed-1:acme:codes:1', training_file: 'file-c' });
    const copied = async (argument: Record<string, unknown>): Promise<string> => {
      const code = await run('finetune.copyAsCode', argument);
      assert.equal(await vscode.env.clipboard.readText(), code);
      return String(code);
    };
    const ask = await copied({ job: 'ftjob-c2', connection: 'Viewed', language: 'python', task: 'ask' });
    assert.match(ask, /model="ft:viewed-1:acme:codes:1"/);
    assert.ok(ask.includes(`base_url="${acme.baseUrl}"`));
    const again = await copied({ job: 'ftjob-c2', connection: 'Viewed', language: 'node', task: 'launch' });
    assert.match(again, /"training_file": "file-c"/);
    const watch = await copied({ job: 'ftjob-c1', connection: 'Azure', language: 'curl', task: 'watch' });
    assert.ok(watch.includes(`${azure.baseUrl}/fine_tuning/jobs/ftjob-c1?api-version=${apiVersion}`), watch);
  });

  it('opens the line of the local file that a service found fault with', async () => {
    await look();
    await set('finetune.launch.allowUnattended', true);
    const uri = await datasetFile('train.jsonl', exampleRows(12));
    const argument = { trainingFile: uri.fsPath, model: 'm-1', connection: 'Viewed', confirm: false };
    const id = String(await run('finetune.launchJob', argument));
    await assert.rejects(async () => run('finetune.showFailureLine', id), /names no line/);
    const message = 'Invalid file format. Example 3, message 1 is odd.';
    acme.state.setJob(id, { status: 'failed', error: { code: 'invalid_training_file', message } });
    await run('finetune.refreshJobs');
    await untilStatus(id, 'failed');
    await run('finetune.showFailureLine', id);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, uri.fsPath);
    assert.equal(editor?.selection.start.line, 2);
  });
});
