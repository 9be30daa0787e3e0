import assert from 'node:assert/strict';
import type { UserError } from '../../../src/common/errors.ts';
import { silentLogger } from '../../../src/common/logger.ts';
import type { JobEvent, Page, PageOptions } from '../../../src/jobs/api.ts';
import type { Connection } from '../../../src/jobs/connections.ts';
import { paces, retryDelays } from '../../../src/jobs/pace.ts';
import { Poller } from '../../../src/jobs/poller.ts';
import { ServiceError, serviceError } from '../../../src/jobs/serviceErrors.ts';
import { SharedJobs } from '../../../src/jobs/sharedJobs.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { aJob, anEvent, fakeConnection, FakeService } from '../../support/jobs.ts';
import { sharedFolder } from '../../support/sharedFolder.ts';

const { remote, loopback } = paces;

function start(fields: Partial<Connection> = {}) {
  const service = new FakeService();
  const store = new JobStore();
  const clock = new FakeClock();
  let resets = 0;
  const connection = fakeConnection(service, { reset: () => resets++, ...fields });
  const keysNeeded: string[] = [];
  const onKeyNeeded = ({ code }: UserError): number => keysNeeded.push(code);
  const tools = { connection, store, clock, log: silentLogger };
  const shared = new SharedJobs({ ...tools, folder: sharedFolder(), holder: 'window' });
  const poller = new Poller({ ...tools, shared, random: () => 0, onKeyNeeded });
  const count = (what: string): number => service.requests.filter((request) => request === what).length;
  /** Lets the clock go on to the next look that is planned, so many times. */
  const goOn = async (looks = 1): Promise<void> => {
    for (let i = 0; i < looks; i++) {
      clock.advance(clock.nextDelay ?? 0);
      await settle();
    }
  };
  const wake = async (): Promise<void> => {
    poller.wake();
    await settle();
  };
  const events = (id = 'ftjob-1'): readonly JobEvent[] => store.get('fake', id)?.events ?? [];
  const addEvents = (id: string, amount: number): void => {
    const known = service.events.get(id)?.length ?? 0;
    for (let i = known; i < known + amount; i++) service.addEvent(id, anEvent(`e${i}`, { createdAt: 1000 + i }));
  };
  const state = () => store.connectionState('fake');
  return {
    service,
    store,
    clock,
    poller,
    count,
    goOn,
    wake,
    events,
    addEvents,
    state,
    keysNeeded,
    resets: () => resets,
  };
}

