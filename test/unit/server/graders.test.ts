import assert from 'node:assert/strict';
import { ServerFixture, type TestServer } from '../../support/serverHarness.ts';

describe('Graders', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start();
  });
  after(() => fixture.dispose());

  const path = '/fine_tuning/alpha/graders';
  const same = {
    type: 'string_check',
    name: 'same',
    input: '{{sample.output_text}}',
    reference: '{{item.answer}}',
    operation: 'eq',
  };
  const field = { ...same, name: 'field', input: '{{sample.output_json.code}}' };
  const similar = {
    type: 'text_similarity',
    name: 'similar',
    input: same.input,
    reference: same.reference,
    evaluation_metric: 'fuzzy_match',
  };
  const multi = {
    type: 'multi',
    name: 'both',
    graders: { same, similar },
    calculate_output: '0.5 * same + 0.5 * similar',
  };

  it('are given back when they are valid', async () => {
    for (const grader of [same, similar, multi]) {
      assert.deepEqual(await server.post(`${path}/validate`, { grader }), { grader });
    }
  });

  const run = (grader: object, model_sample: string) =>
    server.post(`${path}/run`, { grader, model_sample, item: { answer: 'A12' } });

  it('give a reward with what the API tells beside it', async () => {
    const { metadata, ...rest } = await run(multi, 'A12');
    assert.deepEqual(rest, {
      reward: 1,
      sub_rewards: { same: 1, similar: 1 },
      model_grader_token_usage_per_model: {},
    });
    const { errors, execution_time, ...known } = metadata;
    const scores = { same: 1, similar: 1 };
    assert.deepEqual(known, { name: 'both', type: 'multi', scores, token_usage: null, sampled_model_name: null });
    assert.ok(execution_time >= 0);
    assert.equal(Object.keys(errors).length, 14);
    assert.ok(Object.values(errors).every((error) => error === false || error === null));
  });

  it('read JSON in an answer, and say when there is none', async () => {
    assert.equal((await run(field, '{"code": "A12"}')).reward, 1);
    const { reward, metadata } = await run(field, 'A12');
    assert.deepEqual([reward, metadata.errors.sample_parse_error], [0, true]);
  });

  it('run without an item where they need none', async () => {
    const grader = { ...same, reference: 'yes' };
    assert.equal((await server.post(`${path}/run`, { grader, model_sample: 'yes' })).reward, 1);
  });

  const python = { type: 'python', name: 'p', source: 'def grade(sample, item): return 1.0' };
  const refusals: readonly (readonly [object, RegExp, string])[] = [
    [{ grader: undefined }, /^Missing required parameter: 'grader'/, 'grader'],
    [{ grader: 'eq' }, /^Invalid type for 'grader'/, 'grader'],
    [{ grader: { type: 'magic' } }, /^Invalid 'grader/, 'grader.type'],
    [{ grader: { ...same, operation: 'equals' } }, /^Invalid 'grader.operation'/, 'grader.operation'],
    [{ grader: { ...multi, calculate_output: 'same +' } }, /^Invalid 'grader.calc/, 'grader.calculate_output'],
    [{ grader: python }, /^python graders are not run by this server/, 'grader'],
    [{ grader: { ...multi, graders: { same, python } } }, /^python graders are not run/, 'grader'],
    [{ grader: { type: 'score_model', name: 's' } }, /^score_model graders are not run/, 'grader'],
    [{ grader: { type: 'label_model', name: 'l' } }, /^label_model graders are not run/, 'grader'],
    [{ grader: { ...similar, evaluation_metric: 'cosine' } }, /^The metric cosine is not measured/, 'grader'],
    [{ graders: [] }, /^Unknown parameter: 'graders'/, 'graders'],
  ];
  for (const [fields, message, param] of refusals) {
    it(`are refused for ${JSON.stringify(fields).slice(0, 60)}`, async () => {
      for (const [action, rest] of [
        ['validate', {}],
        ['run', { model_sample: 'x' }],
      ] as const) {
        const answer = await server.ask('POST', `${path}/${action}`, { grader: same, ...rest, ...fields });
        assert.equal(answer.status, 400);
        assert.match(answer.body.error.message, message);
        assert.equal(answer.body.error.param, param);
      }
    });
  }

  it('are not run without a sample, or on an item that is none', async () => {
    const cases = [
      [{ grader: same }, 'model_sample'],
      [{ grader: same, model_sample: 3 }, 'model_sample'],
      [{ grader: same, model_sample: 'x', item: ['A12'] }, 'item'],
    ] as const;
    for (const [body, param] of cases) {
      const answer = await server.ask('POST', `${path}/run`, body);
      assert.deepEqual([answer.status, answer.body.error.param], [400, param]);
    }
  });
});
