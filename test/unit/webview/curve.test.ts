import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  aligned,
  CommonSteps,
  extremes,
  MovingAverage,
  thinned,
  type Curve,
} from '../../../src/webview/chart/curve.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** What is drawn of a curve as a line: of each point its step and value. */
const line = ({ steps, values }: Curve) => ({ steps, values });

describe('A thinned curve', () => {
  it('has every point where there is room for all', () => {
    const series = { steps: [1, 2, 3, 4], values: [4, 1, 3, 2] };
    const curve = thinned(series, { from: 1, to: 4 }, 800);
    assert.deepEqual(line(curve), series);
    assert.deepEqual([curve.lows, curve.highs], [series.values, series.values]);
  });

  it('keeps the lowest, the highest and the last value of each pixel, so that no peak is lost', () => {
    const steps = upTo(100_000);
    const values = steps.map((step) => (step === 54_321 ? 99 : step === 77_777 ? -99 : Math.sin(step)));
    const curve = thinned({ steps, values }, { from: 1, to: 100_000 }, 800);
    assert.ok(curve.steps.length <= 801, String(curve.steps.length));
    assert.ok(curve.highs.includes(99) && curve.lows.includes(-99));
    assert.equal(curve.steps.at(-1), 100_000);
    assert.equal(curve.steps[0], 125);
    for (const [i, step] of curve.steps.entries()) assert.equal(curve.values[i], values[step - 1]);
  });

  it('is dense where no eye tells its points apart', () => {
    const isDense = (points: number): boolean =>
      thinned({ steps: upTo(points), values: upTo(points) }, { from: 1, to: points }, 100).isDense;
    assert.deepEqual([2, 40, 60, 1000].map(isDense), [false, false, true, true]);
  });

  it('has the next point beyond each end of the range, so that lines leave the picture', () => {
    const steps = upTo(100);
    const curve = thinned({ steps, values: steps }, { from: 40.5, to: 42.5 }, 800);
    assert.deepEqual(curve.steps, [40, 41, 42, 43]);
  });

  it('is broken where a point is missing, and not where they are far apart as usual', () => {
    const withGap = { steps: [1, 2, 3, 5, 6], values: [1, 1, 1, 1, 1] };
    assert.deepEqual(line(thinned(withGap, { from: 1, to: 6 }, 800)), {
      steps: [1, 2, 3, 4, 5, 6],
      values: [1, 1, 1, null, 1, 1],
    });
    const sparse = { steps: [10, 20, 30, 33], values: [1, 2, 3, 4] };
    assert.deepEqual(line(thinned(sparse, { from: 10, to: 33 }, 800)), sparse);
  });

  it('is broken at a gap also where a pixel stands for many points', () => {
    const steps = upTo(2000).filter((step) => step <= 500 || step > 1500);
    const curve = thinned({ steps, values: steps.map(() => 1) }, { from: 1, to: 2000 }, 100);
    assert.deepEqual(
      curve.steps.filter((_, i) => curve.values[i] === null),
      [1000.5],
    );
  });

  it('has no place for what is not above 0 on a log scale', () => {
    const series = { steps: [1, 2, 3, 4], values: [4, 0, -3, 2] };
    assert.deepEqual(thinned(series, { from: 1, to: 4 }, 800, true).values, [4, null, null, 2]);
    const steps = upTo(1000);
    const values = steps.map((step) => (step % 2 === 0 ? -1 : step));
    const crowded = thinned({ steps, values }, { from: 1, to: 1001 }, 10, true);
    assert.ok(crowded.lows.every((low) => low !== null && low > 0));
    assert.ok(crowded.values.every((value) => value !== null && value > 0));
  });

  it('has the lowest, the highest and the last of each pixel, also of a series that grows, and on a log scale', () => {
    const series = { steps: [] as number[], values: [] as number[] };
    const pixels = 7;
    for (const count of [100, 1, 15, 16, 500]) {
      for (let i = 0; i < count; i++) {
        const step = series.steps.push(series.steps.length + 1);
        series.values.push(100 * Math.sin(step * step) - (step % 50 === 0 ? 200 : -20));
      }
      const to = series.steps.length + 1;
      for (const isLog of [false, true]) {
        const { steps, values, lows, highs } = thinned(series, { from: 1, to }, pixels, isLog);
        const columnOf = (step: number): number => Math.floor(((step - 1) * pixels) / (to - 1));
        const seen = Array.from({ length: pixels }, (_, column) =>
          upTo(to - 1).filter((step) => columnOf(step) === column && (!isLog || series.values[step - 1]! > 0)),
        );
        const valuesOf = seen.map((column) => column.map((step) => series.values[step - 1]!));
        assert.deepEqual(
          steps,
          seen.map((column) => column.at(-1)),
        );
        assert.deepEqual(
          values,
          valuesOf.map((of) => of.at(-1)),
        );
        assert.deepEqual(
          lows,
          valuesOf.map((of) => Math.min(...of)),
        );
        assert.deepEqual(
          highs,
          valuesOf.map((of) => Math.max(...of)),
        );
      }
    }
  });

  it('invents nothing, keeps the order, and has lowest and highest of the range, whatever the series', () => {
    const anySeries = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
        selector: ([step]) => step,
        minLength: 1,
        maxLength: 300,
      })
      // There is no zero below 0 on a scale.
      .map((points) => points.map(([step, value]) => [step, value + 0] as const).sort((a, b) => a[0] - b[0]));
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 100 }), (points, pixels) => {
        const series = { steps: points.map(([step]) => step), values: points.map(([, value]) => value) };
        const curve = thinned(series, { from: series.steps[0]!, to: series.steps.at(-1)! + 1 }, pixels);
        const measured = curve.steps.flatMap((step, i) => (curve.values[i] === null ? [] : [[step, curve.values[i]]]));
        const known = new Map(points);
        for (const [step, value] of measured) assert.equal(known.get(step as number), value);
        for (let i = 1; i < curve.steps.length; i++) assert.ok(curve.steps[i]! > curve.steps[i - 1]!);
        assert.equal(Math.min(...numbers(curve.lows)), Math.min(...series.values));
        assert.equal(Math.max(...numbers(curve.highs)), Math.max(...series.values));
      }),
    );
  });
});

const numbers = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

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
