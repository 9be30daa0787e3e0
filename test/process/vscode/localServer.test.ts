import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { EngineSettings } from '../../../src/common/engineSettings.ts';
import { silentLogger } from '../../../src/common/logger.ts';
import { serverProtocol } from '../../../src/common/serverInfo.ts';
import { systemClock } from '../../../src/common/time.ts';
import { isAlive } from '../../../src/disk/processes.ts';
import { LocalServer } from '../../../src/vscode/localServer.ts';
import type { ServerAddress } from '../../../src/vscode/serverLink.ts';
import { stopLocalServer } from '../../host/localServer.ts';
import { askUntil } from '../../support/askUntil.ts';
import { exampleLines, fakeEngine, ServerFixture, TestClient } from '../../support/serverHarness.ts';
import { buildServerPrograms } from '../../support/serverPrograms.ts';

/** A client with the server's own key. */
class WindowClient extends TestClient {
  readonly #key: string;

  constructor({ origin, key }: ServerAddress) {
    super(`${origin}/v1`);
    this.#key = key;
  }

  override ask(method: string, path: string, body?: unknown): ReturnType<TestClient['ask']> {
    return super.ask(method, path, body, { authorization: `Bearer ${this.#key}` });
  }
}

async function hasEnded(pid: number): Promise<void> {
  await askUntil(
    () => isAlive(pid),
    (isThere) => !isThere,
  );
}

describe('The local server of the windows', function () {
  this.timeout(240_000);
  const fixture = new ServerFixture();
  let programs: string;
  let olderPrograms: string;
  let storage: string;
  before(async () => {
    programs = await buildServerPrograms(await fixture.folder(), serverProtocol);
    olderPrograms = await buildServerPrograms(await fixture.folder(), serverProtocol - 1);
  });
  beforeEach(async () => {
    storage = await fixture.folder();
  });
  afterEach(() => stopLocalServer(join(storage, 'local-server')));
  after(() => fixture.dispose());

  /** What a window has; `engines` may change meanwhile, `idleExit` is in seconds. */
  const window = (
    version = '2.0.0',
    from = programs,
    engines: () => readonly EngineSettings[] = () => [],
    idleExit?: number,
    port = (): number => 0,
  ): LocalServer =>
    new LocalServer({
      programs: from,
      storage,
      version,
      port,
      engines,
      idleExit,
      isTrusted: () => true,
      clock: systemClock,
      log: silentLogger,
    });

  it('is one for windows that start it at the same time, and for those that come later', async () => {
    const addresses = await Promise.all([window(), window(), window()].map((server) => server.connect('person')));
    addresses.push(await window().connect('background'));
    assert.equal(new Set(addresses.map(({ origin, status }) => `${origin} ${status.pid}`)).size, 1);
  });

  it('is started with the port that is wanted now, whatever another attempt was begun with', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    try {
      await once(other, 'listening');
      const ports = [(other.address() as AddressInfo).port, 0];
      const server = window(undefined, undefined, undefined, undefined, () => ports.shift() ?? 0);
      const attempts = await Promise.allSettled([server.connect('person'), server.connect('person')]);
      // Which of them comes first to ask for its port is for the disk to say.
      const outcomes = attempts.map((each) =>
        each.status === 'rejected' ? (each.reason as { code: string }).code : 'started',
      );
      assert.deepEqual(outcomes.toSorted(), ['server.portTaken', 'started']);
    } finally {
      other.close();
    }
  });

  it('is asked to leave when it is of an older protocol, and its successor goes on with its job', async () => {
    const older = await window('1.0.0', olderPrograms).connect('person');
    assert.equal(older.status.protocol, serverProtocol - 1);
    const before = new WindowClient(older);
    const training_file = await before.upload(exampleLines(2000));
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 50, batch_size: 1 } } };
    const id = await before.createJob({ training_file, method });
    await before.untilMessage(id, 'Step ');

    const newer = await window().connect('background');
    assert.deepEqual([newer.status.protocol, newer.status.version], [serverProtocol, '2.0.0']);
    await hasEnded(older.status.pid);
    const after = new WindowClient(newer);
    await after.untilMessage(id, 'Training continues after step');
    assert.equal((await after.job(id)).status, 'running');
    await after.post(`/fine_tuning/jobs/${id}/cancel`);
    assert.deepEqual((await readdir(join(storage, 'server'))).length, 1, 'the older programs are gone');
  });

  it('is left alone when it is of a newer protocol than the window', async () => {
    const newerPrograms = await buildServerPrograms(await fixture.folder(), serverProtocol + 1);
    await window('3.0.0', newerPrograms).connect('person');
    await assert.rejects(window().connect('person'), { code: 'server.newer' });
    assert.ok(await window().find());
  });

  it('stays stopped for every window until a person starts it', async () => {
    const [first, second] = [window(), window()];
    const { status } = await first.connect('person');
    await second.connect('background');
    assert.equal(await second.stop(), true);
    await hasEnded(status.pid);
    first.reset();
    for (const other of [first, window()]) {
      await assert.rejects(other.connect('background'), { code: 'server.stopped' });
    }
    assert.equal(await first.stop(), false);
    await first.connect('person');
    await window().connect('background');
  });

  it('is started again at once after it was stopped while it trained', async () => {
    const server = window();
    const client = new WindowClient(await server.connect('person'));
    const id = await client.createJob({ training_file: await client.upload(exampleLines(2000)) });
    await client.untilMessage(id, 'Step ');
    await server.stop();
    const again = new WindowClient(await server.connect('person'));
    assert.notEqual((await again.job(id)).status, 'failed');
    await again.post(`/fine_tuning/jobs/${id}/cancel`);
  });

  it('is started again for a person when it is gone, though the window has known it', async () => {
    const server = window();
    const { status } = await server.connect('person');
    process.kill(status.pid, 'SIGKILL');
    await hasEnded(status.pid);
    const again = await server.connect('person');
    assert.notEqual(again.status.pid, status.pid);
  });

  it('ends by itself when no window asks any more and nothing trains', async () => {
    const server = window('2.0.0', programs, () => [], 1);
    const { status } = await server.connect('person');
    // Asking would be what keeps it.
    await hasEnded(status.pid);
    assert.equal(await server.find(), undefined);
  });

  it('knows the engines of the settings at its start, and whether they are others by now', async () => {
    let engines: readonly EngineSettings[] = [{ ...fakeEngine({ steps: 2 }), models: ['fake-1'] }];
    const server = window('2.0.0', programs, () => engines);
    assert.equal(await server.hasOtherEngines(), true);
    const client = new WindowClient(await server.connect('person'));
    assert.equal(await server.hasOtherEngines(), false);
    const { data } = await client.get('/models');
    assert.deepEqual(
      data.map(({ id }: { id: string }) => id),
      ['baseline-1', 'fake-1'],
    );
    engines = [];
    assert.equal(await server.hasOtherEngines(), true);
  });
});
