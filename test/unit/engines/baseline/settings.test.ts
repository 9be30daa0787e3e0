import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { settle } from '../../../../src/engines/baseline/settings.ts';

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

describe('given hyperparameters', () => {
  it('are taken as they are', () => {
    const given = { n_epochs: 7, batch_size: 5, learning_rate_multiplier: 0.2 };
    assert.deepEqual(settle(given, 100), given);
  });

  for (const wrong of [
    { n_epochs: 0 },
    { n_epochs: 1.5 },
    { batch_size: -1 },
    { learning_rate_multiplier: 0 },
    { learning_rate_multiplier: NaN },
  ]) {
    it(`are refused where they make no sense: ${Object.entries(wrong).join()}`, () => {
      const [name] = Object.keys(wrong);
      assert.throws(
        () => settle(wrong, 100),
        (error) =>
          error instanceof UserError && error.code === 'invalid_hyperparameter' && error.message.includes(name!),
      );
    });
  }
});
