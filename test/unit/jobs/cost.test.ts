import assert from 'node:assert/strict';
import { epochsOf, likelyEpochs, priceOf, readPrices, trainingCost, type Price } from '../../../src/jobs/cost.ts';

const price: Price = { model: 'gpt-4o-2024-08-06', usdPerMillionTokens: 25, date: '2025-05-01', source: 'a page' };

describe('the cost of training', () => {
  it('is tokens times epochs times price', () => {
    assert.equal(trainingCost(400_000, 3, price), 30);
  });

  it('is that of the base model for its alias and for models trained from it', () => {
    for (const model of ['gpt-4o-2024-08-06', 'gpt-4o', 'ft:gpt-4o-2024-08-06:org::abc', 'gpt-4o-2024-08-06.ft-abc']) {
      assert.equal(priceOf(model, [price]), price, model);
    }
    assert.equal(priceOf('llama-3', [price]), undefined);
  });

  it('is unknown where a price is not whole', () => {
    const broken = [{ ...price, date: undefined }, { ...price, usdPerMillionTokens: '25' }, 'gpt-4o', null];
    assert.deepEqual(readPrices([...broken, price]), [price]);
    assert.deepEqual(readPrices({}), []);
  });
});

describe('epochs', () => {
  it('are those of the method in use', () => {
    const block = { hyperparameters: { n_epochs: 4 } };
    assert.equal(epochsOf({ model: 'm', method: { type: 'dpo', dpo: block } }), 4);
    assert.equal(epochsOf({ model: 'm', method: { type: 'dpo', supervised: block } }), 'auto');
    assert.equal(epochsOf({ model: 'm' }), 'auto');
  });

  for (const [examples, epochs] of [
    [10, 10],
    [3, 25],
    [33, 3],
    [34, 3],
    [8333, 3],
    [10_000, 2],
    [30_000, 1],
    [0, 3],
  ] as const) {
    it(`are likely to be ${epochs} for ${examples} examples`, () => assert.equal(likelyEpochs(examples), epochs));
  }
});
