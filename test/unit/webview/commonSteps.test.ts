import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CommonSteps } from '../../../src/webview/chart/commonSteps.ts';

describe('The steps of lines that grow', () => {
  it('are each there once, in their order, however the lines grow', () => {
    const anyGrowth = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(anyGrowth, (growth) => {
        const lists: number[][] = [[], [], []];
        const common = new CommonSteps();
        for (const [which, distance] of growth) {
          const list = lists[which]!;
          list.push((list.at(-1) ?? 0) + 1 + distance);
          const expected = Array.from(new Set(lists.flat())).sort((a, b) => a - b);
          assert.deepEqual(common.of(lists), expected);
        }
      }),
    );
  });

  it('are those of other lines when others are asked for', () => {
    const common = new CommonSteps();
    assert.deepEqual(common.of([[1, 2]]), [1, 2]);
    assert.deepEqual(common.of([[2], [3]]), [2, 3]);
    assert.deepEqual(common.of([]), []);
  });
});
