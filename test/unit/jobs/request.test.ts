import assert from 'node:assert/strict';
import { parseJobFileArgument, parseLaunchArgument } from '../../../src/jobs/request.ts';

describe('parseLaunchArgument', () => {
  it('reads an argument as documented', () => {
    assert.deepEqual(
      parseLaunchArgument({
        trainingFile: 'train.jsonl',
        validationFile: 'validation.jsonl',
        model: 'baseline-1',
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
        suffix: 'codes',
        seed: 0,
        metadata: { team: 'a' },
        confirm: false,
      }),
      {
        trainingFile: 'train.jsonl',
        validationFile: 'validation.jsonl',
        confirm: false,
        request: {
          model: 'baseline-1',
          method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
          suffix: 'codes',
          seed: 0,
          metadata: { team: 'a' },
        },
      },
    );
  });

  it('asks unless confirm is false', () => {
    assert.equal(parseLaunchArgument({ trainingFile: 'a.jsonl', model: 'm' })?.confirm, true);
  });

  it('is no launch argument where there is no training file: an editor passes its address', () => {
    assert.equal(parseLaunchArgument(undefined), undefined);
    assert.equal(parseLaunchArgument({ scheme: 'file', path: '/a.jsonl' }), undefined);
  });

  const wrong: readonly [Record<string, unknown>, RegExp][] = [
    [{ trainingFile: '', model: 'm' }, /"trainingFile"/],
    [{ trainingFile: 'a.jsonl' }, /"model"/],
    [{ trainingFile: 'a.jsonl', model: 3 }, /"model"/],
    [{ trainingFile: 'a.jsonl', model: 'm', seed: 1.5 }, /"seed"/],
    [{ trainingFile: 'a.jsonl', model: 'm', metadata: [] }, /"metadata"/],
    [{ trainingFile: 'a.jsonl', model: 'm', method: {} }, /"method.type"/],
  ];
  for (const [argument, message] of wrong) {
    it(`names the wrong field of ${JSON.stringify(argument)}`, () => {
      assert.throws(() => parseLaunchArgument(argument), { code: 'launch.badArgument', message });
    });
  }
});

describe('parseJobFileArgument', () => {
  it('reads the name of a job file, and asks unless confirm is false', () => {
    assert.deepEqual(parseJobFileArgument({ jobFile: 'a.finetune.json' }), {
      jobFile: 'a.finetune.json',
      confirm: true,
    });
    assert.equal(parseJobFileArgument({ jobFile: 'a.finetune.json', confirm: false })?.confirm, false);
    assert.equal(parseJobFileArgument({ trainingFile: 'a.jsonl' }), undefined);
    assert.throws(() => parseJobFileArgument({ jobFile: 5 }), { code: 'launch.badArgument', message: /"jobFile"/ });
  });
});
