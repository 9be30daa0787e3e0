import assert from 'node:assert/strict';
import { FakeClock } from '../../support/fakeClock.ts';
import { aJob } from '../../support/jobs.ts';
import { SteadyService } from '../../support/steadyService.ts';
import { watching } from '../../support/watching.ts';

const hour = 3_600_000;

describe('A remote service', () => {
  it('is asked less than 200 times in an hour in which a job is watched with all its events', async () => {
    const clock = new FakeClock();
    const service = new SteadyService(clock, 300_000);
    const { store, pollers, pass } = watching(clock, service);
    service.jobs = [aJob({ status: 'validating_files' })];
    await pollers.setLookedAt(true);
    pollers.want('fake', 'ftjob-1');
    await pass(30_000);
    service.jobs = [aJob({ status: 'queued' })];
    await pass(270_000);
    service.jobs = [aJob({ status: 'running' })];
    await pass(hour - 300_000);
    const { length } = service.requests;
    assert.ok(length > 100 && length < 200, `${length} requests`);
    const { events = [] } = store.get('fake', 'ftjob-1') ?? {};
    assert.deepEqual(
      events.map(({ data }) => data['step'] ?? 0),
      events.map((_, i) => i),
    );
    assert.ok(events.length > 3200);
  });

  it('is asked less than 15 times in an hour in which nothing is active', async () => {
    const clock = new FakeClock();
    const service = new SteadyService(clock, 0);
    const { pollers, pass } = watching(clock, service);
    service.jobs = [aJob({ status: 'succeeded' })];
    await pollers.setLookedAt(true);
    await pass(hour);
    const { length } = service.requests;
    assert.ok(length > 10 && length < 15, `${length} requests`);
  });

  it('is not asked where nothing is active and nobody looks', async () => {
    const clock = new FakeClock();
    const service = new SteadyService(clock, 0);
    const { pollers, pass } = watching(clock, service);
    service.jobs = [aJob({ status: 'succeeded' })];
    pollers.wake('fake');
    await pass(hour);
    assert.deepEqual(service.requests, ['list']);
  });
});
