import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleLines, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

const program = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `finetune launch` with no keys but those that are given. */
async function launch(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const keys = { FINETUNE_API_KEY: undefined, OPENAI_API_KEY: undefined, AZURE_OPENAI_API_KEY: undefined };
  const child = spawn(process.execPath, [program, 'launch', ...args], {
    env: { ...process.env, ...keys, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

describe('finetune launch', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());
  const key = { FINETUNE_API_KEY: testKey };

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
    ];
    for (const [args, environment, message] of calls) {
      const { code, out, err } = await launch(args, environment);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    }
  });
});
