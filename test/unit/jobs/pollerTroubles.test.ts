import assert from 'node:assert/strict';
import type { PageOptions } from '../../../src/jobs/api.ts';
import { paces, retryDelays } from '../../../src/jobs/pace.ts';
import { ServiceError, serviceError } from '../../../src/jobs/serviceErrors.ts';
import { settle } from '../../support/fakeClock.ts';
import { aJob } from '../../support/jobs.ts';
import { startPoller } from '../../support/poller.ts';

const { remote } = paces;

describe('Poller of a service that fails or refuses', () => {
  it('gives a gap up that the service refuses to fill', async () => {
    const { service, store, wake, goOn, addEvents, poller } = startPoller();
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

  it('waits longer after each failure, says so in the store, and recovers by itself', async () => {
    const { service, store, clock, poller, goOn, resets, state } = startPoller();
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
    const { service, poller, wake, goOn, state } = startPoller();
    poller.watch();
    await settle();
    service.isReachable = false;
    await wake();
    service.isReachable = true;
    await goOn();
    assert.equal(state().type, 'ok');
  });

  it('asks a service that answers with errors no more often than usual while nothing is active', async () => {
    const { service, clock, poller, goOn, state } = startPoller();
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
    const { service, clock, poller } = startPoller();
    service.listJobs = async () => {
      throw new ServiceError('service.rateLimited', 'Slow down.', '', { status: 429, retryAfter: 90_000 }, {});
    };
    poller.watch();
    await settle();
    assert.equal(clock.nextDelay, 90_000);
  });

  it('asks for nothing more before a limit is reset that its last request has used up', async () => {
    const { service, clock, wake, goOn } = startPoller();
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
    const { service, state, clock, poller, wake, keysNeeded } = startPoller();
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
    const { service, wake, goOn, events, addEvents } = startPoller();
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

  for (const status of [404, 405, 501]) {
    it(`lets a job go that is not listed any more, at a service that answers ${status} where it is asked for`, async () => {
      const { service, store, poller, goOn } = startPoller();
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
});
