import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serverExitCodes } from '../../../src/common/serverInfo.ts';
import { cliProgram } from '../../support/programs.ts';
import { ServerFixture, TestClient } from '../../support/serverHarness.ts';

const engineProgram = fileURLToPath(new URL('../../support/serverFakeEngine.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

interface Serving {
  /** The base address, when the server is ready. Undefined where it ended before. */
  readonly url: Promise<string | undefined>;
  readonly ended: Promise<Ended>;
  end(): void;
}

/** Runs `finetune serve` as a person does, with nothing of ours in its environment. */
function serve(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Serving {
  const child = spawn(process.execPath, [cliProgram, 'serve', ...args], {
    env: { ...process.env, FINETUNE_API_KEY: undefined, XDG_DATA_HOME: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [string[], string[]] = [[], []];
  createInterface({ input: child.stderr }).on('line', (line) => err.push(line));
  const url = new Promise<string | undefined>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      out.push(line);
      const address = /^listening on (\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('close', () => resolve(undefined));
  });
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out, err }));
  return { url, ended, end: () => child.kill('SIGTERM') };
}

describe('finetune serve', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  const modelsOf = async (url: string, key: string): Promise<string[]> => {
    const answer = await new TestClient(url).ask('GET', '/models', undefined, { authorization: `Bearer ${key}` });
    return answer.body.data.map(({ id }: { id: string }) => id);
  };

  it('makes a key in a folder of the user, and says where it is and where it listens, but not the key', async () => {
    const home = await fixture.folder();
    const data = join(home, ...(userFolders[process.platform] ?? ['finetune-workbench']));
    const server = serve([], { HOME: home, USERPROFILE: home, XDG_DATA_HOME: home, LOCALAPPDATA: home });
    const url = await server.url;
    assert.match(url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    const key = (await readFile(join(data, 'key'), 'utf8')).trim();
    assert.deepEqual(await modelsOf(url ?? '', key), ['baseline-1']);
    server.end();
    const { code, out, err } = await server.ended;
    assert.deepEqual([code, err], [serverExitCodes.ok, []]);
    assert.deepEqual(out, [`key file: ${join(data, 'key')}`, `listening on ${url}`]);
    assert.equal(existsSync(join(data, 'server.json')), false);
  });

  const userFolders: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['Library', 'Application Support', 'finetune-workbench'],
  };

  for (const [how, args, environment] of [
    ['on the command line', ['--api-key', 'sk-mine'], {}],
    ['in FINETUNE_API_KEY', [], { FINETUNE_API_KEY: 'sk-mine' }],
  ] as const) {
    it(`takes a key ${how}, and writes it nowhere`, async () => {
      const data = await fixture.folder();
      const server = serve(['--data', data, '--log-level', 'debug', ...args], environment);
      const url = await server.url;
      assert.deepEqual(await modelsOf(url ?? '', 'sk-mine'), ['baseline-1']);
      server.end();
      const { out, err } = await server.ended;
      assert.deepEqual([out, err], [[`listening on ${url}`], []]);
      assert.equal(existsSync(join(data, 'key')), false);
      const log = await readFile(join(data, 'server.log'), 'utf8');
      assert.match(log, /debug .* GET \/v1\/models 200/);
      assert.equal(log.includes('sk-mine'), false);
    });
  }

  it('offers the models of the engines in a file', async () => {
    const folder = await fixture.folder();
    const file = join(folder, 'engines.json');
    const command = [process.execPath, engineProgram, '{"steps": 2}'];
    await writeFile(file, JSON.stringify([{ name: 'fake', command, models: ['fake-1'], methods: ['supervised'] }]));
    const server = serve(['--data', folder, '--api-key', 'sk-test', '--engine', file, '--concurrency', '2']);
    const client = new TestClient((await server.url) ?? '');
    assert.deepEqual(await modelsOf(client.url, 'sk-test'), ['baseline-1', 'fake-1']);
    const id = await client.createJob({ model: 'fake-1' });
    await client.untilSucceeded(id);
    server.end();
    assert.equal((await server.ended).code, serverExitCodes.ok);
  });

  const brokenFiles: readonly (readonly [string, string | undefined, RegExp])[] = [
    ['is not there', undefined, /^The file of engines .* cannot be read \(ENOENT\)\. Check --engine\.$/],
    ['is not JSON', '[{]', /^The file of engines .* is not JSON: /],
    [
      'lists what is no engine',
      '[{"name": "a", "command": "python3 a.py", "models": ["a"], "methods": ["supervised"]}]',
      /^The engines in .* cannot be used\.\nEngine 1 \("a"\): "command" must be a list of texts/,
    ],
  ];
  for (const [what, text, message] of brokenFiles) {
    it(`does not start with a file of engines that ${what}, and says why`, async () => {
      const folder = await fixture.folder();
      const file = join(folder, 'engines.json');
      if (text !== undefined) await writeFile(file, text);
      const { code, out, err } = await serve(['--data', folder, '--engine', file]).ended;
      assert.deepEqual([code, out], [serverExitCodes.usage, []]);
      assert.match(err.join('\n'), message);
    });
  }

  for (const host of ['nowhere.invalid', '192.0.2.1']) {
    it(`says that ${host} is no address of this machine`, async () => {
      const { code, err } = await serve(['--data', await fixture.folder(), '--host', host, '--api-key', 'sk-test'])
        .ended;
      assert.equal(code, serverExitCodes.failed);
      assert.deepEqual(err, [
        `--host ${host} is no address of this machine. Without it the server listens on 127.0.0.1.`,
      ]);
    });
  }

  it('says which Node it needs where that has no SQLite', async () => {
    const { code, err } = await serve([], { NODE_OPTIONS: '--no-experimental-sqlite' }).ended;
    assert.equal(code, 1);
    assert.deepEqual(err, [`finetune serve needs Node 22.13 or newer; this is ${process.version}.`]);
  });

  it('ends by itself when nobody asks for anything, if it is told to', async () => {
    const data = await fixture.folder();
    const server = serve(['--data', data, '--idle-exit', '1']);
    const { code } = await server.ended;
    assert.equal(code, serverExitCodes.ok);
    assert.equal(existsSync(join(data, 'server.json')), false);
    assert.match(await readFile(join(data, 'server.log'), 'utf8'), /stopping because of being idle/);
  });
});
