import assert from 'node:assert/strict';
import { checkJobRequest } from '../../../../src/jobs/requestRules/checkJobRequest.ts';
import { problemsOf } from './support.ts';

const pairs = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));
const wandb = (fields: object): object => ({ integrations: [{ type: 'wandb', wandb: { project: 'p', ...fields } }] });

describe('The members of a job request', () => {
  const cases: readonly (readonly [what: string, fields: object, problems: readonly string[]])[] = [
    [
      'null for what may be left out',
      {
        suffix: null,
        seed: null,
        metadata: null,
        method: null,
        integrations: null,
        hyperparameters: null,
        validation_file: null,
      },
      [],
    ],
    ['a model that is no text', { model: ['gpt-4.1'] }, ['$ job/missing-model']],
    ['a model of no known name', { model: 'my-model' }, []],
    ['a training file that is no text', { training_file: 7 }, ['$ job/missing-training-file']],
    ['a key with a dot', { 'a.b': 1 }, ['$["a.b"] job/unknown-field']],

    ['the shortest suffix', { suffix: 'a' }, []],
    ['the longest suffix', { suffix: 'a'.repeat(64) }, []],
    ['an empty suffix', { suffix: '' }, ['$.suffix job/suffix-length']],
    [
      'a suffix that is too long and not plain',
      { suffix: 'ä'.repeat(65) },
      ['$.suffix job/suffix-charset', '$.suffix job/suffix-length'],
    ],
    ['a suffix of 64 emoji', { suffix: '😀'.repeat(64) }, ['$.suffix job/suffix-charset']],
    ['a suffix that is no text', { suffix: 5 }, ['$.suffix job/suffix-length']],
    ['a suffix of all that is allowed', { suffix: 'aZ09_-' }, []],
    ['a suffix with a line end', { suffix: 'a\n' }, ['$.suffix job/suffix-charset']],

    ['the first seed', { seed: 0 }, []],
    ['the last seed', { seed: 2_147_483_647 }, []],
    ['a seed beyond it', { seed: 2_147_483_648 }, ['$.seed job/seed']],
    ['half a seed', { seed: 0.5 }, ['$.seed job/seed']],
    ['a seed as text', { seed: '1' }, ['$.seed job/seed']],

    ['16 pairs', { metadata: pairs(16) }, []],
    ['17 pairs', { metadata: pairs(17) }, ['$.metadata job/metadata-count']],
    ['a key of 64 and a value of 512', { metadata: { ['k'.repeat(64)]: 'v'.repeat(512) } }, []],
    ['an empty key', { metadata: { '': 1 } }, ['$.metadata[""] job/metadata-value-type']],
    ['a null value', { metadata: { a: null } }, ['$.metadata.a job/metadata-value-type']],
    ['metadata that is a list', { metadata: ['a'] }, ['$.metadata job/metadata-value-type']],

    [
      'five integrations',
      { integrations: Array.from({ length: 5 }, () => ({ type: 'wandb', wandb: { project: 'p' } })) },
      [],
    ],
    ['integrations that are no list', { integrations: { type: 'wandb' } }, ['$.integrations job/integration-type']],
    ['an integration that is no object', { integrations: ['wandb'] }, ['$.integrations[0] job/integration-type']],
    ['an integration without type', { integrations: [{}] }, ['$.integrations[0] job/integration-type']],
    [
      'an integration of type null',
      { integrations: [{ type: null }] },
      ['$.integrations[0].type job/integration-type'],
    ],
    ['wandb without its object', { integrations: [{ type: 'wandb' }] }, ['$.integrations[0] job/integration-project']],
    ['wandb with an empty project', wandb({ project: '' }), ['$.integrations[0] job/integration-project']],
    ['50 tags of 64', wandb({ tags: Array<string>(50).fill('t'.repeat(64)) }), []],
    ['51 tags', wandb({ tags: Array<string>(51).fill('t') }), ['$.integrations[0].wandb.tags job/wandb-tags']],
    ['null tags', wandb({ tags: null }), []],

    ['another validation file', { validation_file: 'file-b' }, []],
  ];
  for (const [what, fields, problems] of cases) {
    it(`${what}: ${problems.join(', ') || 'fine'}`, () => assert.deepEqual(problemsOf(fields), problems));
  }

  for (const request of [undefined, null, 'text', 3, [], {}]) {
    it(`${JSON.stringify(request)} for a request lacks model and file`, () => {
      const rules = checkJobRequest(request).map(({ path, rule }) => `${path} ${rule}`);
      assert.deepEqual(rules, ['$ job/missing-model', '$ job/missing-training-file']);
    });
  }
});
