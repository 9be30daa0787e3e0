import assert from 'node:assert/strict';
import { readJobFile } from '../../../src/jobs/jobFile.ts';
import { parameterPlace } from '../../../src/jobs/parameterPlace.ts';

const text = JSON.stringify({
  connection: 'Acme',
  request: { model: 'm-1', training_file: 'a.jsonl', method: { type: 'dpo', dpo: { hyperparameters: { beta: 3 } } } },
});

describe('The place of a parameter that a service refused', () => {
  const cases: readonly (readonly [parameter: string, marked: string | undefined])[] = [
    ['model', '"m-1"'],
    ['training_file', '"a.jsonl"'],
    ['method.dpo.hyperparameters.beta', '3'],
    ['method.dpo.hyperparameters.n_epochs', '"hyperparameters"'],
    ['method', '"method"'],
    ['integrations[0].wandb.project', undefined],
    ['connection', undefined],
    ['', undefined],
  ];
  for (const [parameter, marked] of cases) {
    it(`${parameter || 'without a name'} is ${marked ?? 'none'}`, () => {
      const place = parameterPlace(readJobFile(text), parameter);
      assert.equal(place && text.slice(place.start, place.end), marked);
    });
  }

  it('is none in a file that holds no JSON', () => {
    assert.equal(parameterPlace(readJobFile(''), 'model'), undefined);
  });
});
