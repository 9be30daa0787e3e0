import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/common/logger.ts';
import { Poller, pollDelays } from '../../../src/jobs/poller.ts';
import type { Connection } from '../../../src/jobs/connections.ts';
import { ServiceError, serviceError } from '../../../src/jobs/serviceErrors.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { aJob, anEvent, fakeConnection, FakeService } from '../../support/jobs.ts';

function start(fields: Partial<Connection> = {}) {
  const service = new FakeService();
  const store = new JobStore();
  const clock = new FakeClock();
  let resets = 0;
  const connection = fakeConnection(service, { reset: () => resets++, ...fields });
  const poller = new Poller({ connection, store, clock, log: silentLogger });
  return { service, store, clock, poller, resets: () => resets };
}

describe('Poller', () => {
  it('asks nothing before it is woken', async () => {
    const { service } = start();
    await settle();
    assert.deepEqual(service.requests, []);
  });

  it('brings a job with its events into the store, oldest first', async () => {
    const { service, store, poller } = start();
    service.jobs = [aJob()];
    service.addEvent('ftjob-1', anEvent('a'));
    service.addEvent('ftjob-1', anEvent('b'));
    poller.wake();
    await settle();
    assert.deepEqual(
      store.get('fake', 'ftjob-1')?.events.map(({ id }) => id),
      ['a', 'b'],
    );
  });

  it('finds every event of a job that made more than a page of them between two looks', async () => {
    const { service, store, poller } = start();
    service.jobs = [aJob()];
    for (let i = 0; i < 250; i++) service.addEvent('ftjob-1', anEvent(`e${i}`, { createdAt: 1000 + i }));
    poller.wake();
    await settle();
    const events = store.get('fake', 'ftjob-1')?.events ?? [];
    assert.equal(events.length, 250);
    assert.equal(events[249]?.id, 'e249');
  });

  it('lists all jobs before it reads the history of the first', async () => {
    const { service, store, poller } = start();
    service.jobs = [aJob(), aJob({ id: 'ftjob-2' })];
    const seen: number[] = [];
    service.listEvents = async () => {
      seen.push(store.list().length);
      return { items: [], hasMore: false };
    };
    poller.wake();
    await settle();
    assert.deepEqual(seen, [2, 2]);
  });

  it('looks again soon while a job runs, and sleeps when it is over and nobody looks', async () => {
    const { service, clock, poller } = start();
    service.jobs = [aJob()];
    poller.wake();
    await settle();
    assert.equal(clock.nextDelay, pollDelays.active.remote);
    service.jobs = [aJob({ status: 'succeeded' })];
    clock.advance(pollDelays.active.remote);
    await settle();
    assert.equal(clock.nextDelay, undefined);
  });

  it('keeps looking for new jobs while somebody watches', async () => {
    const { clock, poller } = start();
    const watching = poller.watch();
    await settle();
    assert.equal(clock.nextDelay, pollDelays.watched.remote);
    watching.dispose();
    clock.advance(pollDelays.watched.remote);
    await settle();
    assert.equal(clock.nextDelay, undefined);
  });

  it('waits longer after each failure, says so in the store, and recovers by itself', async () => {
    const { service, store, clock, poller, resets } = start();
    poller.watch();
    await settle();
    service.isReachable = false;
    clock.advance(pollDelays.watched.remote);
    await settle();
    assert.equal(store.connectionState('fake').type, 'failing');
    assert.equal(clock.nextDelay, pollDelays.firstRetry);
    clock.advance(pollDelays.firstRetry);
    await settle();
    assert.equal(clock.nextDelay, 2 * pollDelays.firstRetry);
    assert.equal(resets(), 2);
    service.isReachable = true;
    clock.advance(2 * pollDelays.firstRetry);
    await settle();
    assert.equal(store.connectionState('fake').type, 'ok');
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

  it('asks no more with a key that was refused, until it is woken with another', async () => {
    const { service, store, clock, poller } = start();
    const listJobs = service.listJobs.bind(service);
    service.listJobs = async () => {
      throw serviceError('Acme', { status: 401 });
    };
    poller.watch();
    await settle();
    assert.equal(clock.nextDelay, undefined);
    assert.equal(store.connectionState('fake').type, 'failing');
    service.listJobs = listJobs;
    poller.wake();
    await settle();
    assert.equal(store.connectionState('fake').type, 'ok');
    assert.equal(clock.nextDelay, pollDelays.watched.remote);
  });

  it('asks for the events of a job that ends once more only', async () => {
    const { service, clock, poller } = start();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.jobs = [aJob({ status: 'failed' })];
    clock.advance(pollDelays.active.remote);
    await settle();
    clock.advance(3 * pollDelays.watched.remote);
    await settle();
    assert.equal(service.requests.filter((request) => request === 'events').length, 2);
  });

  it('asks elsewhere for the history of a job that was over before only when somebody wants it, and once', async () => {
    const { service, poller } = start();
    service.jobs = [aJob({ status: 'failed' }), aJob({ id: 'ftjob-2', status: 'succeeded' })];
    poller.wake();
    await settle();
    const histories = (): number => service.requests.filter((request) => request === 'events').length;
    assert.equal(histories(), 0);
    poller.want('ftjob-1');
    await settle();
    poller.want('ftjob-1');
    await settle();
    assert.equal(histories(), 1);
  });

  it('asks the local server for all histories, and more often', async () => {
    const { service, clock, poller } = start({ kind: 'local' });
    service.jobs = [aJob({ status: 'failed' }), aJob({ id: 'ftjob-2' })];
    poller.wake();
    await settle();
    assert.equal(service.requests.filter((request) => request === 'events').length, 2);
    assert.equal(clock.nextDelay, pollDelays.active.local);
  });

  it('forgets jobs that the service no longer lists', async () => {
    const { service, store, clock, poller } = start();
    service.jobs = [aJob()];
    poller.watch();
    await settle();
    service.jobs = [];
    clock.advance(pollDelays.active.remote);
    await settle();
    assert.equal(store.list().length, 0);
  });

  it('stops at once when disposed', async () => {
    const { service, store, clock, poller } = start();
    service.jobs = [aJob()];
    poller.watch();
    poller.dispose();
    await settle();
    assert.equal(clock.nextDelay, undefined);
    assert.equal(store.list().length, 0);
  });
});
