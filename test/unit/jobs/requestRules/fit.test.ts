import assert from 'node:assert/strict';
import { findBaseModel } from '../../../../src/jobs/requestRules/models.ts';
import { good, problemsOf } from './support.ts';

describe('findBaseModel', () => {
  const cases: readonly (readonly [name: string, id: string | undefined])[] = [
    ['gpt-4.1-2025-04-14', 'gpt-4.1-2025-04-14'],
    ['gpt-4.1', 'gpt-4.1-2025-04-14'],
    ['gpt-4.1-mini', 'gpt-4.1-mini-2025-04-14'],
    ['gpt-4.1-nano', 'gpt-4.1-nano-2025-04-14'],
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18'],
    ['o4-mini', 'o4-mini-2025-04-16'],
    ['gpt-3.5-turbo', 'gpt-3.5-turbo-0125'],
    ['ft:gpt-4o-mini-2024-07-18:acme:cook:AbC', 'gpt-4o-mini-2024-07-18'],
    ['ft:gpt-4.1-2025-04-14:acme::AbC:ckpt-step-7', 'gpt-4.1-2025-04-14'],
    ['gpt-4.1-mini-2025-04-14.ft-0123', 'gpt-4.1-mini-2025-04-14'],
    ['gpt-35-turbo-0125', 'gpt-3.5-turbo-0125'],
    ['gpt-9', undefined],
    ['constructor', undefined],
    ['', undefined],
    ['ft:', undefined],
  ];
  for (const [name, id] of cases) it(`${name}: ${id}`, () => assert.equal(findBaseModel(name)?.id, id));
});

describe('Model and method', () => {
  const offers = (model: string): string =>
    ['supervised', 'dpo', 'reinforcement']
      .filter((type) => !problemsOf({ model, method: { type } }).includes('$.method.type job/model-method'))
      .join(', ');
  const cases: readonly (readonly [model: string, methods: string])[] = [
    ['gpt-4.1-2025-04-14', 'supervised, dpo'],
    ['gpt-4o-2024-08-06', 'supervised, dpo'],
    ['gpt-4o-mini-2024-07-18', 'supervised, dpo'],
    ['o4-mini-2025-04-16', 'reinforcement'],
    ['ft:o4-mini-2025-04-16:acme::x', 'reinforcement'],
    ['gpt-3.5-turbo-1106', 'supervised'],
    ['davinci-002', 'supervised'],
    ['my-model', 'supervised, dpo, reinforcement'],
  ];
  for (const [model, methods] of cases) it(`${model} offers ${methods}`, () => assert.equal(offers(model), methods));

  it('are not judged for a local server, which has its own models', () => {
    const request = { model: 'gpt-3.5-turbo', method: { type: 'dpo' } };
    assert.deepEqual(problemsOf(request, { target: 'local', today: '2027-02-01' }), []);
  });
});

describe('Model and date', () => {
  const rules = (model: string, today: string): readonly string[] =>
    problemsOf({ model }, { today }).map((text) => text.replace(/.*job\//, ''));
  const cases: readonly (readonly [model: string, today: string, rules: readonly string[]])[] = [
    [good.model, '2026-10-15', ['platform-closing']],
    [good.model, '2026-10-16', ['platform-closing', 'model-retiring']],
    [good.model, '2027-01-05', ['platform-closing', 'model-retiring']],
    [good.model, '2027-01-06', ['platform-closed', 'model-retiring']],
    [good.model, '2027-01-13', ['platform-closed', 'model-retiring']],
    [good.model, '2027-01-14', ['platform-closed', 'model-retired']],
    ['ft:gpt-4.1-nano-2025-04-14:a::b', '2026-10-22', ['platform-closing', 'model-retiring']],
    ['ft:gpt-4.1-nano-2025-04-14:a::b', '2026-10-23', ['platform-closing', 'model-retired']],
    ['davinci-002', '2026-09-28', ['platform-closing', 'model-retired']],
    ['gpt-3.5-turbo-0613', '2024-06-12', ['platform-closing', 'model-retiring']],
    ['gpt-3.5-turbo-0613', '2024-06-13', ['platform-closing', 'model-retired']],
    ['my-model', '2027-02-01', ['platform-closed']],
  ];
  for (const [model, today, expected] of cases) {
    it(`${model} on ${today}: ${expected.join(', ')}`, () => assert.deepEqual(rules(model, today), expected));
  }

  it('say nothing without a date', () => assert.deepEqual(problemsOf({ model: 'davinci-002' }), []));
});

describe('Data and job', () => {
  const training = '$.training_file';
  const rules = (fields: object, file: object): readonly string[] => problemsOf(fields, { files: { training: file } });
  const dpo = { method: { type: 'dpo' } };

  it('fit by format and method', () => {
    assert.deepEqual(rules({}, { format: 'chat' }), []);
    assert.deepEqual(rules({}, { format: 'reinforcement' }), [`${training} job/format-method`]);
    assert.deepEqual(rules(dpo, { format: 'preference' }), []);
    assert.deepEqual(rules(dpo, { format: 'chat' }), [`${training} job/format-method`]);
    assert.deepEqual(rules({ method: { type: 'x' } }, { format: 'chat' }), ['$.method.type job/method-type']);
  });

  it('fit by format and model', () => {
    assert.deepEqual(rules({ model: 'babbage-002' }, { format: 'completions' }), []);
    assert.deepEqual(rules({ model: 'babbage-002' }, { format: 'chat' }), [`${training} job/format-model`]);
    assert.deepEqual(rules({ model: 'my-model' }, { format: 'completions' }), []);
  });

  it('fit by images and model', () => {
    assert.deepEqual(rules({ model: 'gpt-4o-2024-08-06' }, { images: 5 }), []);
    assert.deepEqual(rules({}, { images: 0 }), []);
    assert.deepEqual(rules({}, { images: 1 }), [`${training} job/images-model`]);
    assert.deepEqual(rules({ model: 'my-model' }, { images: 1 }), []);
  });

  it('need names that end in .jsonl', () => {
    assert.deepEqual(rules({}, { name: 'a.jsonl' }), []);
    assert.deepEqual(rules({}, { name: 'a.jsonl.txt' }), [`${training} upload/wrong-extension`]);
  });

  it('are told at the request where the file has no id yet', () => {
    const problems = rules({ training_file: undefined }, { name: 'a.csv' });
    assert.deepEqual(problems, ['$ job/missing-training-file', '$ upload/wrong-extension']);
  });

  it('include the validation file', () => {
    const files = { validation: { name: 'v.txt', format: 'preference' } } as const;
    assert.deepEqual(problemsOf({ validation_file: 'file-v' }, { files }), [
      '$.validation_file job/format-method',
      '$.validation_file upload/wrong-extension',
    ]);
  });
});
