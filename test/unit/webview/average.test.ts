import assert from 'node:assert/strict';
import { MovingAverage } from '../../../src/webview/chart/average.ts';

const smoothed = (values: number[], weight: number): readonly number[] => new MovingAverage(weight).of(values);

describe('A smoothed curve', () => {
  it('grows as it would be if all were known from the start', () => {
    const growing = new MovingAverage(0.7);
    growing.of([3, 1]);
    assert.deepEqual(growing.of([3, 1, 2, 5]), smoothed([3, 1, 2, 5], 0.7));
  });

  it('is the curve itself without smoothing', () => assert.deepEqual(smoothed([3, 1, 2], 0), [3, 1, 2]));

  it('stays where a level curve is, also at its start', () => {
    for (const value of smoothed([5, 5, 5, 5], 0.9)) assert.ok(Math.abs(value - 5) < 1e-9);
  });

  it('weighs what was before', () => {
    const [first, second] = smoothed([0, 3], 0.5);
    assert.equal(first, 0);
    assert.equal(second, 2);
  });
});
