import assert from 'node:assert/strict';
import type { Target } from '../../../../src/dataset/targets.ts';
import { problemsOf } from './support.ts';

const grader = { type: 'python', name: 'p', source: 'def grade(sample, item): return 1' };

/** A request for a method with one hyperparameter, on a model that nothing is known about. */
function withValue(type: string, name: string, value: unknown): object {
  const block = { hyperparameters: { [name]: value }, ...(type === 'reinforcement' && { grader }) };
  return { model: 'mine', validation_file: 'file-b', method: { type, [type]: block } };
}

describe('Hyperparameters', () => {
  const tiny = 0.00001;
  const ranges: readonly (readonly [type: string, name: string, rule: string, right: unknown[], wrong: unknown[]])[] = [
    ['supervised', 'n_epochs', 'job/n-epochs', ['auto', 1, 50], [0, 51, 1.5, '3', true, [], 'AUTO']],
    ['dpo', 'n_epochs', 'job/n-epochs', [50], [51]],
    ['reinforcement', 'n_epochs', 'job/n-epochs', [50], [51]],
    ['supervised', 'batch_size', 'job/batch-size', ['auto', 1, 256], [0, 257, 1.5]],
    ['supervised', 'learning_rate_multiplier', 'job/learning-rate', ['auto', 1e-9, 100], [0, -1, Infinity, '1']],
    ['dpo', 'beta', 'job/beta', ['auto', 0.001, 2], [0, 2.001, -1, '1']],
    ['reinforcement', 'compute_multiplier', 'job/compute-multiplier', ['auto', tiny + 1e-9, 10], [tiny, 10.1, '1']],
    ['reinforcement', 'eval_interval', 'job/eval-interval', ['auto', 1, 1000], [0, 0.5]],
    ['reinforcement', 'eval_samples', 'job/eval-samples', ['auto', 1, 1000], [0, 0.5]],
    [
      'reinforcement',
      'reasoning_effort',
      'job/reasoning-effort',
      ['default', 'low', 'medium', 'high'],
      ['auto', 1, ''],
    ],
  ];
  for (const [type, name, rule, right, wrong] of ranges) {
    it(`of ${type}: ${name} is ${right.join(', ')}, not ${wrong.join(', ')}`, () => {
      const path = `$.method.${type}.hyperparameters.${name}`;
      for (const value of [...right, null]) assert.deepEqual(problemsOf(withValue(type, name, value)), []);
      for (const value of wrong) assert.deepEqual(problemsOf(withValue(type, name, value)), [`${path} ${rule}`]);
    });
  }

  it('of other methods are left to the service', () => {
    assert.deepEqual(problemsOf(withValue('supervised', 'beta', 9)), []);
  });

  it('have narrower ranges at Azure in reinforcement, and are told of once', () => {
    const rulesOf = (name: string, value: unknown, target: Target = 'azure'): readonly string[] =>
      problemsOf(withValue('reinforcement', name, value), { target }).map((text) => text.replace(/^\S+ /, ''));
    const limits = [
      ['eval_samples', [1, 10, 'auto'], [11]],
      ['eval_interval', [1, 25, 'auto'], [26]],
      ['compute_multiplier', [0.5, 3, 'auto'], [0.49, 3.01]],
    ] as const;
    for (const [name, right, wrong] of limits) {
      for (const value of right) assert.deepEqual(rulesOf(name, value), []);
      for (const value of wrong) assert.deepEqual(rulesOf(name, value), ['job/azure-rft-range']);
      for (const value of wrong) assert.deepEqual(rulesOf(name, value, 'openai'), []);
    }
    assert.deepEqual(rulesOf('eval_samples', 0), ['job/eval-samples']);
  });
});

