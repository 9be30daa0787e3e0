import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../../src/common/time.ts';
import { askUntil } from '../../support/askUntil.ts';
import { KillLoad } from '../../support/killLoad.ts';
import { ServerFixture, type Json } from '../../support/serverHarness.ts';
import { smallFiles, startProgram } from '../../support/serverProgram.ts';

describe('A server that stops', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('lets its job save its state; the next server goes on from there', async () => {
    const server = await fixture.start({ steps: 4, stepsPerEpoch: 1, holdAfter: 3 });
    const id = await server.createJob();
    await server.untilEvent(id, /^Checkpoint created at step 3/);
    await fixture.stop(server);
    assert.equal(existsSync(join(server.folder, 'server.json')), false);
    const next = await fixture.start({ steps: 4, stepsPerEpoch: 1 }, {}, server.folder);
    assert.ok(['running', 'succeeded'].includes((await next.job(id)).status));
    await next.until(id, 'succeeded');
    const steps = (await next.events(id)).flatMap((event) => event.data?.step ?? []);
    assert.deepEqual(steps, [1, 2, 3, 4]);
    assert.ok((await next.messages(id)).includes('Training continues after step 3'));
  });

  it('keeps what waits: the next server checks and trains it', async () => {
    const server = await fixture.start({ stepsPerEpoch: 1, holdAfter: 1 });
    const running = await server.createJob();
    await server.untilEvent(running, /^Checkpoint/);
    const paused = await server.createJob();
    await server.untilEvent(paused, /^Files validated/);
    await server.post(`/fine_tuning/jobs/${paused}/pause`);
    const unchecked = await server.createJob();
    await fixture.stop(server);
    const next = await fixture.start({ steps: 1 }, { concurrency: 2 }, server.folder);
    for (const id of [running, unchecked]) await next.until(id, 'succeeded');
    assert.equal((await next.job(paused)).status, 'paused');
  });

  it('pauses the job that was about to be paused', async () => {
    const server = await fixture.start({ stepsPerEpoch: 1, holdAfter: 1 });
    const id = await server.createJob();
    await server.untilEvent(id, /^Checkpoint/);
    await server.post(`/fine_tuning/jobs/${id}/pause`);
    await fixture.stop(server);
    const database = new DatabaseSync(join(server.folder, 'database.sqlite'));
    assert.deepEqual({ ...database.prepare('SELECT status FROM jobs').get() }, { status: 'paused' });
    // As a server leaves it that is killed meanwhile.
    database.exec(`UPDATE jobs SET status = 'pausing'`);
    database.close();
    const next = await fixture.start({}, {}, server.folder);
    assert.equal((await next.job(id)).status, 'paused');
    assert.equal(next.server.activeJobs(), 0);
  });
});

describe('A server that is killed', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  const stepsOf = (events: readonly Json[]): number[] => events.flatMap((event) => event.data?.step ?? []);

  it('loses nothing: the next one goes on with its job and tells no step twice', async () => {
    const folder = await fixture.folder();
    const first = await startProgram(folder, { steps: 6, holdAfter: 5 });
    const id = await first.createJob();
    // Step 5 is told, but the state was saved after step 4.
    const before = await askUntil(
      () => first.events(id),
      (events) => stepsOf(events).includes(5),
    );
    assert.equal(await first.end('SIGKILL'), 'SIGKILL');

    const second = await fixture.start({ steps: 6 }, {}, folder);
    await second.until(id, 'succeeded');
    const after = await second.events(id);
    assert.deepEqual(after.slice(0, before.length), before);
    assert.deepEqual(stepsOf(after), [1, 2, 3, 4, 5, 6]);
    assert.ok(after.some((event) => event.message === 'Training continues after step 4'));
    await fixture.stop(second);
    const database = new DatabaseSync(join(folder, 'database.sqlite'));
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    database.close();
  });
});

describe('A server that is killed while it takes files, parts and jobs', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('has all that it acknowledged, once', async () => {
    const folder = await fixture.folder();
    const load = new KillLoad();
    for (let kill = 0; kill < 3; kill++) {
      const server = await startProgram(folder, {});
      const work = load.run(server, await server.upload());
      await load.until(load.acknowledged + 10);
      assert.equal(await server.end('SIGKILL'), 'SIGKILL');
      await work;
    }
    await load.checkAll(await fixture.start({}, {}, folder));
  });
});

describe('A server that is asked to end', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('is gone, even if its engine does not listen', async () => {
    const folder = await fixture.folder();
    const server = await startProgram(folder, { steps: 4, stepsPerEpoch: 1, holdAfter: 2, isDeaf: true });
    const id = await server.createJob();
    await server.untilMessage(id, 'Checkpoint created at step 2');
    assert.equal(await server.end('SIGTERM'), 0);
    assert.equal(existsSync(join(folder, 'server.json')), false);
    const next = await fixture.start({ steps: 4, stepsPerEpoch: 1 }, {}, folder);
    await next.until(id, 'succeeded');
    assert.ok((await next.messages(id)).includes('Training continues after step 2'));
  });
});

describe('A server that ends while its engine does not listen', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('waits for it for less than five seconds', async () => {
    const waits: number[] = [];
    let isStopping = false;
    // The limit of a pause, which is set as well, is longer.
    const isLast = (delay: number): boolean => isStopping && delay < 60_000;
    const after: Clock['after'] = (delay, callback) => {
      if (isLast(delay)) waits.push(delay);
      return systemClock.after(isLast(delay) ? 0 : delay, callback);
    };
    const plan = { steps: 4, stepsPerEpoch: 1, holdAfter: 2, isDeaf: true };
    const server = await fixture.start(plan, { clock: { ...systemClock, after } });
    await server.untilMessage(await server.createJob(), 'Checkpoint created at step 2');
    isStopping = true;
    await fixture.stop(server);
    assert.ok(waits.length > 0 && waits.reduce((sum, wait) => sum + wait, 0) < 5000, waits.join());
  });
});

describe('A server whose disk takes no more', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('says so, keeps what it has, and works on', async () => {
    const folder = await fixture.folder();
    const server = await startProgram(folder, {}, undefined, smallFiles);
    const kept = await server.upload();
    const form = new FormData();
    form.set('purpose', 'user_data');
    form.set('file', new File(['x'.repeat(3_000_000)], 'large'));
    const { status, body } = await server.ask('POST', '/files', form);
    assert.deepEqual([status, body.error.type], [507, 'server_error']);
    assert.match(body.error.message, /^The disk of the server’s data folder cannot hold a file of this size\.$/);
    assert.deepEqual(await readdir(join(folder, 'files')), [kept]);
    const id = await server.createJob({ training_file: kept });
    await server.untilSucceeded(id);
    assert.equal(await server.end('SIGTERM'), 0);
  });
});
