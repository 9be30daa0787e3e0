import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from '../../../src/dataset/rulesPage.ts';
import { jobProblemMessage } from '../../../src/jobs/messages.ts';
import { checkJobRequest, type JobContext } from '../../../src/jobs/requestRules/checkJobRequest.ts';
import { jobRuleIds, jobRules } from '../../../src/jobs/requestRules/problem.ts';
import { jobRulesPage } from '../../../src/jobs/rulesPage.ts';
import { corpusCases, good } from './requestRules/support.ts';

describe('docs/rules.md on jobs', () => {
  it('is what node scripts/rulesDoc.mjs writes', () => {
    const path = join(import.meta.dirname, '../../../docs/rules.md');
    assert.equal(readFileSync(path, 'utf8'), `${rulesPage()}\n${jobRulesPage()}`);
  });

  it('has a heading for every rule', () => {
    const headings = [...jobRulesPage().matchAll(/^### (.*)$/gm)].map(([, title = '']) => title);
    assert.deepEqual([...headings].sort(), [...jobRuleIds].sort());
  });

  it('has whole sentences', () => {
    for (const rule of jobRuleIds) {
      const { what, why, fix, source } = jobRules[rule];
      for (const text of [what, why, fix, source]) assert.match(text, /^[A-Za-z0-9`].*\.$/, rule);
    }
  });
});

describe('the message of a job problem', () => {
  const messages = (fields: object, context: JobContext = {}): readonly string[] =>
    checkJobRequest({ ...good, ...fields }, context).map(jobProblemMessage);

  it('is a whole sentence for every case of the corpus', () => {
    for (const { request, provider, today, files } of corpusCases()) {
      for (const problem of checkJobRequest(request, { target: provider, today, files })) {
        assert.match(jobProblemMessage(problem), /^[A-Za-z].*[^ {}]\.$|^Template is not \{\{ namespace\.path \}\}\.$/);
        assert.doesNotMatch(jobProblemMessage(problem), /undefined|NaN|\{\d\}| {2}/);
      }
    }
  });

  const grader = (calculate_output: unknown): object => ({
    model: 'mine',
    validation_file: 'v',
    method: {
      type: 'reinforcement',
      reinforcement: { grader: { type: 'multi', name: 'm', graders: {}, calculate_output } },
    },
  });
  const cases: readonly (readonly [fields: object, message: string])[] = [
    [{ n_epochs: 3 }, 'Unknown field n_epochs; hyperparameters belong under method.'],
    [{ suffix: '' }, 'Suffix must have 1 to 64 characters.'],
    [{ seed: -1 }, 'Seed: 0 to 2147483647.'],
    [{ model: 'gpt-4o' }, 'gpt-4o will be resolved to gpt-4o-2024-08-06.'],
    [{ model: 'o4-mini-2025-04-16' }, 'o4-mini-2025-04-16 does not offer supervised.'],
    [{ method: { type: 'dpo', supervised: {} } }, 'This block is ignored for method dpo.'],
    [grader('a'), 'Formula uses a, which is not a grader or function.'],
    [grader('1 +'), 'Formula is not complete.'],
    [grader('1)'), 'Formula has a ) where it cannot stand.'],
    [grader(1), 'calculate_output must be a string.'],
    [grader(null), 'Grader lacks calculate_output.'],
  ];
  for (const [fields, message] of cases) it(message, () => assert.deepEqual(messages(fields), [message]));

  it('names dates', () => {
    assert.deepEqual(messages({}, { today: '2026-11-20' }), [
      'OpenAI accepts new jobs until 2027-01-06, from recently active organisations only.',
      'gpt-4.1-mini-2025-04-14 and its fine-tunes shut down on 2027-01-14.',
    ]);
  });
});
