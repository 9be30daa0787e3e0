import assert from 'node:assert/strict';
import type { Job } from '../../../src/jobs/api.ts';
import { fits, quoted, readJobFilter } from '../../../src/jobs/jobFilter.ts';
import type { JobRecord } from '../../../src/jobs/store.ts';
import { aJob } from '../../support/jobs.ts';

const record = (fields: Partial<Job>): JobRecord => ({
  connection: 'Acme',
  job: aJob(fields),
  events: [],
  checkpoints: [],
});

const job = record({
  id: 'ftjob-17',
  status: 'failed',
  model: 'gpt-4.1-mini',
  fineTunedModel: 'ft:gpt-4.1-mini:acme:codes:1',
  suffix: 'Codes',
  trainingFile: 'file-9',
  metadata: { team: 'blue sky', run: '7' },
  error: { message: 'Example 3 is odd.' },
});

describe('A filter of jobs', () => {
  for (const [text, isFit] of [
    ['status:failed', true],
    ['status:running', false],
    ['status:fail', false],
    ['status:running,FAILED', true],
    ['model:GPT-4.1', true],
    ['model:acme', true],
    ['model:gpt-5', false],
    ['team="blue sky"', true],
    ['team=blue', false],
    ['run=7 team="blue sky"', true],
    ['owner=me', false],
    ['codes', true],
    ['CODES file-9', true],
    ['codes file-8', false],
    ['"example 3"', true],
    ['17', true],
    ['blue', true],
    ['status:failed codes team="blue sky" model:mini', true],
    ['"status:failed"', false],
    ['team="blue sky', true],
  ] as const) {
    it(`${text} ${isFit ? 'shows' : 'hides'} the job`, () => {
      assert.equal(fits(readJobFilter(text), job), isFit);
    });
  }

  it('asks for nothing where nothing is typed, and then every job fits', () => {
    for (const text of ['', '   ', '""', 'status:', 'model:,']) assert.equal(readJobFilter(text), undefined, text);
    assert.ok(fits(undefined, job));
  });

  it('takes a word that looks like a key of another kind for text', () => {
    assert.deepEqual(readJobFilter('ft:gpt')?.words, ['ft:gpt']);
  });

  it('shows jobs of which little is known', () => {
    assert.ok(fits(readJobFilter('status:unknown'), record({ id: '', status: 'unknown', model: '' })));
  });

  it('reads back what is quoted', () => {
    assert.deepEqual(readJobFilter(`team=${quoted('blue sky')}`)?.metadata, { team: 'blue sky' });
    assert.deepEqual(readJobFilter(`team=${quoted('a=b:c')}`)?.metadata, { team: 'a=b:c' });
    assert.equal(quoted('plain'), 'plain');
  });
});
