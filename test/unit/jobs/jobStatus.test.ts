import assert from 'node:assert/strict';
import { allowedActions, isActive, isTerminal } from '../../../src/jobs/jobStatus.ts';
import { aJob } from '../../support/jobs.ts';

describe('what a job allows', () => {
  const cases: readonly [status: string, actions: string, isActive: boolean][] = [
    ['validating_files', 'cancel', true],
    ['queued', 'cancel', true],
    ['running', 'pause cancel', true],
    ['pausing', 'cancel', true],
    ['paused', 'resume cancel', false],
    ['succeeded', '', false],
    ['failed', '', false],
    ['cancelled', '', false],
    ['re_queueing', 'cancel', true],
  ];
  for (const [status, actions, active] of cases) {
    it(`is "${actions}" when ${status}`, () => {
      const job = aJob({ status });
      assert.equal(allowedActions(job).join(' '), actions);
      assert.equal(isActive(job), active);
    });
  }

  it('never takes an unknown status for the end', () => {
    assert.equal(isTerminal(aJob({ status: 'compressing' })), false);
  });
});
