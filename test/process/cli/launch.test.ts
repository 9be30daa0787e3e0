import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askUntil } from '../../support/askUntil.ts';
import { cliProgram } from '../../support/programs.ts';
import { refusal, ScriptedService, type ScriptedOptions } from '../../support/scriptedService.ts';
import { exampleLines, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `finetune launch` with no keys but those that are given. */
function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const keys = { FINETUNE_API_KEY: undefined, OPENAI_API_KEY: undefined, AZURE_OPENAI_API_KEY: undefined };
  return spawn(process.execPath, [cliProgram, 'launch', ...args], {
    env: { ...process.env, ...keys, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function endOf(child: ReturnType<typeof start>): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

describe('finetune launch', () => {
  const fixture = new ServerFixture();
  const services: ScriptedService[] = [];
  let state: readonly string[];
  beforeEach(async () => {
    state = ['--state', await fixture.folder()];
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
    await fixture.dispose();
  });
  const key = { FINETUNE_API_KEY: testKey };
  const launch = (args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
    endOf(start([...state, ...args], environment));

  /** A folder with a job file and its data; gives the job file's path. */
  async function jobFile(request: Record<string, unknown> = {}, rows = exampleLines(12)): Promise<string> {
    const folder = await fixture.folder();
    await writeFile(join(folder, 'train.jsonl'), rows);
    const file = join(folder, 'job.finetune.json');
    const body = { model: 'baseline-1', training_file: 'train.jsonl', ...request };
    await writeFile(file, JSON.stringify({ request: body }));
    return file;
  }

  const jobsOf = async (server: TestServer): Promise<{ id: string; metadata: Record<string, string> }[]> =>
    (await server.get('/fine_tuning/jobs')).data;

  it('launches once, with a token in the metadata, and waits for the end', async () => {
    const server = await fixture.start({ steps: 2 });
    const file = await jobFile({ metadata: { team: 'a' } });
    const { code, out, err } = await launch(['--base-url', server.url, '--wait', file], key);
    const [job, ...others] = await jobsOf(server);
    assert.deepEqual([code, err, others.length], [0, '', 0]);
    assert.match(
      out,
      new RegExp(`^launched ${job?.id} on 127\\.0\\.0\\.1:\\d+\\n(.*\\n)*${job?.id} succeeded\\nmodel ft:`),
    );
    assert.equal(job?.metadata['team'], 'a');
    assert.match(job.metadata['finetune_launch'] ?? '', /^[0-9a-f-]{36}$/);
  });

  it('ends with 1 where the job failed, with the reason', async () => {
    const server = await fixture.start({ failAfter: 1 });
    const { code, err } = await launch(['--base-url', server.url, '--wait', await jobFile()], key);
    assert.equal(code, 1);
    assert.notEqual(err, '');
  });

  it('names a connection of a list', async () => {
    const server = await fixture.start({ steps: 2 });
    const list = join(await fixture.folder(), 'connections.json');
    await writeFile(list, JSON.stringify([{ name: 'mine', kind: 'compatible', url: server.url }]));
    const { code, out } = await launch(['--connections', list, '--connection', 'mine', await jobFile()], key);
    assert.deepEqual([code, (await jobsOf(server)).length], [0, 1]);
    assert.match(out, /^launched ftjob-/);
  });

  it('sends nothing where data or job have errors, and tells all of them', async () => {
    const server = await fixture.start();
    const file = await jobFile({ seed: -1 }, `${exampleLines(11)}{"messages": 5}\n`);
    const { code, out, err } = await launch(['--base-url', server.url, file], key);
    assert.deepEqual([code, out], [4, '']);
    assert.match(err, /\$\.seed: Seed: 0 to 2147483647\. \(job\/seed\)/);
    assert.match(err, /train\.jsonl:12: /);
    assert.deepEqual((await server.get('/files')).data, []);
  });

  it('ends with 5 where the service refuses, and leaves no file there', async () => {
    const server = await fixture.start();
    const { code, err } = await launch(['--base-url', server.url, await jobFile({ model: 'gpt-9' })], key);
    assert.equal(code, 5);
    assert.match(err, /gpt-9/);
    assert.deepEqual((await server.get('/files')).data, []);
  });

  it('ends with 3 where a file cannot be read', async () => {
    const server = await fixture.start();
    const file = await jobFile({ training_file: 'nowhere.jsonl' });
    const { code, err } = await launch(['--base-url', server.url, file], key);
    assert.equal(code, 3);
    assert.match(err, /Cannot read .*nowhere\.jsonl: there is no such file/);
  });

  it('ends with 2 where it was called wrongly, or has no key that is meant for the service', async () => {
    const file = await jobFile();
    const calls: readonly (readonly [args: readonly string[], environment: NodeJS.ProcessEnv, message: RegExp])[] = [
      [[], {}, /Name one job file/],
      [['--connection', 'nobody', file], {}, /There is no connection "nobody"/],
      [[file], {}, /set FINETUNE_API_KEY or OPENAI_API_KEY/],
      [['--base-url', 'http://127.0.0.1:9/v1', file], { OPENAI_API_KEY: 'sk-other' }, /set FINETUNE_API_KEY\./],
      [
        [file],
        { FINETUNE_API_KEY: 'sk-a\nsk-b' },
        /^What FINETUNE_API_KEY or OPENAI_API_KEY holds is no key: (?!.*sk-)/,
      ],
    ];
    for (const [args, environment, message] of calls) {
      const { code, out, err } = await launch(args, environment);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    }
  });

  describe('again after it was killed', function () {
    // Two or three processes each, on a machine that may have other work.
    this.timeout(120_000);
    const scripted = async (options: ScriptedOptions = {}): Promise<ScriptedService> => {
      const service = await ScriptedService.start({ key: testKey, ...options });
      services.push(service);
      return service;
    };

    /** Kills a run as soon as that many requests of a kind have come. */
    async function killedAt(request: string, count: number, service: ScriptedService, args: readonly string[]) {
      const child = start([...state, ...args], key);
      const ended = endOf(child);
      await askUntil(
        () => service.count(request),
        (seen) => seen >= count,
        60,
      );
      child.kill('SIGKILL');
      await ended;
    }

    it('finds the job that it created, though it was never told', async () => {
      const service = await scripted();
      const args = ['--base-url', service.baseUrl, await jobFile()];
      service.next('POST /fine_tuning/jobs', { type: 'stall', after: 0, isDone: true });
      await killedAt('POST /fine_tuning/jobs', 1, service, args);
      const { code, out, err } = await launch(args, key);
      const [job] = service.state.jobs;
      assert.deepEqual([code, out, err], [0, `launched ${String(job?.['id'])} on ${service.host}\n`, '']);
      assert.deepEqual([service.state.jobs.length, service.count('POST /fine_tuning/jobs')], [1, 1]);
    });

    it('uses what it had uploaded', async () => {
      const service = await scripted({ pendingLooks: 2 });
      const args = ['--base-url', service.baseUrl, await jobFile()];
      await killedAt('GET /files/*', 1, service, args);
      const [id] = service.state.files.keys();
      service.state.files.forEach((file) => (file.looks = 0));
      assert.equal((await launch(args, key)).code, 0);
      assert.deepEqual([service.count('POST /files'), service.state.jobs[0]?.['training_file']], [1, id]);
    });

    it('goes on waiting for its job, and launches another one only when that was told', async () => {
      const service = await scripted();
      const args = ['--base-url', service.baseUrl, '--wait', await jobFile()];
      await killedAt('GET /fine_tuning/jobs/*', 1, service, args);
      const job = String(service.state.jobs[0]?.['id']);
      service.state.setJob(job, { status: 'succeeded', fine_tuned_model: 'ft:m' });
      const { code, out } = await launch(args, key);
      assert.deepEqual([code, out], [0, `launched ${job} on ${service.host}\n${job} succeeded\nmodel ft:m\n`]);
      assert.equal(service.state.jobs.length, 1);
      assert.equal(
        (
          await launch(
            args.filter((arg) => arg !== '--wait'),
            key,
          )
        ).code,
        0,
      );
      assert.equal(service.state.jobs.length, 2);
    });

    it('ends with 6 where no such job is listed, until it is told to launch another one', async () => {
      const service = await scripted();
      const args = ['--base-url', service.baseUrl, await jobFile()];
      service.next('POST /fine_tuning/jobs', { type: 'stall', after: 0, isDone: false });
      await killedAt('POST /fine_tuning/jobs', 1, service, args);
      await ageLaunches(String(state[1]));
      const { code, err } = await launch(args, key);
      assert.equal(code, 6);
      assert.match(err, /no such job is listed there\. Look at its jobs; --again launches another one\./);
      assert.equal((await launch(['--again', ...args], key)).code, 0);
      assert.deepEqual([service.state.jobs.length, service.state.files.size], [1, 1]);
    });
  });

  it('says before anything is sent that the model is about to end', async () => {
    const modelFields = { id: 'm-1', shutdown_date: '2999-01-01' };
    const service = await ScriptedService.start({ key: testKey, modelFields });
    services.push(service);
    const { code, err } = await launch(['--base-url', service.baseUrl, await jobFile({ model: 'm-1' })], key);
    assert.equal(code, 0);
    assert.match(err, /^warning: m-1 and the models trained from it are shut down at .* on 2999-01-01\./);
  });

  it('sends nothing where it could not remember it', async () => {
    const server = await fixture.start();
    const file = await jobFile();
    const { code, err } = await endOf(start(['--state', join(file, 'state'), '--base-url', server.url, file], key));
    assert.equal(code, 3);
    assert.match(err, /^Launches cannot be remembered in .*: name another folder with --state\.\n$/);
    assert.deepEqual((await server.get('/files')).data, []);
  });

  it('names the lines that the service complains about', async () => {
    const service = await ScriptedService.start({ key: testKey });
    services.push(service);
    const message = 'Invalid file format. Example 3 is odd.';
    service.next('POST /fine_tuning/jobs', { type: 'answer', ...refusal(400, message, { param: 'training_file' }) });
    const { code, err } = await launch(['--base-url', service.baseUrl, await jobFile()], key);
    assert.equal(code, 5);
    assert.match(err, /train\.jsonl:3: Invalid file format\. Example 3 is odd\.\n/);
  });
});

/** Makes all launches two minutes older, so that nobody waits for an answer that may still be under way. */
async function ageLaunches(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const step = JSON.parse(await readFile(path, 'utf8')) as { sentAt?: number };
    if (step.sentAt !== undefined) await writeFile(path, JSON.stringify({ ...step, sentAt: step.sentAt - 120_000 }));
  }
}