describe('Poller', () => {
  it('asks nothing before it is woken', async () => {
    const { service } = start();
    await settle();
    assert.deepEqual(service.requests, []);
  });

  it('brings a job with its events into the store, oldest first', async () => {
    const { service, wake, events, addEvents } = start();
    service.jobs = [aJob()];
    addEvents('ftjob-1', 2);
    await wake();
    assert.deepEqual(
      events().map(({ id }) => id),
      ['e0', 'e1'],
    );
  });

  it('lists all jobs before it asks for the events of the first', async () => {
    const { service, store, wake } = start();
    service.jobs = [aJob(), aJob({ id: 'ftjob-2' })];
    const seen: number[] = [];
    service.listEvents = async () => {
      seen.push(store.list().length);
      return { items: [], hasMore: false };
    };
    await wake();
    assert.deepEqual(seen, [2, 2]);
  });

  it('tells a new status at once, while the events are still on their way', async () => {
    const { service, store, wake, goOn } = start();
    service.jobs = [aJob()];
    await wake();
    service.jobs = [aJob({ status: 'paused' })];
    service.listEvents = () => new Promise<Page<JobEvent>>(() => undefined);
    await goOn();
    assert.equal(store.get('fake', 'ftjob-1')?.job.status, 'paused');
  });

  it('asks for one page of events a look, however many a job makes, and shows the newest first', async () => {
    const { service, wake, goOn, count, events, addEvents } = start({ kind: 'local' });
    service.jobs = [aJob()];
    for (let look = 1; look <= 5; look++) {
      addEvents('ftjob-1', 3000);
      await (look === 1 ? wake() : goOn());
      assert.equal(count('events'), look);
      assert.equal(events().at(-1)?.id, `e${3000 * look - 1}`);
    }
  });

  it('brings all events of a job that somebody wants to see, a page a look, none twice and none missing', async () => {
    const { service, wake, goOn, count, events, addEvents, poller, store } = start();
    service.jobs = [aJob()];
    addEvents('ftjob-1', 250);
    await wake();
    addEvents('ftjob-1', 250);
    poller.want('ftjob-1');
    for (let look = 1; look <= 20 && store.get('fake', 'ftjob-1')?.gap !== undefined; look++) {
      const before = count('events');
      await goOn();
      assert.equal(count('events') - before, 1);
    }
    assert.deepEqual(
      events().map(({ id }) => id),
      Array.from({ length: 500 }, (_, i) => `e${i}`),
    );
  });

  it('takes the local server for the history of a job at its word: 1000 events a page, five pages a second', async () => {
    const { service, clock, wake, goOn, events, addEvents, poller } = start({ kind: 'local' });
    service.jobs = [aJob({ status: 'succeeded' })];
    addEvents('ftjob-1', 10_000);
    await wake();
    poller.want('ftjob-1');
    const begin = clock.now();
    while (events().length < 10_000) await goOn();
    assert.equal(clock.now() - begin, 9 * loopback.history);
  });

  it('gives a gap up that the service refuses to fill', async () => {
    const { service, store, wake, goOn, addEvents, poller } = start();
    service.jobs = [aJob()];
    addEvents('ftjob-1', 250);
    const listEvents = service.listEvents.bind(service);
    service.listEvents = async (id: string, options?: PageOptions) => {
      if (options?.after !== undefined) throw serviceError('fake', { status: 400 });
      return listEvents(id, options);
    };
    poller.want('ftjob-1');
    await wake();
    await goOn(6);
    assert.equal(store.get('fake', 'ftjob-1')?.gap, undefined);
    assert.equal(store.connectionState('fake').type, 'ok');
  });

  it('looks less and less often at a job to which nothing happens, and often again after a change', async () => {
    const { service, clock, wake, goOn } = start();
    service.jobs = [aJob()];
    await wake();
    assert.equal(clock.nextDelay, remote.fastest);
    await goOn(40);
    assert.equal(clock.nextDelay, remote.slowest);
    service.jobs = [aJob({ status: 'pausing' })];
    await goOn();
    assert.equal(clock.nextDelay, remote.fastest);
  });

  it('looks often after the first event, and not because of later ones', async () => {
    const { service, clock, wake, goOn, addEvents } = start();
    service.jobs = [aJob()];
    await wake();
    await goOn(40);
    addEvents('ftjob-1', 1);
    await goOn();
    assert.equal(clock.nextDelay, remote.fastest);
    await goOn(40);
    addEvents('ftjob-1', 1);
    await goOn();
    assert.equal(clock.nextDelay, remote.slowest);
  });

  it('keeps its pace whatever the clock of the service says, and when ours is set back', async () => {
    const { service, clock, wake, goOn } = start();
    service.jobs = [aJob({ createdAt: 9e15 })];
    service.addEvent('ftjob-1', anEvent('from the future', { createdAt: 9e15 }));
    await wake();
    assert.equal(clock.nextDelay, remote.fastest);
    await goOn(3);
    clock.setBack(3_600_000);
    await wake();
    assert.ok((clock.nextDelay ?? Number.NaN) <= remote.slowest, `${clock.nextDelay}`);
  });

  it('asks a service on this machine every second while a job runs', async () => {
    const { service, clock, wake, goOn } = start({ host: '127.0.0.1:8100' });
    service.jobs = [aJob()];
    await wake();
    await goOn(20);
    assert.equal(clock.nextDelay, loopback.slowest);
  });

  it('sleeps when all is over and nobody looks', async () => {
    const { service, clock, wake, goOn } = start();
    service.jobs = [aJob()];
    await wake();
    service.jobs = [aJob({ status: 'succeeded' })];
    await goOn();
    assert.equal(clock.nextDelay, undefined);
  });

  it('keeps looking for new jobs while somebody watches', async () => {
    const { clock, poller, goOn } = start();
    const watching = poller.watch();
    await settle();
    assert.equal(clock.nextDelay, remote.watched);
    watching.dispose();
    await goOn();
    assert.equal(clock.nextDelay, undefined);
  });

  it('has no more than four requests under way at a time', async () => {
    const { service, wake } = start();
    service.jobs = Array.from({ length: 10 }, (_, i) => aJob({ id: `ftjob-${i}` }));
    let [atOnce, most] = [0, 0];
    service.listEvents = async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      return { items: [], hasMore: false };
    };
    await wake();
    assert.equal(most, 4);
  });

  it('waits longer after each failure, says so in the store, and recovers by itself', async () => {
    const { service, store, clock, poller, goOn, resets, state } = start();
    clock.advance(5000);
    poller.watch();
    await settle();
    service.isReachable = false;
    await goOn();
    const failing = state();
    assert.ok(failing.type === 'failing');
    assert.deepEqual([failing.updatedAt, failing.since], [5000, 5000 + remote.watched]);
    assert.equal(clock.nextDelay, retryDelays.first);
    await goOn();
    assert.equal(clock.nextDelay, 2 * retryDelays.first);
    assert.equal(resets(), 2);
    await goOn(10);
    assert.equal(clock.nextDelay, retryDelays.longest);
    service.isReachable = true;
    await goOn();
    assert.equal(store.connectionState('fake').type, 'ok');
    assert.equal(clock.nextDelay, remote.watched);
  });

  it('tries a refresh that failed again soon, though a look is not due', async () => {
    const { service, poller, wake, goOn, state } = start();
    poller.watch();
    await settle();
    service.isReachable = false;
    await wake();
    service.isReachable = true;
    await goOn();
    assert.equal(state().type, 'ok');
  });

  it('asks a service that answers with errors no more often than usual while nothing is active', async () => {
    const { service, clock, poller, goOn, state } = start();
    service.listJobs = async () => {
      throw serviceError('fake', { status: 500 });
    };
    poller.watch();
    await settle();
    await goOn(12);
    assert.equal(clock.nextDelay, remote.watched);
    assert.equal(state().type, 'failing');
  });

  it('waits as long as a service asks that is asked too often', async () => {
    const { service, clock, poller } = start();
    service.listJobs = async () => {
      throw new ServiceError('service.rateLimited', 'Slow down.', '', { status: 429, retryAfter: 90_000 }, {});
    };
    poller.watch();
    await settle();
    assert.equal(clock.nextDelay, 90_000);
  });

  it('asks for nothing more before a limit is reset that its last request has used up', async () => {
    const { service, clock, wake, goOn } = start();
    service.jobs = [aJob(), aJob({ id: 'ftjob-2' })];
    service.askedWait = 45_000;
    await wake();
    assert.deepEqual(service.requests, ['list']);
    assert.equal(clock.nextDelay, 45_000);
    service.askedWait = 0;
    await goOn();
    assert.deepEqual(service.requests, ['list', 'list', 'events', 'events']);
  });

  it('asks no more with a key that was refused, until it is woken with another', async () => {
    const { service, state, clock, poller, wake, keysNeeded } = start();
    const listJobs = service.listJobs.bind(service);
    service.listJobs = async () => {
      throw serviceError('Acme', { status: 401 });
    };
    poller.watch();
    await settle();
    assert.equal(clock.nextDelay, undefined);
    const failing = state();
    assert.ok(failing.type === 'failing' && failing.needsKey);
    await wake();
    assert.deepEqual(keysNeeded, ['service.unauthorized'], 'said once');
    service.listJobs = listJobs;
    await wake();
    assert.equal(state().type, 'ok');
    assert.equal(clock.nextDelay, remote.watched);
  });

  it('asks for the events of the other jobs where those of one cannot be had', async () => {
    const { service, wake, goOn, events, addEvents } = start();
    service.jobs = Array.from({ length: 6 }, (_, i) => aJob({ id: `ftjob-${i}`, createdAt: 1000 - i }));
    addEvents('ftjob-5', 1);
    const listEvents = service.listEvents.bind(service);
    service.listEvents = async (id: string, options?: PageOptions) => {
      if (id === 'ftjob-0') throw serviceError('fake', { status: 500 });
      return listEvents(id, options);
    };
    await wake();
    await goOn(3);
    assert.equal(events('ftjob-5').length, 1);
  });

  it('asks for the events of a job that ends once more only', async () => {
    const { service, poller, goOn, count } = start();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.jobs = [aJob({ status: 'failed' })];
    await goOn(4);
    assert.equal(count('events'), 2);
  });

  it('asks for the history of a job that was over before only when somebody wants it, and once', async () => {
    const { service, poller, wake, goOn, count } = start({ kind: 'local' });
    service.jobs = [aJob({ status: 'failed' }), aJob({ id: 'ftjob-2', status: 'succeeded' })];
    await wake();
    assert.equal(count('events'), 0);
    poller.want('ftjob-1');
    await goOn();
    poller.want('ftjob-1');
    await goOn(3);
    assert.equal(count('events'), 1);
  });

  it('forgets jobs that the service no longer lists or knows', async () => {
    const { service, store, poller, goOn } = start();
    service.jobs = [aJob(), aJob({ id: 'over', status: 'succeeded' })];
    poller.watch();
    await settle();
    service.jobs = [];
    await goOn();
    assert.deepEqual(store.list(), []);
  });

  it('keeps an active job that the list leaves out and the service knows', async () => {
    const { service, store, poller, goOn } = start();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.listJobs = async () => ({ items: [], hasMore: false });
    service.jobs = [aJob({ status: 'pausing' })];
    await goOn();
    assert.equal(store.get('fake', 'ftjob-1')?.job.status, 'pausing');
  });

  for (const status of [404, 405, 501]) {
    it(`lets a job go that is not listed any more, at a service that answers ${status} where it is asked for`, async () => {
      const { service, store, poller, goOn } = start();
      service.jobs = [aJob(), aJob({ id: 'other' })];
      poller.watch();
      await settle();
      service.jobs = [aJob({ id: 'other' })];
      service.retrieveJob = async () => Promise.reject(serviceError('fake', { status }));
      await goOn();
      assert.deepEqual(
        store.list().map(({ job }) => job.id),
        ['other'],
      );
    });
  }

  it('finds all new jobs also when there are more of them than it usually asks for', async () => {
    const { service, store, poller, goOn } = start();
    service.jobs = [aJob({ status: 'succeeded' })];
    poller.watch();
    await settle();
    const added = Array.from({ length: 50 }, (_, i) => aJob({ id: `new-${i}`, status: 'succeeded', createdAt: 2000 }));
    service.jobs = [...added, ...service.jobs];
    await goOn();
    assert.equal(store.list().length, 51);
  });

  it('stops at once when disposed', async () => {
    const { service, store, clock, poller, wake } = start();
    service.jobs = [aJob()];
    poller.watch();
    poller.dispose();
    await settle();
    await wake();
    assert.equal(clock.nextDelay, undefined);
    assert.equal(store.list().length, 0);
  });
});
