import assert from 'node:assert/strict';
import type { Job } from '../../../../src/jobs/api.ts';
import { jobName, jobRowName } from '../../../../src/vscode/jobs/jobName.ts';

const named = (suffix: string | undefined): Job => ({ model: 'gpt-4.1-mini', suffix }) as Job;

describe('the name of a job', () => {
  it('is its suffix, else its model', () => {
    assert.equal(jobName(named('codes')), 'codes');
    assert.equal(jobName(named(undefined)), 'gpt-4.1-mini');
  });

  it('leaves room for the status in a row, and keeps its end', () => {
    const name = 'customer-support-mails-of-all-regions-2026-11-29';
    assert.equal(jobRowName(named(name)), 'customer-support-mail…2026-11-29');
    assert.equal(jobRowName(named('a'.repeat(32))), 'a'.repeat(32));
    assert.equal(jobRowName(named('😀'.repeat(40))), `${'😀'.repeat(21)}…${'😀'.repeat(10)}`);
  });
});
