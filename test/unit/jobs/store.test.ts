import assert from 'node:assert/strict';
import { changedJobs, JobStore, type StoreChange } from '../../../src/jobs/store.ts';
import { aJob, anEvent } from '../../support/jobs.ts';

describe('JobStore', () => {
  const listen = (store: JobStore): StoreChange[] => {
    const changes: StoreChange[] = [];
    store.onDidChange((change) => changes.push(change));
    return changes;
  };

  it('says once that a job is new, and nothing when the same news comes again', () => {
    const store = new JobStore();
    const changes = listen(store);
    store.apply('local', 'ftjob-1', { job: aJob() });
    store.apply('local', 'ftjob-1', { job: aJob() });
    assert.deepEqual(changes, [{ type: 'job', connection: 'local', id: 'ftjob-1' }]);
  });

  it('says once that a list has new jobs, and of each known one that it has changed', () => {
    const store = new JobStore();
    store.apply('local', 'ftjob-1', { job: aJob() });
    const changes = listen(store);
    const jobs = [aJob({ id: 'a' }), aJob({ id: 'b' }), aJob({ status: 'paused' })];
    store.applyList(
      'local',
      jobs.map((job) => ({ job })),
    );
    assert.deepEqual(
      changes.map((change) => [change.type, changedJobs(change)]),
      [
        ['listed', ['a', 'b']],
        ['job', ['ftjob-1']],
      ],
    );
  });

  it('says nothing where a page has no new event', () => {
    const store = new JobStore();
    const page = { items: [anEvent('a')], hasMore: false };
    store.apply('local', 'ftjob-1', { job: aJob(), events: page });
    const changes = listen(store);
    store.apply('local', 'ftjob-1', { events: page });
    assert.deepEqual(changes, []);
  });

  it('tells where events are missing, until they have come', () => {
    const store = new JobStore();
    store.apply('local', 'ftjob-1', { job: aJob(), events: { items: [anEvent('c')], hasMore: true } });
    assert.equal(store.get('local', 'ftjob-1')?.gap, 'c');
    store.apply('local', 'ftjob-1', { events: { items: [anEvent('b'), anEvent('a')], hasMore: false, after: 'c' } });
    assert.equal(store.get('local', 'ftjob-1')?.gap, undefined);
  });

  it('drops a job with its events', () => {
    const store = new JobStore();
    store.apply('local', 'ftjob-1', { job: aJob(), events: { items: [anEvent('a')], hasMore: false } });
    store.remove('local', 'ftjob-1');
    store.apply('local', 'ftjob-1', { job: aJob() });
    assert.deepEqual(store.get('local', 'ftjob-1')?.events, []);
  });

  it('tells the status before a change', () => {
    const store = new JobStore();
    store.apply('local', 'ftjob-1', { job: aJob() });
    const changes = listen(store);
    store.apply('local', 'ftjob-1', { job: aJob({ status: 'succeeded' }) });
    assert.deepEqual(changes, [{ type: 'job', connection: 'local', id: 'ftjob-1', previousStatus: 'running' }]);
  });

  it('shows what was asked for as pending until the status moves', () => {
    const store = new JobStore();
    store.apply('local', 'ftjob-1', { job: aJob() });
    store.apply('local', 'ftjob-1', { pending: 'cancel' });
    store.apply('local', 'ftjob-1', { job: aJob() });
    assert.equal(store.get('local', 'ftjob-1')?.pending, 'cancel');
    store.apply('local', 'ftjob-1', { job: aJob({ status: 'cancelled' }) });
    assert.equal(store.get('local', 'ftjob-1')?.pending, undefined);
  });

  it('lists jobs newest first', () => {
    const store = new JobStore();
    store.apply('local', 'old', { job: aJob({ id: 'old', createdAt: 1 }) });
    store.apply('local', 'new', { job: aJob({ id: 'new', createdAt: 2 }) });
    assert.deepEqual(
      store.list().map(({ job }) => job.id),
      ['new', 'old'],
    );
  });

  it('keeps jobs of two services with the same id apart', () => {
    const store = new JobStore();
    store.apply('a', 'ftjob-1', { job: aJob({ model: 'one' }) });
    store.apply('b', 'ftjob-1', { job: aJob({ model: 'two' }) });
    assert.equal(store.get('a', 'ftjob-1')?.job.model, 'one');
  });
});
