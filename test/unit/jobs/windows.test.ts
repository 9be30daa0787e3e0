import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/common/logger.ts';
import { paces } from '../../../src/jobs/pace.ts';
import { Pollers } from '../../../src/jobs/pollers.ts';
import { serviceError } from '../../../src/jobs/serviceErrors.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { aJob, anEvent, fakeConnection, FakeService } from '../../support/jobs.ts';
import { sharedFolder } from '../../support/sharedFolder.ts';

/** Windows of one person: each with a store and pollers of its own over one folder and one service. */
function start(host = 'fake.test') {
  const service = new FakeService();
  const folder = sharedFolder();
  const clock = new FakeClock();
  clock.advance(1_000_000);
  let keysNeeded = 0;
  const open = (holder: string) => {
    const store = new JobStore();
    const changes: string[] = [];
    store.onDidChange((change) => {
      if (change.type !== 'job') return;
      changes.push(`${change.previousStatus} to ${store.get(change.connection, change.id)?.job.status}`);
    });
    const connection = fakeConnection(service, { host });
    const connections = { list: () => [connection] };
    const onKeyNeeded = (): number => keysNeeded++;
    const tools = { clock, log: silentLogger, random: () => 0, onKeyNeeded };
    const pollers = new Pollers({ connections, store, folder, holder, ...tools });
    const status = (id = 'ftjob-1'): string | undefined => store.get('fake', id)?.job.status;
    return { store, pollers, changes, status };
  };
  const goOn = async (milliseconds: number, step = 1000): Promise<void> => {
    for (let past = 0; past < milliseconds; past += step) {
      clock.advance(step);
      await settle();
    }
  };
  const count = (what: string): number => service.requests.filter((request) => request === what).length;
  /** Two windows, of which the first asks the service. */
  const openTwo = async ({ firstIsLookedAt = true } = {}) => {
    const [one, two] = [open('one'), open('two')] as const;
    if (firstIsLookedAt) await one.pollers.setLookedAt(true);
    else one.pollers.wake('fake');
    await settle();
    await two.pollers.setLookedAt(true);
    return [one, two] as const;
  };
  /** A window that has seen the jobs and is closed again. */
  const openAndClose = async (): Promise<void> => {
    const { pollers } = open('before');
    pollers.wake('fake');
    await settle();
    pollers.dispose();
    await settle();
  };
  return { service, folder, clock, open, openTwo, openAndClose, goOn, count, keysNeeded: () => keysNeeded };
}

