import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ScriptedService, type ScriptedOptions } from '../support/scriptedService.ts';
import { addJob, connectionTo } from './scripted.ts';
import {
  cleanUp,
  datasetFile,
  exampleRows,
  openFile,
  ownDiagnostics,
  set,
  until,
  untilStatus,
  words,
  workbench,
} from './support.ts';

const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(command, argument);

/** Does something again and again until it has had its effect. */
async function doUntil(what: string, isDone: () => boolean, act: () => Thenable<unknown>): Promise<void> {
  for (let tries = 0; !isDone(); tries++) {
    assert.ok(tries < 300, `Not seen: ${what}`);
    await act();
    await delay(50);
  }
}

const accept = (): Thenable<unknown> => run('workbench.action.acceptSelectedQuickOpenItem');

describe('Connections', () => {
  const services: ScriptedService[] = [];
  const start = async (options?: ScriptedOptions): Promise<ScriptedService> => {
    const service = await ScriptedService.start(options);
    services.push(service);
    return service;
  };
  afterEach(async () => {
    delete process.env['OPENAI_API_KEY'];
    await set('finetune.launch.defaultConnection', undefined);
    await set('finetune.launch.allowUnattended', undefined);
    await set('finetune.connections', undefined);
    for (const service of services.splice(0)) await service.stop();
    await cleanUp();
  });

  it('show the jobs of each service, steer them there, and forget them with the connection', async () => {
    const [acme, other] = [await start({ key: '' }), await start({ key: '' })];
    addJob(acme, 'ftjob-acme');
    addJob(other, 'ftjob-other');
    await set('finetune.connections', [connectionTo('Acme', acme), connectionTo('Other', other)]);
    await set('finetune.launch.defaultConnection', 'Acme');
    await run('finetune.refreshJobs');
    await untilStatus('ftjob-acme', 'running');
    await untilStatus('ftjob-other', 'running');
    await run('finetune.cancelJob', 'ftjob-other');
    await untilStatus('ftjob-other', 'cancelled');
    assert.equal(acme.count('POST /fine_tuning/jobs/ftjob-other/cancel'), 0);
    await set('finetune.connections', [connectionTo('Acme', acme)]);
    const api = await workbench();
    await doUntil(
      'the job of the other is gone',
      () => api.jobStatus('ftjob-other') === undefined,
      () => delay(10),
    );
    assert.equal(api.jobStatus('ftjob-acme'), 'running');
  });

  it('take a key from the environment with consent, keep it in the secret storage only, and send it nowhere else', async () => {
    const key = `sk-integration-${'k'.repeat(24)}`;
    const [acme, elsewhere] = [await start({ key }), await start({ key })];
    addJob(acme, 'ftjob-keyed');
    process.env['OPENAI_API_KEY'] = key;
    await set('finetune.connections', [{ name: 'Keyed', kind: 'openai', url: acme.baseUrl }]);
    await set('finetune.launch.defaultConnection', 'Keyed');
    const api = await workbench();
    const done = run('finetune.enterKey', 'Keyed');
    await doUntil('the job behind the key', () => api.jobStatus('ftjob-keyed') !== undefined, accept);
    await done;
    // A wrong key is told, and tells nothing.
    const body = { error: { message: `Incorrect API key provided: ${key}` } };
    acme.always('GET /fine_tuning/jobs', { type: 'answer', status: 401, body });
    acme.always('POST /fine_tuning/jobs/*/cancel', { type: 'answer', status: 400, body });
    await assert.rejects(
      async () => run('finetune.cancelJob', 'ftjob-keyed'),
      ({ message }: Error) => /Keyed \(127.*Incorrect API key/.test(message) && !message.includes(key),
    );
    const before = acme.count('GET /fine_tuning/jobs');
    await doUntil(
      'a refused look',
      () => acme.count('GET /fine_tuning/jobs') > before,
      () => run('finetune.refreshJobs'),
    );
    // The same name at another address is another place: it is not told the key.
    await set('finetune.connections', [{ name: 'Keyed', kind: 'openai', url: elsewhere.baseUrl }]);
    delete process.env['OPENAI_API_KEY'];
    let isOver = false;
    const asking = Promise.resolve(run('finetune.refreshJobs')).finally(() => (isOver = true));
    await doUntil(
      'the question for the key is closed',
      () => isOver,
      () => run('workbench.action.closeQuickOpen'),
    );
    await asking;
    assert.deepEqual(elsewhere.requests, []);
    // The search finds what is there: the settings.
    assert.notDeepEqual(await filesWith(elsewhere.baseUrl), []);
    assert.deepEqual(await filesWith(key), []);
  });

  it('mark the lines of the file that a failed job complains about, until it is saved', async () => {
    const acme = await start({ key: '' });
    await set('finetune.connections', [connectionTo('Acme', acme)]);
    await set('finetune.launch.allowUnattended', true);
    const uri = await datasetFile('train.jsonl', exampleRows(12));
    const argument = { trainingFile: uri.fsPath, model: 'm-1', connection: 'Acme', confirm: false };
    const id = String(await run('finetune.launchJob', argument));
    const message = 'Invalid file format. Example 3, message 1 is odd. Flagged lines: 4, 7';
    acme.state.setJob(id, {
      status: 'failed',
      error: { code: 'invalid_training_file', message, param: 'training_file' },
    });
    await set('finetune.launch.defaultConnection', 'Acme');
    await run('finetune.refreshJobs');
    const marked = (): string =>
      ownDiagnostics(uri)
        .map(words)
        .map((text) => text.split(' ')[0])
        .join();
    await until('the marks', vscode.languages.onDidChangeDiagnostics, () => marked() !== '');
    assert.equal(marked(), '3:invalid_training_file,4:invalid_training_file,7:invalid_training_file');
    assert.match(ownDiagnostics(uri)[0]?.message ?? '', /on Acme failed: .*Example 3/);
    const editor = await openFile(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), `${exampleRows(13)[12]}\n`));
    await editor.document.save();
    await until('no marks', vscode.languages.onDidChangeDiagnostics, () => marked() === '');
  });

  it('mark the line of the file that the service refuses when it looks at it, and leave nothing there', async () => {
    const reason =
      "Invalid file format. Example 8 cannot be parsed. Error: Expecting ',' delimiter: line 1 column 79 (line 8)";
    const acme = await start({ key: '', pendingLooks: 1, refusesFiles: reason });
    await set('finetune.connections', [connectionTo('Acme', acme)]);
    await set('finetune.launch.allowUnattended', true);
    const uri = await datasetFile('train.jsonl', exampleRows(12));
    const argument = { trainingFile: uri.fsPath, model: 'm-1', connection: 'Acme', confirm: false };
    await assert.rejects(async () => run('finetune.launchJob', argument), /Acme refused train\.jsonl: .*Example 8/);
    const marks = ownDiagnostics(uri).map((mark) => `${words(mark).split(' ')[0]} ${mark.message}`);
    assert.deepEqual(marks, [`8:refused Acme did not take this file: ${reason}`]);
    assert.deepEqual([acme.state.files.size, acme.count('POST /fine_tuning/jobs')], [0, 0]);
  });

  it('mark the parameter of a job file that the service refuses, until the job is launched once more', async () => {
    const acme = await start({ key: '' });
    await set('finetune.connections', [connectionTo('Acme', acme)]);
    await set('finetune.launch.allowUnattended', true);
    const request = { model: 'm-1', training_file: 'file-gone' };
    const uri = await datasetFile('job.finetune.json', [JSON.stringify({ connection: 'Acme', request })]);
    const argument = { jobFile: uri.fsPath, confirm: false };
    await assert.rejects(
      async () => run('finetune.launchJob', argument),
      /No such File object: file-gone \[training_file\]/,
    );
    const marks = (): readonly string[] =>
      ownDiagnostics(uri).map(({ range, message }) => `${range.start.character} ${message}`);
    await until('the mark', vscode.languages.onDidChangeDiagnostics, () =>
      marks().some((mark) => /^62 .*No such File/.test(mark)),
    );
    acme.state.files.set('file-gone', { id: 'file-gone', looks: 0 });
    await run('finetune.launchJob', argument);
    assert.equal(
      marks().some((mark) => mark.includes('No such File')),
      false,
    );
  });

  it('go through the proxy of the settings', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [], has_more: false }));
    });
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 No\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => proxy.once('listening', resolve));
      await set('http.proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
      await set('finetune.connections', [
        { name: 'Far', kind: 'compatible', url: 'http://far.invalid/v1', authentication: 'none' },
      ]);
      await set('finetune.launch.defaultConnection', 'Far');
      await doUntil(
        'a request through the proxy',
        () => asked.some((line) => line.includes('far.invalid')),
        () => run('finetune.refreshJobs'),
      );
    } finally {
      await set('http.proxy', undefined);
      proxy.close();
      proxy.closeAllConnections();
    }
  });
});

/** Settings, logs and storage of this VS Code in which the text stands. */
async function filesWith(text: string): Promise<readonly string[]> {
  const { serverDataFolder } = await workbench();
  // .../User/globalStorage/EXTENSION/local-server
  const root = join(serverDataFolder, '..', '..', '..', '..');
  const found: string[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    const path = join(root, name);
    const facts = await stat(path).catch(() => undefined);
    if (!facts?.isFile() || facts.size > 20_000_000) continue;
    if ((await readFile(path).catch(() => Buffer.alloc(0))).includes(text)) found.push(path);
  }
  return found;
}
