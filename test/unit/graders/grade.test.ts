import assert from 'node:assert/strict';
import { grade } from '../../../src/graders/grade.ts';
import { runGrader } from '../../../src/graders/run.ts';
import { maxComparedLength } from '../../../src/graders/similarity/similarity.ts';

const check = (operation: string, reference = '{{item.answer}}', input = '{{sample.output_text}}'): object => ({
  type: 'string_check',
  name: 'check',
  input,
  reference,
  operation,
});
const similar = (evaluation_metric: string): object => ({ ...check(''), type: 'text_similarity', evaluation_metric });
const multi = (graders: Record<string, object>, calculate_output: string): object => ({
  type: 'multi',
  name: 'all',
  graders,
  calculate_output,
});

const item = { answer: 'Paris', n: 3, list: [{ x: 'deep' }], 'a b': 'spaced', nothing: null };

function run(grader: object, outputText: string): { reward: number; faults: string[]; subRewards: object } {
  const { reward, faults, subRewards } = grade({ ...grader }, { item, outputText });
  return { reward, faults: [...faults], subRewards };
}

describe('a string check', () => {
  const cases: readonly (readonly [operation: string, answer: string, reward: number])[] = [
    ['eq', 'Paris', 1],
    ['eq', 'paris', 0],
    ['eq', 'Paris ', 0],
    ['ne', 'Paris', 0],
    ['ne', 'Rome', 1],
    ['like', 'It is Paris.', 1],
    ['like', 'It is PARIS.', 0],
    ['ilike', 'It is PARIS.', 1],
    ['ilike', 'Par', 0],
  ];
  for (const [operation, answer, reward] of cases) {
    it(`${operation} gives ${reward} for ${JSON.stringify(answer)}`, () => {
      assert.deepEqual(run(check(operation), answer), { reward, faults: [], subRewards: {} });
    });
  }
});

describe('a template', () => {
  const cases: readonly (readonly [template: string, answer: string, value: string])[] = [
    ['no template', '', 'no template'],
    ['<{{ item.answer }}|{{item.n}}>', '', '<Paris|3>'],
    ['{{item.list[0].x}}', '', 'deep'],
    ['{{item["a b"]}}', '', 'spaced'],
    ['{{item.list}}', '', '[{"x":"deep"}]'],
    ['{{item.nothing}}', '', 'null'],
    ['{{sample.output_text}}', '{{item.answer}}', '{{item.answer}}'],
    ['{{sample.output_json.city.name}}', '{"city": {"name": "Paris"}}', 'Paris'],
    ['{{sample.output_json[1]}}', '[1, 2]', '2'],
    ['{{sample.choices[0].message.content}}', 'text', 'text'],
  ];
  for (const [template, answer, value] of cases) {
    it(`${template} is read as ${value}`, () => {
      assert.equal(run(check('eq', '{{sample.output_text}}', template), answer).reward, Number(value === answer));
      const { reward, faults } = run(multi({ a: check('eq', value, template) }, 'a'), answer);
      // The expected value may itself look like a template.
      if (!value.includes('{{')) assert.deepEqual({ reward, faults }, { reward: 1, faults: [] });
    });
  }

  const faults: readonly (readonly [template: string, answer: string, fault: string])[] = [
    ['{{item.missing}}', '', 'invalid_variable_error'],
    ['{{item.answer.length}}', '', 'invalid_variable_error'],
    ['{{item.constructor}}', '', 'invalid_variable_error'],
    ['{{item.list.length}}', '', 'invalid_variable_error'],
    ['{{other.answer}}', '', 'invalid_variable_error'],
    ['{{item.answer', '', 'invalid_variable_error'],
    ['{{sample.output_json.a}}', 'no JSON', 'sample_parse_error'],
    ['{{sample.output_json.a}}', '{"b": 1}', 'invalid_variable_error'],
  ];
  for (const [template, answer, fault] of faults) {
    it(`${template} without a value gives no reward, and ${fault}`, () => {
      assert.deepEqual(run(check('ne', 'x', template), answer), { reward: 0, faults: [fault], subRewards: {} });
    });
  }
});

describe('a text similarity', () => {
  it('gives the share of its metric', () => {
    assert.equal(run(similar('fuzzy_match'), 'Pari').reward, 8 / 9);
    assert.equal(run(similar('rouge_1'), 'paris france').reward, 2 / 3);
  });

  it('is not computed for texts that are too long, nor by a metric that needs a model', () => {
    const long = 'x'.repeat(maxComparedLength + 1);
    assert.deepEqual(run(similar('fuzzy_match'), long), { reward: 0, faults: ['other_error'], subRewards: {} });
    assert.deepEqual(run(similar('cosine'), 'Paris').faults, ['other_error']);
  });
});

describe('a multi grader', () => {
  it('computes its formula from the rewards of its graders', () => {
    const grader = multi({ exact: check('eq'), close: similar('fuzzy_match') }, '0.5 * exact + 0.5 * close');
    assert.deepEqual(run(grader, 'Paris'), { reward: 1, faults: [], subRewards: { exact: 1, close: 1 } });
    assert.deepEqual(run(grader, 'Pari').subRewards, { exact: 0, close: 8 / 9 });
    assert.equal(run(grader, 'Pari').reward, 4 / 9);
  });

  it('gives nothing where one of its graders failed, whatever the formula makes of that', () => {
    const grader = multi({ bad: check('eq', '{{item.missing}}') }, '1 - bad');
    assert.deepEqual(run(grader, 'Paris'), { reward: 0, faults: ['invalid_variable_error'], subRewards: { bad: 0 } });
  });

  it('gives nothing where the formula has no finite value or cannot be read', () => {
    assert.deepEqual(run(multi({ a: check('eq') }, '1 / a'), 'x').faults, ['other_error']);
    assert.deepEqual(run(multi({ a: check('eq') }, '1 +'), 'x').faults, ['formula_parse_error']);
    assert.deepEqual(run(multi({ a: check('eq') }, 'b'), 'x').faults, ['formula_parse_error']);
  });

  it('does not run a multi grader inside it', () => {
    assert.deepEqual(run(multi({ a: multi({ b: check('eq') }, 'b') }, 'a'), 'Paris').faults, ['other_error']);
  });
});

describe('a run of a grader', () => {
  it('is told in the shape of the API', () => {
    let time = 0;
    const now = (): number => (time += 250);
    const grader = multi({ exact: check('eq'), json: check('eq', 'x', '{{sample.output_json.a}}') }, 'exact');
    const result = runGrader({ ...grader }, { item, outputText: 'Paris' }, now);
    assert.deepEqual(result, {
      reward: 0,
      metadata: {
        name: 'all',
        type: 'multi',
        errors: {
          formula_parse_error: false,
          sample_parse_error: true,
          truncated_observation_error: false,
          unresponsive_reward_error: false,
          invalid_variable_error: false,
          other_error: false,
          python_grader_server_error: false,
          python_grader_server_error_type: null,
          python_grader_runtime_error: false,
          python_grader_runtime_error_details: null,
          model_grader_server_error: false,
          model_grader_refusal_error: false,
          model_grader_parse_error: false,
          model_grader_server_error_details: null,
        },
        execution_time: 0.25,
        scores: { exact: 1, json: 0 },
        token_usage: null,
        sampled_model_name: null,
      },
      sub_rewards: { exact: 1, json: 0 },
      model_grader_token_usage_per_model: {},
    });
  });
});
