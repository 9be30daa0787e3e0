import assert from 'node:assert/strict';
import { Batches } from '../../../../src/engines/baseline/batches.ts';

type Example = readonly unknown[];
const examples = (count: number): Example[] => Array.from({ length: count }, () => []);
const training = examples(10);
const validation = examples(3);
const plan = (changes: object = {}): Batches<Example> =>
  new Batches({ training, validation, seed: 1, batchSize: 4, epochs: 2, ...changes });

const epochOf = (batches: Batches<Example>, epoch: number): Example[] =>
  [1, 2, 3].flatMap((step) => batches.training(epoch * 3 + step));

describe('the batches of a run', () => {
  it('hold each example once an epoch, the last ones in a smaller batch', () => {
    const batches = plan();
    assert.equal(batches.totalSteps, 6);
    assert.deepEqual(
      [1, 2, 3].map((step) => batches.training(step).length),
      [4, 4, 2],
    );
    for (const epoch of [0, 1]) assert.equal(new Set(epochOf(batches, epoch)).size, 10);
  });

  it('have another order in each epoch and for each seed, and the same one again', () => {
    const order = (batches: Batches<Example>, epoch: number): string =>
      epochOf(batches, epoch)
        .map((example) => training.indexOf(example))
        .join();
    const orders = [order(plan(), 0), order(plan(), 1), order(plan({ seed: 2 }), 0)];
    assert.equal(new Set(orders).size, 3);
    assert.equal(order(plan(), 1), orders[1]);
  });

  it('do not depend on the step that was asked for before', () => {
    const batches = plan();
    const later = batches.training(5);
    batches.training(1);
    assert.deepEqual(batches.training(5), later);
  });

  it('go round in the validation file, about a hundred times a run', () => {
    const short = plan({ batchSize: 2 });
    assert.deepEqual(
      [1, 2].map((step) => short.validation(step).map((example) => validation.indexOf(example))),
      [
        [0, 1],
        [2, 0],
      ],
    );
    const long = plan({ training: examples(1000), batchSize: 1 });
    const measured = Array.from({ length: long.totalSteps }, (_, index) => long.validation(index + 1).length);
    assert.equal(measured.filter((size) => size > 0).length, 100);
    assert.deepEqual(plan({ validation: [] }).validation(1), []);
  });
});