describe('The method of a job', () => {
  const supervised = { hyperparameters: { n_epochs: 99 } };
  const cases: readonly (readonly [what: string, fields: object, problems: readonly string[]])[] = [
    ['a name only', { method: 'supervised' }, ['$.method job/method-type']],
    ['no type', { method: { supervised } }, ['$.method job/method-type']],
    ['a type that is null', { method: { type: null } }, ['$.method.type job/method-type']],
    ['a type of every object', { method: { type: 'toString' } }, ['$.method.type job/method-type']],
    ['no settings', { method: { type: 'dpo' } }, []],
    ['settings that are null', { method: { type: 'dpo', dpo: null, supervised: null } }, []],
    ['settings that are a text', { method: { type: 'dpo', dpo: 'auto' } }, []],
    [
      'settings of two others',
      { method: { type: 'dpo', supervised, reinforcement: {} } },
      ['$.method.reinforcement job/method-block-mismatch', '$.method.supervised job/method-block-mismatch'],
    ],
    [
      'wrong values in the old place',
      { hyperparameters: { n_epochs: 0 } },
      ['$.hyperparameters job/hyperparameters-deprecated', '$.hyperparameters.n_epochs job/n-epochs'],
    ],
    [
      'values in both places',
      { hyperparameters: { n_epochs: 0 }, method: { type: 'supervised', supervised } },
      ['$.hyperparameters job/hyperparameters-conflict', '$.method.supervised.hyperparameters.n_epochs job/n-epochs'],
    ],
    [
      'reinforcement without anything',
      { model: 'o4-mini-2025-04-16', method: { type: 'reinforcement' } },
      ['$ job/rft-needs-validation', '$.method job/missing-grader'],
    ],
    [
      'reinforcement with null for a grader',
      { model: 'mine', validation_file: 'v', method: { type: 'reinforcement', reinforcement: { grader: null } } },
      ['$.method.reinforcement job/missing-grader'],
    ],
    [
      'reinforcement with a text for a grader',
      { model: 'mine', validation_file: 'v', method: { type: 'reinforcement', reinforcement: { grader: 'x' } } },
      ['$.method.reinforcement.grader grader/unknown-type'],
    ],
  ];
  for (const [what, fields, problems] of cases) {
    it(`with ${what}: ${problems.join(', ') || 'fine'}`, () => assert.deepEqual(problemsOf(fields), problems));
  }

  it('has answers as JSON only with a response_format that is an object', () => {
    const reads = {
      type: 'string_check',
      name: 's',
      input: '{{sample.output_json.a}}',
      reference: 'x',
      operation: 'eq',
    };
    const rulesWith = (response_format: unknown): number =>
      problemsOf({
        model: 'mine',
        validation_file: 'v',
        method: { type: 'reinforcement', reinforcement: { grader: reads, response_format } },
      }).length;
    assert.deepEqual([rulesWith({ type: 'json_schema' }), rulesWith(null), rulesWith(undefined)], [0, 1, 1]);
  });

  it('has no python grader for the built-in model of the local server and those trained from it', () => {
    const python = { type: 'python', name: 'p', source: 'def grade(sample, item):\n  return 1' };
    const rulesFor = (model: string, target: Target): readonly string[] =>
      problemsOf(
        { model, validation_file: 'v', method: { type: 'reinforcement', reinforcement: { grader: python } } },
        { target },
      );
    const refused = ['$.method.reinforcement.grader.type grader/not-run-here'];
    assert.deepEqual(rulesFor('baseline-1', 'local'), refused);
    assert.deepEqual(rulesFor('ft:baseline-1:local:codes:a1b2', 'local'), refused);
    // An engine of somebody's own may run it.
    assert.deepEqual(rulesFor('tiny-1', 'local'), []);
    assert.deepEqual(rulesFor('baseline-1', 'azure'), []);
  });

  it('has graders judged by the models of its target', () => {
    const asks = { type: 'score_model', name: 'j', input: [], model: 'o3-2025-04-16' };
    const rulesAt = (target: Target): number =>
      problemsOf(
        { model: 'mine', validation_file: 'v', method: { type: 'reinforcement', reinforcement: { grader: asks } } },
        { target },
      ).length;
    assert.deepEqual([rulesAt('openai'), rulesAt('azure'), rulesAt('local')], [0, 1, 0]);
  });
});
