import assert from 'node:assert/strict';
import { checkJobRequest } from '../../../../src/jobs/requestRules/checkJobRequest.ts';
import { jobRuleIds } from '../../../../src/jobs/requestRules/problem.ts';
import { corpusCases } from './support.ts';

/** Too large a case for the corpus, and a rule of our own server: see the tests of graders. */
const elsewhere = ['grader/python-too-large', 'grader/not-run-here'];

describe('the corpus of job requests', () => {
  const cases = corpusCases();

  it('has a case for every rule', () => {
    const covered = new Set([...elsewhere, ...cases.flatMap(({ expected }) => expected.map(({ rule }) => rule))]);
    assert.deepEqual([...covered].sort(), [...jobRuleIds].sort());
  });

  for (const { name, request, provider, today, files, expected } of cases) {
    it(`${name} has the expected problems and no others`, () => {
      const problems = checkJobRequest(request, { target: provider, today, files });
      assert.deepEqual(
        problems.map(({ path, rule, severity }) => ({ path, rule, severity })),
        expected,
      );
    });
  }
});
