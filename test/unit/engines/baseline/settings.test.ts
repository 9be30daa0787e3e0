import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { settle, settlePreference, settleReinforcement } from '../../../../src/engines/baseline/settings.ts';

describe('automatic hyperparameters', () => {
  const cases = [
    [1, 25, 1],
    [10, 10, 1],
    [33, 3, 1],
    [34, 3, 1],
    [200, 3, 1],
    [1000, 3, 2],
    [8333, 3, 17],
    [8334, 2, 17],
    [25_000, 1, 50],
    [60_000, 1, 120],
    [500_000, 1, 256],
  ] as const;
  for (const [examples, epochs, batch] of cases) {
    it(`are ${epochs} epochs and batches of ${batch} for ${examples} examples`, () => {
      const expected = { n_epochs: epochs, batch_size: batch, learning_rate_multiplier: 1 };
      assert.deepEqual(
        settle({ n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' }, examples),
        expected,
      );
      assert.deepEqual(settle({}, examples), expected);
    });
  }
});

describe('automatic hyperparameters of a method', () => {
  it('have a beta of 0.1 for preferences', () => {
    assert.equal(settlePreference({ beta: 'auto' }, 100).beta, 0.1);
    assert.equal(settlePreference({}, 100).beta, 0.1);
  });

  it('evaluate reinforcement about ten times', () => {
    const auto = { compute_multiplier: 1, eval_samples: 1 };
    for (const [examples, batch_size, eval_interval] of [
      [18, 4, 3],
      [200, 1, 60],
      [1000, 100, 3],
    ] as const) {
      const settings = settleReinforcement({ batch_size }, examples);
      assert.deepEqual(settings, { ...settle({ batch_size }, examples), ...auto, eval_interval });
    }
  });
});

describe('given hyperparameters', () => {
  it('are taken as they are', () => {
    const given = { n_epochs: 7, batch_size: 5, learning_rate_multiplier: 0.2 };
    assert.deepEqual(settle(given, 100), given);
    assert.deepEqual(settlePreference({ ...given, beta: 2 }, 100), { ...given, beta: 2 });
    const sampling = { compute_multiplier: 0.5, eval_interval: 7, eval_samples: 2 };
    assert.deepEqual(settleReinforcement({ ...given, ...sampling }, 100), { ...given, ...sampling });
  });

  for (const wrong of [
    { n_epochs: 0 },
    { n_epochs: 1.5 },
    { batch_size: -1 },
    { learning_rate_multiplier: 0 },
    { learning_rate_multiplier: NaN },
    { beta: 0 },
    { compute_multiplier: -1 },
    { eval_interval: 0 },
    { eval_samples: 1.5 },
  ]) {
    it(`are refused where they make no sense: ${Object.entries(wrong).join()}`, () => {
      const [name] = Object.keys(wrong);
      assert.throws(
        () => [settlePreference(wrong, 100), settleReinforcement(wrong, 100)],
        (error) =>
          error instanceof UserError && error.code === 'invalid_hyperparameter' && error.message.includes(name!),
      );
    });
  }
});
