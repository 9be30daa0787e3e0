import assert from 'node:assert/strict';
import { checkGrader, type GraderContext } from '../../../src/graders/rules.ts';

/** `path rule` of each problem; `$` is the grader. A severity is told where it is not the rule's own. */
function problemsOf(grader: unknown, context: Partial<GraderContext> = {}): readonly string[] {
  return checkGrader(grader, '$', { hasResponseFormat: false, ...context }).map(({ path, rule }) => `${path} ${rule}`);
}

const stringCheck = {
  type: 'string_check',
  name: 's',
  input: '{{sample.output_text}}',
  reference: 'x',
  operation: 'eq',
};
const similarity = { type: 'text_similarity', name: 't', input: 'a', reference: 'b', evaluation_metric: 'bleu' };
const scoreModel = { type: 'score_model', name: 'j', model: 'o3-2025-04-16', input: [] as unknown[] };
const python = { type: 'python', name: 'p', source: 'def grade(sample, item):\n  return 1' };
const multi = { type: 'multi', name: 'm', graders: { s: stringCheck }, calculate_output: 's' };

describe('checkGrader', () => {
  const cases: readonly (readonly [what: string, grader: unknown, problems: readonly string[]])[] = [
    ['a whole string_check', stringCheck, []],
    ['a whole text_similarity', similarity, []],
    ['a whole score_model', scoreModel, []],
    ['a whole python grader', python, []],
    ['a whole multi grader', multi, []],

    ['no object', 'string_check', ['$ grader/unknown-type']],
    ['null', null, ['$ grader/unknown-type']],
    ['no type', {}, ['$ grader/unknown-type']],
    ['a name of every object', { type: 'constructor' }, ['$.type grader/unknown-type']],
    ['a type that is no text', { type: 1 }, ['$.type grader/unknown-type']],
    [
      'several fields missing, one problem each',
      { type: 'string_check' },
      Array<string>(4).fill('$ grader/missing-field'),
    ],
    ['a field that is null', { ...stringCheck, input: null }, ['$ grader/missing-field']],
    ['an empty reference', { ...stringCheck, reference: '' }, []],
    ['a field of the wrong type', { ...stringCheck, reference: 5 }, ['$.reference grader/missing-field']],
    ['messages that are no list', { ...scoreModel, input: 'x' }, ['$.input grader/missing-field']],
    ['an operation that is no text', { ...stringCheck, operation: ['eq'] }, ['$.operation grader/invalid-operation']],
    ...['fuzzy_match', 'gleu', 'meteor', 'rouge_1', 'rouge_5', 'rouge_l'].map(
      (metric) => [metric, { ...similarity, evaluation_metric: metric }, []] as const,
    ),
    ...['rouge_0', 'rouge_6', 'BLEU', 1].map(
      (metric) =>
        [
          `the metric ${metric}`,
          { ...similarity, evaluation_metric: metric },
          ['$.evaluation_metric grader/invalid-metric'],
        ] as const,
    ),

    ['a single grader for a map', { ...multi, graders: stringCheck }, ['$.graders grader/multi-not-map']],
    ['a text for a map', { ...multi, graders: 's' }, ['$.graders grader/multi-not-map']],
    ['a grader whose name is type', { ...multi, graders: { type: stringCheck }, calculate_output: 'type' }, []],
    ['graders without names in a map', { ...multi, graders: { s: { ...stringCheck, name: undefined } } }, []],
    [
      'a problem in a map',
      { ...multi, graders: { s: { ...stringCheck, operation: 'x' } } },
      ['$.graders.s.operation grader/invalid-operation'],
    ],
    ['a text in a map', { ...multi, graders: { s: 'x' } }, ['$.graders.s grader/unknown-type']],
    [
      'label_model in a map',
      { ...multi, graders: { s: { type: 'label_model' } } },
      ['$.graders.s.type grader/label-model-in-rft'],
    ],
    ['a formula that is a number', { ...multi, calculate_output: 1 }, ['$.calculate_output grader/missing-field']],
    [
      'a broken formula without a map',
      { ...multi, graders: [], calculate_output: 'x +' },
      ['$.graders grader/multi-not-map', '$.calculate_output grader/calculate-output'],
    ],

    ['a source of Windows', { ...python, source: 'import re\r\ndef grade(a, b):\r\n  return 1' }, []],
    [
      'an inner function',
      { ...python, source: 'class A:\n  def grade(a, b):\n    return 1' },
      ['$.source grader/python-no-grade'],
    ],
    ['a longer name', { ...python, source: 'def grades(a, b):\n  return 1' }, ['$.source grader/python-no-grade']],

    ['a range', { ...scoreModel, range: [-1.5, 10] }, []],
    ['a range of one number', { ...scoreModel, range: [1, 1] }, ['$.range grader/range']],
    ['a range of three', { ...scoreModel, range: [0, 1, 2] }, ['$.range grader/range']],
    ['a range of texts', { ...scoreModel, range: ['0', '1'] }, ['$.range grader/range']],
    ['a range that is a number', { ...scoreModel, range: 1 }, ['$.range grader/range']],

    ['effort of a reasoning model', { ...scoreModel, sampling_params: { reasoning_effort: 'low' } }, []],
    [
      'effort of another model',
      { ...scoreModel, model: 'gpt-4.1-2025-04-14', sampling_params: { reasoning_effort: 'low', temperature: 1 } },
      ['$.sampling_params.reasoning_effort grader/sampling-params'],
    ],
    ['a null temperature', { ...scoreModel, sampling_params: { temperature: null } }, []],
    [
      'a model of unknown kind',
      { ...scoreModel, model: 'mine', sampling_params: { reasoning_effort: 'low', temperature: 1 } },
      [],
    ],
  ];
  for (const [what, grader, problems] of cases) {
    it(`${what}: ${problems.join(', ') || 'fine'}`, () => assert.deepEqual(problemsOf(grader), problems));
  }

  it('warns of a name that only the API description asks for', () => {
    const severityWithout = (grader: object): readonly string[] =>
      checkGrader({ ...grader, name: undefined }, '$', { hasResponseFormat: false }).map(({ severity }) => severity);
    assert.deepEqual([stringCheck, python, multi].map(severityWithout), [['error'], ['warning'], ['warning']]);
  });

  it('takes python sources below 256,000 bytes, and counts bytes', () => {
    const ofSize = (bytes: number): string => `${python.source}\n#é`.padEnd(bytes - 1, 'x');
    assert.deepEqual(problemsOf({ ...python, source: ofSize(255_999) }), []);
    assert.deepEqual(problemsOf({ ...python, source: ofSize(256_000) }), ['$.source grader/python-too-large']);
  });

  it('knows which models may grade where a service lists them', () => {
    assert.deepEqual(problemsOf(scoreModel, { scoreModels: ['o3-2025-04-16'] }), []);
    assert.deepEqual(problemsOf(scoreModel, { scoreModels: [] }), ['$.model grader/model-unsupported']);
  });

  it('names what the local server does not run, alone or in a map', () => {
    const here = { isRunHere: true };
    assert.deepEqual(problemsOf(python, here), ['$.type grader/not-run-here']);
    assert.deepEqual(problemsOf(scoreModel, here), ['$.type grader/not-run-here']);
    const map = { ...multi, graders: { s: stringCheck, p: python }, calculate_output: 's' };
    assert.deepEqual(problemsOf(map, here), ['$.graders.p.type grader/not-run-here']);
    assert.deepEqual(
      [stringCheck, similarity, multi].flatMap((grader) => problemsOf(grader, here)),
      [],
    );
  });

  it('reads templates in every message of a score_model', () => {
    const input = [
      { role: 'system', content: '{{x.y}}' },
      { role: 'user', content: ['{{x.y}}', { type: 'input_text', text: '{{sample.y}}' }, null] },
      { role: 'user', content: { type: 'input_text', text: '{{item' } },
      'x',
    ];
    assert.deepEqual(problemsOf({ ...scoreModel, input }), [
      '$.input[0].content grader/template-namespace',
      '$.input[1].content[0] grader/template-namespace',
      '$.input[1].content[1].text grader/sample-field',
      '$.input[2].content.text grader/template-syntax',
    ]);
  });

  it('tells a fault of a text once, and each other one', () => {
    const reference = '{{sample.x}} {{sample.x}} {{sample.y}} {{sample.output_json.a}} {{sample.output_json.b}}';
    assert.deepEqual(problemsOf({ ...stringCheck, reference }), [
      '$.reference grader/sample-field',
      '$.reference grader/sample-field',
      '$.reference grader/output-json-needs-response-format',
    ]);
  });

  it('compares fields of the item with the data where it is known', () => {
    const grader = { ...stringCheck, reference: '{{item.answer}} {{item.other}} {{item.messages[0].content}}' };
    assert.deepEqual(problemsOf(grader), []);
    assert.deepEqual(problemsOf(grader, { itemFields: ['answer'] }), ['$.reference grader/item-field']);
  });

  it('lets JSON answers be read where they are asked for', () => {
    const grader = { ...stringCheck, input: '{{sample.output_json.a}}' };
    assert.deepEqual(problemsOf(grader, { hasResponseFormat: true }), []);
  });
});
