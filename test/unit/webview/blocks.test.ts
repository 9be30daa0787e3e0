import assert from 'node:assert/strict';
import { arePositive, blockSize, blocksOf } from '../../../src/webview/chart/blocks.ts';

describe('The blocks of a series', () => {
  it('have the lowest and the highest of each full block, also when it has grown', () => {
    const values = Array.from({ length: 2 * blockSize + 3 }, (_, i) => (i % 2 === 0 ? i : -i));
    const { lows, highs } = blocksOf(values);
    assert.deepEqual(
      [lows, highs],
      [
        [1 - blockSize, 1 - 2 * blockSize],
        [blockSize - 2, 2 * blockSize - 2],
      ],
    );
    while (values.length < 3 * blockSize) values.push(1000);
    assert.equal(blocksOf(values).highs[2], 1000);
    assert.equal(blocksOf(values).lows.length, 3);
  });

  it('tell whether all values are above 0, those of no full block too', () => {
    const positive = Array.from({ length: blockSize + 3 }, () => 0.5);
    assert(arePositive(positive));
    assert(arePositive([]));
    for (const at of [0, blockSize - 1, blockSize, blockSize + 2]) assert(!arePositive(positive.with(at, 0)), `${at}`);
  });
});
