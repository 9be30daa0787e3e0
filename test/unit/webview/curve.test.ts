import assert from 'node:assert/strict';
import { extremes } from '../../../src/webview/chart/curve.ts';

describe('The scale of curves', () => {
  it('goes from the lowest to the highest of what is looked at, gaps and neighbours aside', () => {
    const curves = [
      { steps: [1, 2, 3, 4], lows: [-9, 2, null, 3], highs: [9, 4, null, 5] },
      { steps: [2, 5], lows: [1, -9], highs: [1, 9] },
    ];
    assert.deepEqual(extremes(curves, { from: 2, to: 4 }), { low: 1, high: 5 });
    assert.equal(extremes(curves, { from: 3, to: 3.5 }), undefined);
    assert.equal(extremes([], { from: 1, to: 2 }), undefined);
  });
});
