import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverExitCodes, type ServerInfo } from '../../../src/common/serverInfo.ts';
import { openDataFolder } from '../../../src/server/dataFolder.ts';
import { runServerProgram, type ProgramIo } from '../../../src/server/program.ts';
import { serverProgram } from '../../support/programs.ts';
import { ServerFixture, TestClient, testKey } from '../../support/serverHarness.ts';

/** A run of the program inside this process. */
interface Run {
  readonly said: string[];
  readonly ended: Promise<number>;
  /** What a signal does. */
  stop(): void;
  /** The base address without /v1, when it is ready. */
  readonly ready: Promise<string>;
}

describe('The server program', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  function run(args: readonly string[], apiKey?: string, io: Partial<ProgramIo> = {}): Run {
    const said: string[] = [];
    const stop = new AbortController();
    let ended: Promise<number> = Promise.resolve(0);
    const ready = new Promise<string>((resolve) => {
      ended = runServerProgram(args, {
        out: (line) => {
          said.push(line);
          resolve(line.replace('listening on ', '').replace('/v1', ''));
        },
        error: (line) => said.push(line),
        program: serverProgram,
        stopSignal: stop.signal,
        defaults: { version: '1.2.3', apiKey },
        ...io,
      });
    });
    return { said, ended, ready, stop: () => stop.abort() };
  }

  const readInfo = async (folder: string): Promise<ServerInfo> =>
    JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as ServerInfo;

  it('tells where and who it is when it is ready, and leaves no trace of it when a client asks it to stop', async () => {
    const folder = await fixture.folder();
    const program = run(['--data', folder, '--version', '9.9.9'], testKey);
    const client = new TestClient(await program.ready);
    const info = await readInfo(folder);
    assert.equal(client.url, `http://127.0.0.1:${info.port}`);
    assert.deepEqual([info.pid, info.version, info.protocol], [process.pid, '9.9.9', 1]);
    assert.deepEqual(await client.get('/server'), { ...info, activeJobs: 0 });
    assert.equal((await client.ask('POST', '/server/stop')).status, 202);
    assert.equal(await program.ended, serverExitCodes.ok);
    assert.equal(existsSync(join(folder, 'server.json')), false);
    const log = await readFile(join(folder, 'server.log'), 'utf8');
    assert.match(log, /version 9\.9\.9, .* listening on .*\n.*stopping because of a client\n.*stopped\n$/);
  });

  it('makes a key that only its owner can read, and keeps it', async () => {
    const folder = await fixture.folder();
    const first = run(['--data', folder, '--log-level', 'debug']);
    const client = new TestClient(await first.ready);
    const key = (await readFile(join(folder, 'key'), 'utf8')).trim();
    assert.match(key, /^sk-local-\w{40}$/);
    assert.equal((await stat(join(folder, 'key'))).mode & 0o777, 0o600);
    assert.equal((await client.ask('GET', '/server')).status, 401);
    const answer = await client.ask('GET', '/server', undefined, { authorization: `Bearer ${key}` });
    assert.equal(answer.status, 200);
    first.stop();
    assert.equal(await first.ended, serverExitCodes.ok);
    const second = run(['--data', folder]);
    await second.ready;
    assert.equal((await readFile(join(folder, 'key'), 'utf8')).trim(), key);
    second.stop();
    await second.ended;
    const log = await readFile(join(folder, 'server.log'), 'utf8');
    assert.equal([...first.said, ...second.said, log].join().includes(key), false);
  });

  it('keeps its data folder and its port to itself', async () => {
    const folder = await fixture.folder();
    const program = run(['--data', folder]);
    await program.ready;
    const { port } = await readInfo(folder);
    const sameFolder = run(['--data', folder]);
    assert.equal(await sameFolder.ended, serverExitCodes.dataFolderInUse);
    assert.match(
      sameFolder.said.join(),
      new RegExp(`^Another server \\(process ${process.pid} on .*, port ${port}\\) uses`),
    );
    const other = await fixture.folder();
    const samePort = run(['--data', other, '--port', String(port)]);
    assert.equal(await samePort.ended, serverExitCodes.portTaken);
    assert.match(samePort.said.join(), new RegExp(`^Port ${port} is taken by another program.`));
    assert.equal(existsSync(join(other, 'server.json')), false);
    program.stop();
    await program.ended;
  });

  it('leaves a folder alone that a server on another machine uses', async () => {
    const folder = await fixture.folder();
    const openFolder = async (path: string) => ({ ...(await openDataFolder(path)), isOnNetwork: true });
    const other: ServerInfo = { pid: 7, startedAt: 1, hostName: 'node17', port: 8, version: '1', protocol: 1 };
    await writeFile(join(folder, 'server.json'), JSON.stringify(other));
    const { ended, said } = run(['--data', folder], testKey, { openFolder });
    assert.equal(await ended, serverExitCodes.dataFolderInUse);
    const sentences = /^Another server \(process 7 on node17, port 8\) uses .* try again in 2 minutes\.$/;
    assert.match(said.join(), sentences);
    assert.deepEqual(await readInfo(folder), other);
  });

  it('says so when its folder cannot be used', async () => {
    const file = join(await fixture.folder(), 'file');
    await writeFile(file, '');
    const { ended, said } = run(['--data', join(file, 'data')]);
    assert.equal(await ended, serverExitCodes.failed);
    assert.match(said.join(), /^The data folder .*file.data cannot be used: .* Choose another one with --data\.$/);
  });

  it('says so when its database is damaged, and leaves it as it is', async () => {
    const folder = await fixture.folder();
    await writeFile(join(folder, 'database.sqlite'), 'damaged'.repeat(1000));
    const { ended, said } = run(['--data', folder]);
    assert.equal(await ended, serverExitCodes.failed);
    assert.match(said.join(), /^The server’s database .*database\.sqlite is damaged\. Move it away/);
    assert.equal(await readFile(join(folder, 'database.sqlite'), 'utf8'), 'damaged'.repeat(1000));
  });

  it('says so when the program that trains is missing', async () => {
    const { ended, said } = run(['--data', await fixture.folder(), '--baseline', '/nowhere/engine.js']);
    assert.equal(await ended, serverExitCodes.failed);
    assert.equal(said.join(), 'The program that trains is missing: /nowhere/engine.js. Choose it with --baseline.');
  });

  const usage: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^The folder for the server’s data is missing: --data DIR\.$/],
    [['--data', 'd', '--fun'], /^Unknown option '--fun'\.$/],
    [['--data', 'd', '--port', '70000'], /^--port is a whole number from 0 to 65535\.$/],
    [['--data', 'd', '--log-level', 'loud'], /^--log-level is one of debug, info, warn, error\.$/],
    [['--data', 'd', '--idle-exit', 'soon'], /^--idle-exit is a whole number/],
    [
      ['--data', 'd', '--host', '0.0.0.0'],
      /^Other machines could reach the server at --host 0\.0\.0\.0; give it a key/,
    ],
  ];
  for (const [args, message] of usage) {
    it(`refuses "${args.join(' ')}" in a sentence`, async () => {
      const { ended, said } = run(args);
      assert.equal(await ended, serverExitCodes.usage);
      assert.match(said.join('\n'), message);
    });
  }
});
