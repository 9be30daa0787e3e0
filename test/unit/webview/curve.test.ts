import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aligned, CommonSteps, MovingAverage, thinned } from '../../../src/webview/chart/curve.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('A thinned curve', () => {
  it('has every point where there is room for all', () => {
    const series = { steps: [1, 2, 3, 4], values: [4, 1, 3, 2] };
    assert.deepEqual(thinned(series, { from: 1, to: 4 }, 800), series);
  });

  it('keeps the first, lowest, highest and last value of each pixel, so that no peak is lost', () => {
    const steps = upTo(100_000);
    const values = steps.map((step) => (step === 54_321 ? 99 : step === 77_777 ? -99 : Math.sin(step)));
    const curve = thinned({ steps, values }, { from: 1, to: 100_000 }, 800);
    assert.ok(curve.steps.length <= 4 * 801, String(curve.steps.length));
    assert.ok(curve.values.includes(99) && curve.values.includes(-99));
    assert.deepEqual([curve.steps[0], curve.steps.at(-1)], [1, 100_000]);
  });

  it('has the next point beyond each end of the range, so that lines leave the picture', () => {
    const steps = upTo(100);
    const curve = thinned({ steps, values: steps }, { from: 40.5, to: 42.5 }, 800);
    assert.deepEqual(curve.steps, [40, 41, 42, 43]);
  });

  it('is broken where a point is missing, and not where they are far apart as usual', () => {
    const withGap = { steps: [1, 2, 3, 5, 6], values: [1, 1, 1, 1, 1] };
    assert.deepEqual(thinned(withGap, { from: 1, to: 6 }, 800), {
      steps: [1, 2, 3, 4, 5, 6],
      values: [1, 1, 1, null, 1, 1],
    });
    const sparse = { steps: [10, 20, 30, 33], values: [1, 2, 3, 4] };
    assert.deepEqual(thinned(sparse, { from: 10, to: 33 }, 800), sparse);
  });

  it('invents nothing, keeps the order, and has lowest and highest of the range, whatever the series', () => {
    const anySeries = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
        selector: ([step]) => step,
        minLength: 1,
        maxLength: 300,
      })
      .map((points) => points.sort((a, b) => a[0] - b[0]));
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 100 }), (points, pixels) => {
        const series = { steps: points.map(([step]) => step), values: points.map(([, value]) => value) };
        const curve = thinned(series, { from: series.steps[0]!, to: series.steps.at(-1)! + 1 }, pixels);
        const measured = curve.steps.flatMap((step, i) => (curve.values[i] === null ? [] : [[step, curve.values[i]]]));
        const known = new Map(points);
        for (const [step, value] of measured) assert.equal(known.get(step as number), value);
        for (let i = 1; i < curve.steps.length; i++) assert.ok(curve.steps[i]! > curve.steps[i - 1]!);
        const values = measured.map(([, value]) => value as number);
        assert.equal(Math.min(...values), Math.min(...series.values));
        assert.equal(Math.max(...values), Math.max(...series.values));
      }),
    );
  });
});

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

describe('Curves on one scale of steps', () => {
  it('have holes, which are no gaps, where others were measured', () => {
    const curves = [
      { steps: [1, 2, 4], values: [1, null, 3] },
      { steps: [2, 3], values: [5, 6] },
    ];
    assert.deepEqual(aligned(curves), [
      [1, 2, 3, 4],
      [1, null, undefined, 3],
      [undefined, 5, 6, undefined],
    ]);
  });
});

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
