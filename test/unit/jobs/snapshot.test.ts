import assert from 'node:assert/strict';
import { readSnapshot, snapshotText } from '../../../src/jobs/snapshot.ts';
import type { JobRecord } from '../../../src/jobs/store.ts';
import { aJob, anEvent } from '../../support/jobs.ts';

const aRecord = (fields: Partial<JobRecord> = {}): JobRecord => ({
  connection: 'fake',
  job: aJob(),
  events: [],
  checkpoints: [],
  ...fields,
});

describe('A snapshot of jobs', () => {
  it('holds jobs, checkpoints and how far they are', () => {
    const checkpoints = [{ id: 'c', createdAt: 1, stepNumber: 2, model: 'm', metrics: { train_loss: 1 } }];
    const events = [anEvent('a', { type: 'metrics', data: { step: 3, total_steps: 9, train_loss: 0.5 } })];
    const kept = readSnapshot(snapshotText([aRecord({ checkpoints, events })], 'ftjob-0'));
    const progress = { step: 3, totalSteps: 9, trainLoss: 0.5 };
    assert.deepEqual(kept, { jobs: [{ job: aJob(), checkpoints, progress }], tail: 'ftjob-0' });
  });

  it('holds no event, and of a failure nothing that may be a key or a row', () => {
    const message = 'Expected JSONL (HINT: line starts with: "{secret row...") with sk-abcdefghijkl';
    const record = aRecord({ job: aJob({ error: { message } }), events: [anEvent('private words')] });
    const text = snapshotText([record], undefined);
    assert.doesNotMatch(text, /private|secret row|sk-abc/);
    assert.match(text, /Expected JSONL/);
  });

  it('holds a thousand jobs, and older ones that are active', () => {
    const records = Array.from({ length: 1500 }, (_, i) => {
      return aRecord({ job: aJob({ id: `ftjob-${i}`, status: i === 1400 ? 'running' : 'succeeded' }) });
    });
    const jobs = readSnapshot(snapshotText(records, undefined))?.jobs ?? [];
    assert.deepEqual([jobs.length, jobs.at(-1)?.job.id], [1001, 'ftjob-1400']);
  });

  it('that cannot be read is none', () => {
    for (const text of [undefined, '', '{', '[]', 'null', '{"version": 0, "jobs": []}', '{"version": 1}']) {
      assert.equal(readSnapshot(text), undefined);
    }
  });

  it('is read without the jobs that are not whole', () => {
    const whole = { job: aJob(), checkpoints: [] };
    const jobs = [{}, { job: { id: 'x' }, checkpoints: [] }, { job: aJob() }, whole];
    assert.deepEqual(readSnapshot(JSON.stringify({ version: 1, jobs }))?.jobs, [whole]);
  });
});
