import assert from 'node:assert/strict';
import type { Job } from '../../../src/jobs/api.ts';
import { completeFilter, filterSuggestions } from '../../../src/jobs/filterSuggestions.ts';
import { tokenKey } from '../../../src/jobs/findLaunched.ts';
import { fits, readJobFilter } from '../../../src/jobs/jobFilter.ts';
import type { JobRecord } from '../../../src/jobs/store.ts';
import { aJob } from '../../support/jobs.ts';

const record = (fields: Partial<Job>): JobRecord => ({
  connection: 'Acme',
  job: aJob(fields),
  events: [],
  checkpoints: [],
});

describe('What jobs can be filtered by', () => {
  const records = [
    record({ status: 'failed', metadata: { team: 'blue sky', [tokenKey]: 'secret' } }),
    record({ status: 'running', model: 'ft:m:1' }),
    record({ status: 'running', model: '', metadata: { 'odd key': '1' } }),
  ];

  it('is their statuses, models and metadata, the most frequent first, and no mark of ours', () => {
    assert.deepEqual(filterSuggestions(records), [
      'status:running',
      'status:failed',
      'model:baseline-1',
      'model:"ft:m:1"',
      'team="blue sky"',
    ]);
  });

  it('shows at least one job, whichever is taken', () => {
    for (const suggestion of filterSuggestions(records)) {
      assert.ok(
        records.some((each) => fits(readJobFilter(suggestion), each)),
        suggestion,
      );
    }
  });

  for (const [text, completed] of [
    ['', 'status:failed'],
    ['st', 'status:failed'],
    ['codes STATUS:f', 'codes status:failed'],
    ['codes ', 'codes status:failed'],
    ['codes', undefined],
  ] as const) {
    it(`goes on from "${text}"${completed === undefined ? ' with nothing' : ''}`, () => {
      assert.equal(completeFilter(text, 'status:failed'), completed);
    });
  }
});
