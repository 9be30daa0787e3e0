import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Curve } from '../../../src/webview/chart/curve.ts';
import { thinned } from '../../../src/webview/chart/thinning.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** What is drawn of a curve as a line: of each point its step and value. */
const line = ({ steps, values }: Curve) => ({ steps, values });

const numbers = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

describe('A thinned curve', () => {
  it('has every point where there is room for all', () => {
    const series = { steps: [1, 2, 3, 4], values: [4, 1, 3, 2] };
    const curve = thinned(series, { range: { from: 1, to: 4 }, pixels: 800, isLog: false });
    assert.deepEqual(line(curve), series);
    assert.deepEqual([curve.lows, curve.highs], [series.values, series.values]);
  });

  it('keeps the lowest, the highest and the last value of each pixel, so that no peak is lost', () => {
    const steps = upTo(100_000);
    const values = steps.map((step) => (step === 54_321 ? 99 : step === 77_777 ? -99 : Math.sin(step)));
    const curve = thinned({ steps, values }, { range: { from: 1, to: 100_000 }, pixels: 800, isLog: false });
    assert.ok(curve.steps.length <= 801, String(curve.steps.length));
    assert.ok(curve.highs.includes(99) && curve.lows.includes(-99));
    assert.equal(curve.steps.at(-1), 100_000);
    assert.equal(curve.steps[0], 125);
    for (const [i, step] of curve.steps.entries()) assert.equal(curve.values[i], values[step - 1]);
  });

  it('is dense where no eye tells its points apart', () => {
    const isDense = (points: number): boolean =>
      thinned(
        { steps: upTo(points), values: upTo(points) },
        { range: { from: 1, to: points }, pixels: 100, isLog: false },
      ).isDense;
    assert.deepEqual([2, 40, 60, 1000].map(isDense), [false, false, true, true]);
  });

  it('has the next point beyond each end of the range, so that lines leave the picture', () => {
    const steps = upTo(100);
    const curve = thinned({ steps, values: steps }, { range: { from: 40.5, to: 42.5 }, pixels: 800, isLog: false });
    assert.deepEqual(curve.steps, [40, 41, 42, 43]);
  });

  it('is broken where a point is missing, and not where they are far apart as usual', () => {
    const withGap = { steps: [1, 2, 3, 5, 6], values: [1, 1, 1, 1, 1] };
    assert.deepEqual(line(thinned(withGap, { range: { from: 1, to: 6 }, pixels: 800, isLog: false })), {
      steps: [1, 2, 3, 4, 5, 6],
      values: [1, 1, 1, null, 1, 1],
    });
    const sparse = { steps: [10, 20, 30, 33], values: [1, 2, 3, 4] };
    assert.deepEqual(line(thinned(sparse, { range: { from: 10, to: 33 }, pixels: 800, isLog: false })), sparse);
  });

  it('is broken at a gap also where a pixel stands for many points', () => {
    const steps = upTo(2000).filter((step) => step <= 500 || step > 1500);
    const curve = thinned(
      { steps, values: steps.map(() => 1) },
      { range: { from: 1, to: 2000 }, pixels: 100, isLog: false },
    );
    assert.deepEqual(
      curve.steps.filter((_, i) => curve.values[i] === null),
      [1000.5],
    );
  });

  it('has no place for what is not above 0 on a log scale', () => {
    const series = { steps: [1, 2, 3, 4], values: [4, 0, -3, 2] };
    assert.deepEqual(thinned(series, { range: { from: 1, to: 4 }, pixels: 800, isLog: true }).values, [
      4,
      null,
      null,
      2,
    ]);
    const steps = upTo(1000);
    const values = steps.map((step) => (step % 2 === 0 ? -1 : step));
    const crowded = thinned({ steps, values }, { range: { from: 1, to: 1001 }, pixels: 10, isLog: true });
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
        const { steps, values, lows, highs } = thinned(series, { range: { from: 1, to }, pixels, isLog });
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
        const curve = thinned(series, {
          range: { from: series.steps[0]!, to: series.steps.at(-1)! + 1 },
          pixels,
          isLog: false,
        });
        const measured = curve.steps.flatMap((step, i) => (curve.values[i] === null ? [] : [[step, curve.values[i]]]));
        const known = new Map(points);
        for (const [step, value] of measured) assert.equal(known.get(step as number), value);
        for (let i = 1; i < curve.steps.length; i++) assert.ok(curve.steps[i]! > curve.steps[i - 1]!);
        assert.equal(Math.min(...numbers(curve.lows)), Math.min(...series.values));
        assert.equal(Math.max(...numbers(curve.highs)), Math.max(...series.values));
      }),
    );
  });

  it('grows with its series to what it would be at once, and what is settled stays', () => {
    const anyGrowth = fc.array(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 99 })), { maxLength: 40 }),
      { maxLength: 8 },
    );
    const anyView = fc.record({
      range: fc.record({ from: fc.integer({ min: 0, max: 50 }), to: fc.integer({ min: 60, max: 900 }) }),
      pixels: fc.integer({ min: 1, max: 60 }),
      isLog: fc.boolean(),
    });
    let grownOnes = 0;
    fc.assert(
      fc.property(anyGrowth, anyView, (growth, view) => {
        const series = { steps: [1], values: [1] };
        let known = thinned(series, view);
        for (const points of growth) {
          const settled = pointsOf(known).slice(0, known.settled);
          for (const [distance, value] of points) {
            series.steps.push((series.steps.at(-1) ?? 0) + (distance > 7 ? distance : 1));
            series.values.push(value);
          }
          const curve = thinned(series, view, known);
          assert.deepEqual(pointsOf(curve), pointsOf(thinned(series, view)));
          assert.equal(curve.taken, series.steps.length);
          if (curve === known) assert.deepEqual(pointsOf(curve).slice(0, settled.length), settled);
          if (curve === known && points.length > 0) grownOnes++;
          known = curve;
        }
      }),
    );
    assert.ok(grownOnes > 0);
  });

  it('is another one where it is looked at in another way', () => {
    const series = { steps: upTo(1000), values: upTo(1000) };
    const view = { range: { from: 1, to: 1024 }, pixels: 100, isLog: false };
    const curve = thinned(series, view);
    assert.equal(thinned({ ...series }, { ...view }, curve), curve);
    for (const other of [{ range: { from: 1, to: 512 } }, { pixels: 99 }, { isLog: true }]) {
      assert.notEqual(thinned(series, { ...view, ...other }, curve), curve);
    }
    assert.notEqual(thinned({ ...series, values: upTo(1000) }, view, curve), curve);
  });
});

/** All that is drawn, a point each. */
const pointsOf = ({ steps, values, lows, highs }: Curve) =>
  steps.map((step, i) => [step, values[i], lows[i], highs[i]]);
