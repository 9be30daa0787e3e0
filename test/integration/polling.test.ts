import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { parseServerInfo } from '../../src/common/serverInfo.ts';
import { ScriptedService } from '../support/scriptedService.ts';
import { cleanUp, datasetFile, exampleRows, readText, set, until, untilStatus, workbench } from './support.ts';

const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(command, argument);

/** Tells whenever something is new about a job, and now and then: a service that is asked says nothing. */
function often(listener: () => void): vscode.Disposable {
  const timer = setInterval(listener, 100);
  return { dispose: () => clearInterval(timer) };
}

const job = (id: string, status: string): Record<string, unknown> => ({
  id,
  object: 'fine_tuning.job',
  created_at: 1_770_000_000,
  model: 'm-1',
  status,
});

/** Asks the local server as another program would. */
async function askServer(path: string, body?: unknown): Promise<Record<string, unknown>> {
  const { serverDataFolder } = await workbench();
  const info = parseServerInfo(await readText(join(serverDataFolder, 'server.json')));
  const key = (await readText(join(serverDataFolder, 'key'))).trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`http://127.0.0.1:${info?.port}/v1${path}`, sent);
  return (await answer.json()) as Record<string, unknown>;
}

describe('Jobs that nobody refreshes', () => {
  const services: ScriptedService[] = [];
  /** Services with a job each as connections, which are asked from now on; the view is open. */
  const connect = async (
    jobs: Readonly<Record<string, Record<string, unknown>>>,
  ): Promise<readonly ScriptedService[]> => {
    const connections = [];
    for (const [name, its] of Object.entries(jobs)) {
      const service = await ScriptedService.start({ key: '' });
      services.push(service);
      service.state.jobs.push(its);
      connections.push({ name, kind: 'compatible', url: service.baseUrl, authentication: 'none' });
    }
    await set('finetune.connections', connections);
    await run('finetune.jobs.focus');
    return services;
  };
  const listsOf = (service: ScriptedService): number => service.count('GET /fine_tuning/jobs');

  afterEach(async () => {
    await set('finetune.connections', undefined);
    for (const service of services.splice(0)) await service.stop();
    await cleanUp();
  });

  it('appear, go on and end by themselves, also where another program started them on the local server', async () => {
    const training = await datasetFile('train.jsonl', exampleRows(20));
    const argument = { trainingFile: training.fsPath, model: 'baseline-1', confirm: false };
    const first = String(await run('finetune.launchJob', argument));
    await untilStatus(first, 'succeeded');
    await run('finetune.jobs.focus');
    const { training_file } = await askServer(`/fine_tuning/jobs/${first}`);
    const created = await askServer('/fine_tuning/jobs', { model: 'baseline-1', training_file });
    assert.match(String(created['id']), /^ftjob-/);
    await untilStatus(String(created['id']), 'succeeded');
  });

  it('are shown in each status that their service tells', async () => {
    const [acme] = await connect({ Acme: job('ftjob-first', 'validating_files') });
    assert.ok(acme);
    // A service where nothing runs, as with a paused job alone, is asked less often: the last one goes on.
    const told = { first: 'running', second: 'sleeping_in_the_sun', third: 'paused', last: 'running' };
    const ids = Object.keys(told).map((name) => `ftjob-${name}`);
    for (const id of ids.slice(1)) acme.state.jobs.push(job(id, 'validating_files'));
    for (const id of ids) await untilStatus(id, 'validating_files');
    for (const [name, status] of Object.entries(told)) acme.state.setJob(`ftjob-${name}`, { status });
    for (const [name, status] of Object.entries(told)) await untilStatus(`ftjob-${name}`, status);
    for (const id of ids) acme.state.setJob(id, { status: 'cancelled' });
    for (const id of ids) await untilStatus(id, 'cancelled');
  });

  it('are seen again when a network that was cut is back', async () => {
    const [acme] = await connect({ Acme: job('ftjob-cut', 'running') });
    assert.ok(acme);
    await untilStatus('ftjob-cut', 'running');
    acme.always('* /fine_tuning/jobs', { type: 'cutRequest', after: 0 });
    const before = listsOf(acme);
    // One answer may have been under way.
    await until('a cut look', often, () => listsOf(acme) > before, 60_000);
    acme.state.setJob('ftjob-cut', { status: 'succeeded', fine_tuned_model: 'ft:m-1' });
    await until('more tries', often, () => listsOf(acme) >= before + 2, 60_000);
    assert.equal((await workbench()).jobStatus('ftjob-cut'), 'running');
    acme.calm();
    await untilStatus('ftjob-cut', 'succeeded');
  });

  it('are not asked for with a key that was refused, while other services are', async () => {
    const jobs = { Revoked: job('ftjob-revoked', 'running'), Other: job('ftjob-other', 'running') };
    const [revoked, other] = await connect(jobs);
    assert.ok(revoked && other);
    await untilStatus('ftjob-revoked', 'running');
    await untilStatus('ftjob-other', 'running');
    const body = { error: { message: 'Incorrect API key provided.' } };
    revoked.always('GET /fine_tuning/jobs', { type: 'answer', status: 401, body });
    const refused = listsOf(revoked) + 1;
    await until('a refused look', often, () => listsOf(revoked) >= refused, 60_000);
    const asked = listsOf(other) + 5;
    await until('looks at the other', often, () => listsOf(other) >= asked, 60_000);
    assert.ok(listsOf(revoked) <= refused + 1, 'one look may have been under way');
  });
});
