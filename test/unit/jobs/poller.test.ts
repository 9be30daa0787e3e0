import assert from 'node:assert/strict';
import type { JobEvent, Page } from '../../../src/jobs/api.ts';
import { paces } from '../../../src/jobs/pace.ts';
import { settle } from '../../support/fakeClock.ts';
import { aJob, anEvent } from '../../support/jobs.ts';
import { startPoller } from '../../support/poller.ts';

const { remote, loopback } = paces;

describe('Poller', () => {
  it('asks nothing before it is woken', async () => {
    const { service } = startPoller();
    await settle();
    assert.deepEqual(service.requests, []);
  });

  it('brings a job with its events into the store, oldest first', async () => {
    const { service, wake, events, addEvents } = startPoller();
    service.jobs = [aJob()];
    addEvents('ftjob-1', 2);
    await wake();
    assert.deepEqual(
      events().map(({ id }) => id),
      ['e0', 'e1'],
    );
  });

  it('lists all jobs before it asks for the events of the first', async () => {
    const { service, store, wake } = startPoller();
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
    const { service, store, wake, goOn } = startPoller();
    service.jobs = [aJob()];
    await wake();
    service.jobs = [aJob({ status: 'paused' })];
    service.listEvents = () => new Promise<Page<JobEvent>>(() => undefined);
    await goOn();
    assert.equal(store.get('fake', 'ftjob-1')?.job.status, 'paused');
  });

  it('asks for one page of events a look, however many a job makes, and shows the newest first', async () => {
    const { service, wake, goOn, count, events, addEvents } = startPoller({ kind: 'local' });
    service.jobs = [aJob()];
    for (let look = 1; look <= 5; look++) {
      addEvents('ftjob-1', 3000);
      await (look === 1 ? wake() : goOn());
      assert.equal(count('events'), look);
      assert.equal(events().at(-1)?.id, `e${3000 * look - 1}`);
    }
  });

  it('brings all events of a job that somebody wants to see, a page a look, none twice and none missing', async () => {
    const { service, wake, goOn, count, events, addEvents, poller, store } = startPoller();
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
    const { service, clock, wake, goOn, events, addEvents, poller } = startPoller({ kind: 'local' });
    service.jobs = [aJob({ status: 'succeeded' })];
    addEvents('ftjob-1', 10_000);
    await wake();
    poller.want('ftjob-1');
    const begin = clock.now();
    while (events().length < 10_000) await goOn();
    assert.equal(clock.now() - begin, 9 * loopback.history);
  });

  it('looks less and less often at a job to which nothing happens, and often again after a change', async () => {
    const { service, clock, wake, goOn } = startPoller();
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
    const { service, clock, wake, goOn, addEvents } = startPoller();
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
    const { service, clock, wake, goOn } = startPoller();
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
    const { service, clock, wake, goOn } = startPoller({ host: '127.0.0.1:8100' });
    service.jobs = [aJob()];
    await wake();
    await goOn(20);
    assert.equal(clock.nextDelay, loopback.slowest);
  });

  it('sleeps when all is over and nobody looks', async () => {
    const { service, clock, wake, goOn } = startPoller();
    service.jobs = [aJob()];
    await wake();
    service.jobs = [aJob({ status: 'succeeded' })];
    await goOn();
    assert.equal(clock.nextDelay, undefined);
  });

  it('keeps looking for new jobs while somebody watches', async () => {
    const { clock, poller, goOn } = startPoller();
    const watching = poller.watch();
    await settle();
    assert.equal(clock.nextDelay, remote.watched);
    watching.dispose();
    await goOn();
    assert.equal(clock.nextDelay, undefined);
  });

  it('has no more than four requests under way at a time', async () => {
    const { service, wake } = startPoller();
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

  it('asks for the events of a job that ends once more only', async () => {
    const { service, poller, goOn, count } = startPoller();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.jobs = [aJob({ status: 'failed' })];
    await goOn(4);
    assert.equal(count('events'), 2);
  });

  it('asks for the history of a job that was over before only when somebody wants it, and once', async () => {
    const { service, poller, wake, goOn, count } = startPoller({ kind: 'local' });
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
    const { service, store, poller, goOn } = startPoller();
    service.jobs = [aJob(), aJob({ id: 'over', status: 'succeeded' })];
    poller.watch();
    await settle();
    service.jobs = [];
    await goOn();
    assert.deepEqual(store.list(), []);
  });

  it('keeps an active job that the list leaves out and the service knows', async () => {
    const { service, store, poller, goOn } = startPoller();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.listJobs = async () => ({ items: [], hasMore: false });
    service.jobs = [aJob({ status: 'pausing' })];
    await goOn();
    assert.equal(store.get('fake', 'ftjob-1')?.job.status, 'pausing');
  });

  it('finds all new jobs also when there are more of them than it usually asks for', async () => {
    const { service, store, poller, goOn } = startPoller();
    service.jobs = [aJob({ status: 'succeeded' })];
    poller.watch();
    await settle();
    const added = Array.from({ length: 50 }, (_, i) => aJob({ id: `new-${i}`, status: 'succeeded', createdAt: 2000 }));
    service.jobs = [...added, ...service.jobs];
    await goOn();
    assert.equal(store.list().length, 51);
  });

  it('stops at once when disposed', async () => {
    const { service, store, clock, poller, wake } = startPoller();
    service.jobs = [aJob()];
    poller.watch();
    poller.dispose();
    await settle();
    await wake();
    assert.equal(clock.nextDelay, undefined);
    assert.equal(store.list().length, 0);
  });
});
