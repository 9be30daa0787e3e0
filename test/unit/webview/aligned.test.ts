import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aligned, AlignedCurves } from '../../../src/webview/chart/aligned.ts';
import { thinned } from '../../../src/webview/chart/thinning.ts';

describe('Curves on one scale of steps', () => {
  it('have holes, which are no gaps, where others were measured', () => {
    const curves = [
      { steps: [1, 4], values: [1, 3] },
      { steps: [2, 3], values: [5, 6] },
    ];
    assert.deepEqual(aligned(curves), [
      [1, 2, 3, 4],
      [1, undefined, undefined, 3],
      [undefined, 5, 6, undefined],
    ]);
  });

  it('have gaps from point to point, also where others were measured', () => {
    const curves = [
      { steps: [1, 3, 5], values: [1, null, 5] },
      { steps: [1, 2, 4, 6], values: [1, 2, 4, 6] },
    ];
    assert.deepEqual(aligned(curves), [
      [1, 2, 3, 4, 5, 6],
      [1, null, null, null, 5, undefined],
      [1, 2, undefined, 4, undefined, 6],
    ]);
  });

  it('grow to what they would be at once', () => {
    const anyGrowth = fc.array(fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9 })), { maxLength: 20 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyGrowth, fc.integer({ min: 1, max: 200 }), fc.boolean(), (growth, pixels, isLog) => {
        const all = Array.from({ length: 3 }, () => ({ steps: [] as number[], values: [] as number[] }));
        const view = { range: { from: 1, to: 300 }, pixels, isLog };
        const growing = new AlignedCurves();
        let known = all.map((series) => thinned(series, view));
        for (const points of growth) {
          for (const [which, distance] of points) {
            const { steps, values } = all[which]!;
            steps.push((steps.at(-1) ?? 0) + distance);
            values.push(distance - 5);
          }
          known = all.map((series, i) => thinned(series, view, known[i]));
          assert.deepEqual(growing.of(known), aligned(known));
        }
      }),
    );
  });
});