describe('Several windows', () => {
  it('ask a service once for all of them, and see the same', async () => {
    const { service, openTwo, goOn, count } = start();
    service.jobs = [aJob()];
    const [, two] = await openTwo();
    await goOn(20_000);
    const alone = count('list');
    service.jobs = [aJob({ status: 'succeeded' }), aJob({ id: 'ftjob-2' })];
    await goOn(90_000);
    assert.deepEqual([two.status(), two.status('ftjob-2')], ['succeeded', 'running']);
    assert.deepEqual(two.changes, ['running to succeeded']);
    assert.ok(count('list') - alone < 30, 'as many requests as of one window');
    assert.equal(count('list') + count('events') + count('checkpoints'), service.requests.length);
  });

  it('see how far a job is without asking for its events', async () => {
    const { service, openTwo, goOn, count } = start('localhost');
    service.jobs = [aJob()];
    service.addEvent('ftjob-1', anEvent('a', { type: 'metrics', data: { step: 3, total_steps: 9 } }));
    const [, two] = await openTwo();
    await goOn(3000);
    const record = two.store.get('fake', 'ftjob-1');
    assert.deepEqual([record?.events, record?.progress], [[], { step: 3, totalSteps: 9 }]);
    assert.equal(count('events'), 4, 'one at the start, and one a second');
  });

  it('show the events of a job that somebody wants to see in one of them', async () => {
    const { service, openTwo, goOn } = start();
    service.jobs = [aJob()];
    service.addEvent('ftjob-1', anEvent('a'));
    const [, two] = await openTwo();
    await goOn(10_000);
    two.pollers.want('fake', 'ftjob-1');
    await goOn(10_000);
    assert.equal(two.store.get('fake', 'ftjob-1')?.events.length, 1);
  });

  it('go on when the one that asked is closed, at once', async () => {
    const { service, openTwo, goOn } = start();
    service.jobs = [aJob()];
    const [one, two] = await openTwo({ firstIsLookedAt: false });
    await goOn(5000);
    one.pollers.dispose();
    service.jobs = [aJob({ status: 'succeeded' })];
    await goOn(2 * paces.remote.following);
    assert.equal(two.status(), 'succeeded');
  });

  it('go on when the one that asked has died', async () => {
    const { service, folder, openTwo, goOn } = start('127.0.0.1:80');
    service.jobs = [aJob()];
    const [one, two] = await openTwo({ firstIsLookedAt: false });
    await goOn(5000);
    const [lease] = Array.from(folder.texts.keys()).filter((name) => name.endsWith('.lease'));
    const text = folder.texts.get(lease ?? '');
    one.pollers.dispose();
    await settle();
    // A process that dies removes nothing.
    folder.texts.set(lease ?? '', text ?? '');
    service.jobs = [aJob({ status: 'succeeded' })];
    await goOn(40_000);
    assert.equal(two.status(), 'succeeded');
  });

  it('follow the one in which a person acts, which sees what it did at once', async () => {
    const { service, openTwo, goOn } = start();
    service.jobs = [aJob()];
    const [one, two] = await openTwo({ firstIsLookedAt: false });
    await goOn(200_000);
    service.jobs = [aJob({ status: 'cancelled' })];
    two.pollers.wake('fake');
    await settle();
    assert.equal(two.status(), 'cancelled');
    await goOn(70_000);
    assert.equal(one.status(), 'cancelled');
    assert.deepEqual(two.changes, ['running to cancelled']);
  });

  it('keep a job that was launched in one and that the other has not seen yet', async () => {
    const { service, openTwo, goOn } = start();
    service.jobs = [aJob()];
    const [one, two] = await openTwo();
    await goOn(5000);
    two.store.apply('fake', 'launched', { job: aJob({ id: 'launched', status: 'validating_files' }) });
    one.store.apply('fake', 'ftjob-1', { job: aJob({ status: 'pausing' }) });
    await goOn(60_000);
    assert.equal(two.status('launched'), 'validating_files');
  });

  it('ask for a key once when it is refused, and all go on when one is given', async () => {
    const { service, openTwo, goOn, keysNeeded, count } = start();
    const listJobs = service.listJobs.bind(service);
    let refused = 0;
    service.listJobs = async () => {
      refused++;
      throw serviceError('fake', { status: 401 });
    };
    const [one, two] = await openTwo();
    await goOn(600_000, 5000);
    assert.deepEqual([refused, keysNeeded()], [1, 1]);
    const state = two.store.connectionState('fake');
    assert.ok(state.type === 'failing' && state.needsKey);
    service.listJobs = listJobs;
    one.pollers.retryKeys();
    two.pollers.retryKeys();
    await goOn(10_000);
    assert.deepEqual(
      [one, two].map(({ store }) => store.connectionState('fake').type),
      ['ok', 'ok'],
    );
    assert.equal(count('list'), 1);
  });

  it('that cannot write their files ask each for itself', async () => {
    const { service, folder, open, goOn } = start();
    folder.read = async () => {
      throw new Error('EACCES');
    };
    service.jobs = [aJob()];
    const one = open('one');
    await one.pollers.setLookedAt(true);
    await goOn(5000);
    assert.equal(one.status(), 'running');
  });
});

describe('The next start', () => {
  it('shows the jobs as they were last seen, and asks nobody where none was active', async () => {
    const { service, open, goOn, openAndClose } = start();
    service.jobs = [aJob({ status: 'succeeded' })];
    await openAndClose();
    const asked = service.requests.length;
    const after = open('after');
    assert.deepEqual(await after.pollers.restore(), []);
    assert.equal(after.status(), 'succeeded');
    await goOn(600_000, 60_000);
    assert.equal(service.requests.length, asked);
  });

  it('tells of a job that ended meanwhile', async () => {
    const { service, open, openAndClose } = start();
    service.jobs = [aJob()];
    await openAndClose();
    service.jobs = [aJob({ status: 'failed' })];
    const after = open('after');
    assert.deepEqual(await after.pollers.restore(), ['fake']);
    after.pollers.begin('fake');
    await settle();
    assert.deepEqual(after.changes, ['running to failed']);
  });

  it('waits for no window that died, and asks nothing where another one has just looked', async () => {
    const { service, folder, clock, open } = start();
    service.jobs = [aJob()];
    const one = open('one');
    one.pollers.wake('fake');
    await settle();
    const lease = folder.texts.get('fake.lease') ?? '';
    const asked = service.requests.length;
    const [soon, late] = [open('soon'), open('late')];
    soon.pollers.begin('fake');
    await settle();
    assert.deepEqual([soon.status(), service.requests.length], ['running', asked]);
    for (const { pollers } of [soon, one]) pollers.dispose();
    await settle();
    folder.texts.set('fake.lease', lease);
    clock.advance(paces.remote.fresh);
    service.jobs = [aJob({ status: 'succeeded' })];
    late.pollers.begin('fake');
    await settle();
    assert.equal(late.status(), 'succeeded');
  });

  it('knows nothing of a connection that is gone', async () => {
    const { service, folder, open } = start();
    service.jobs = [aJob()];
    const { pollers } = open('one');
    pollers.wake('fake');
    await settle();
    assert.notEqual(folder.texts.size, 0);
    folder.texts.set('elsewhere.jobs', '{}');
    await pollers.restore();
    assert.ok(!folder.texts.has('elsewhere.jobs'));
  });
});
