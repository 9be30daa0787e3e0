import assert from 'node:assert/strict';
import {
  optionProblem,
  optionsOf,
  optionText,
  withOption,
  type RequestOption,
} from '../../../src/jobs/requestOptions.ts';
import type { LaunchRequest } from '../../../src/jobs/request.ts';

const request: LaunchRequest = {
  model: 'm',
  method: { type: 'dpo', dpo: { hyperparameters: { n_epochs: 2 } } },
};

function option(name: string, of: LaunchRequest = request): RequestOption {
  const found = optionsOf(of).find((each) => each.name === name);
  assert.ok(found, name);
  return found;
}

describe('options of a request', () => {
  it('are those of its method', () => {
    const names = (type: string): string[] => optionsOf({ model: 'm', method: { type } }).map(({ name }) => name);
    assert.ok(names('dpo').includes('beta') && !names('supervised').includes('beta'));
    assert.ok(names('reinforcement').includes('reasoning_effort'));
  });

  const cases: readonly (readonly [name: string, text: string, keys: string, value: unknown])[] = [
    ['batch_size', '8', 'method', { type: 'dpo', dpo: { hyperparameters: { n_epochs: 2, batch_size: 8 } } }],
    ['beta', 'auto', 'method', { type: 'dpo', dpo: { hyperparameters: { n_epochs: 2, beta: 'auto' } } }],
    ['seed', '0', 'seed', 0],
    ['metadata', 'team=a, run=x=1', 'metadata', { team: 'a', run: 'x=1' }],
    ['wandb', 'cook', 'integrations', [{ type: 'wandb', wandb: { project: 'cook' } }]],
  ];
  for (const [name, text, key, value] of cases) {
    it(`${name} is set by "${text}", read back as written, and taken out again`, () => {
      const changed = withOption(request, option(name), text);
      assert.deepEqual(changed[key], value);
      assert.equal(optionText(changed, option(name)), text);
      assert.deepEqual(withOption(changed, option(name), ''), request);
    });
  }

  it('name the method where the request left it out', () => {
    const bare = { model: 'm' };
    assert.deepEqual(withOption(bare, option('batch_size', bare), '4').method, {
      type: 'supervised',
      supervised: { hyperparameters: { batch_size: 4 } },
    });
  });

  it('keep to the rules on jobs', () => {
    assert.equal(optionProblem(request, option('beta'), '3'), 'Beta: auto, or above 0 and at most 2.');
    assert.equal(optionProblem(request, option('beta'), '0.5'), undefined);
    assert.equal(optionProblem(request, option('seed'), 'x'), 'Seed: 0 to 2147483647.');
    assert.equal(optionProblem(request, option('seed'), ''), undefined);
    const words = 'Write metadata as key=value, key=value.';
    for (const text of ['nonsense', 'team=kitchen,', '=x', ' =x']) {
      assert.equal(optionProblem(request, option('metadata'), text), words);
    }
    for (const text of ['', 'team=kitchen, run = 3', 'sum=a=b']) {
      assert.equal(optionProblem(request, option('metadata'), text), undefined);
    }
  });
});
