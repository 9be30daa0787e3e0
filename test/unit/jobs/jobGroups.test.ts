import assert from 'node:assert/strict';
import type { Job } from '../../../src/jobs/api.ts';
import { groupJobs } from '../../../src/jobs/jobGroups.ts';
import type { JobRecord } from '../../../src/jobs/store.ts';
import { aJob } from '../../support/jobs.ts';

const record = (fields: Partial<Job>): JobRecord => ({
  connection: 'Acme',
  job: aJob(fields),
  events: [],
  checkpoints: [],
});

const keys = (groups: readonly { key: string }[]): readonly string[] => groups.map(({ key }) => key);

describe('Jobs in groups', () => {
  it('by status come in the order of a life, and a status that nobody knows counts as active', () => {
    const statuses = ['cancelled', 'succeeded', 'polishing', 'failed', 'paused', 'queued', 'running'];
    const groups = groupJobs(
      statuses.map((status) => record({ status })),
      'status',
      () => '',
    );
    assert.deepEqual(keys(groups), ['running', 'queued', 'paused', 'polishing', 'failed', 'succeeded', 'cancelled']);
  });

  it('keep the order of their jobs, and none is lost', () => {
    const records = ['3', '2', '1'].map((id) => record({ id, status: id === '2' ? 'failed' : 'running' }));
    const groups = groupJobs(records, 'status', () => '');
    assert.deepEqual(
      groups.map((group) => group.records.map(({ job }) => job.id)),
      [['3', '1'], ['2']],
    );
  });

  it('by dataset come in the order of their newest job', () => {
    const records = ['b', 'a', 'b', undefined].map((trainingFile) => record(trainingFile ? { trainingFile } : {}));
    const groups = groupJobs(records, 'dataset', ({ job }) => job.trainingFile ?? '');
    assert.deepEqual(keys(groups), ['b', 'a', '']);
  });
});
