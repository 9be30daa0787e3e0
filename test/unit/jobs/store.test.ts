import assert from 'node:assert/strict';
import { JobStore, mergeEvents, type StoreChange } from '../../../src/jobs/store.ts';
import { aJob, anEvent } from '../../support/jobs.ts';

const ids = (events: readonly { id: string }[]): string => events.map(({ id }) => id).join('');

describe('mergeEvents', () => {
  it('keeps the order of arrival for events of one moment', () => {
    assert.equal(ids(mergeEvents([], [anEvent('c'), anEvent('b'), anEvent('a')])), 'abc');
  });

  it('adds no event twice', () => {
    const known = [anEvent('a'), anEvent('b')];
    assert.equal(ids(mergeEvents(known, [anEvent('c'), anEvent('b'), anEvent('a')])), 'abc');
  });

  it('returns the same list where nothing is new, so that nothing is redrawn', () => {
    const known = [anEvent('a')];
    assert.equal(mergeEvents(known, [anEvent('a')]), known);
  });

  it('puts an event that arrives late in its place', () => {
    const known = [anEvent('a', { createdAt: 1 }), anEvent('c', { createdAt: 3 })];
    assert.equal(ids(mergeEvents(known, [anEvent('b', { createdAt: 2 })])), 'abc');
  });
});

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
