import assert from 'node:assert/strict';
import { bestCheckpoint, overfitting } from '../../../src/jobs/metricFindings.ts';
import { JobMetrics } from '../../../src/jobs/metrics.ts';

const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Curves over the steps 1, 2, ...; each a function of the step. */
function measured(count: number, curves: Record<string, (step: number) => number | null>): JobMetrics {
  const metrics = new JobMetrics();
  const columns = Object.entries(curves).map(([name, of]) => [name, steps(count).map(of)] as const);
  metrics.add({ steps: steps(count), columns: Object.fromEntries(columns) });
  return metrics;
}

/** Numbers between -0.5 and 0.5 that look random and are the same each time. */
const wavering = (seed: number): (() => number) => {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31 - 0.5;
};

const falling = (step: number): number => 2 * Math.exp(-step / 30);

describe('The best checkpoint', () => {
  const valley = measured(30, { valid_loss: (step) => Math.abs(step - 19) });

  it('is the one with the lowest validation loss', () => {
    assert.deepEqual(bestCheckpoint(valley, [10, 20, 30]), { step: 20, metric: 'valid_loss', value: 1 });
  });

  it('is the one with the highest reward, which says more than a loss', () => {
    const metrics = measured(30, { valid_loss: falling, full_valid_mean_reward: (step) => -Math.abs(step - 10) });
    assert.equal(bestCheckpoint(metrics, [10, 20, 30])?.step, 10);
  });

  it('is judged by what was last measured before it', () => {
    const metrics = measured(30, { valid_loss: (step) => (step % 9 === 0 ? step : null) });
    assert.deepEqual(bestCheckpoint(metrics, [10, 20]), { step: 10, metric: 'valid_loss', value: 9 });
  });

  it('is the earliest of equals', () => {
    assert.equal(bestCheckpoint(measured(30, { valid_loss: () => 1 }), [20, 10, 30])?.step, 10);
  });

  it('is none where there is nothing to compare', () => {
    assert.equal(bestCheckpoint(valley, [10]), undefined);
    assert.equal(bestCheckpoint(measured(30, { train_loss: falling }), [10, 20]), undefined);
  });
});

describe('Over-fitting', () => {
  const rising = (step: number): number => (step < 30 ? 2 - step / 30 : 1 + (step - 30) / 60);

  it('begins where validation was best, if it gets worse from there while training gets better', () => {
    const found = overfitting(measured(60, { train_loss: falling, valid_loss: rising }));
    assert.ok(found && found.step >= 28 && found.step <= 32, JSON.stringify(found));
    assert.equal(found.metric, 'valid_loss');
    assert.ok(found.latest > found.best + 0.3);
  });

  it('is seen in few points of validation too', () => {
    const losses: Record<number, number> = { 10: 1, 20: 0.8, 30: 0.7, 40: 0.75, 50: 0.85, 60: 1 };
    const found = overfitting(measured(60, { train_loss: falling, valid_loss: (step) => losses[step] ?? null }));
    assert.equal(found?.step, 30);
  });

  it('is seen by a batch at many steps where all of the data was looked at too seldom to tell', () => {
    const seldom = (step: number): number | null => (step % 12 === 0 ? rising(step) : null);
    const metrics = measured(60, { train_loss: falling, full_valid_loss: seldom, valid_loss: rising });
    assert.equal(overfitting(metrics)?.metric, 'valid_loss');
  });

  it('is seen in a reward that falls again', () => {
    const found = overfitting(
      measured(60, { train_mean_reward: (s) => s / 60, valid_mean_reward: (s) => 2 - rising(s) }),
    );
    assert.ok(found && found.step >= 28 && found.step <= 32, JSON.stringify(found));
    assert.ok(found.latest < found.best);
  });

  it('is nothing that a wavering curve shows by chance', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = wavering(seed);
      const metrics = measured(60, { train_loss: falling, valid_loss: () => 1 + next() });
      assert.equal(overfitting(metrics), undefined, `seed ${seed}`);
    }
  });

  it('is none while validation falls, or rises too little to matter', () => {
    assert.equal(overfitting(measured(60, { train_loss: falling, valid_loss: falling })), undefined);
    const flat = (step: number): number => 1 + Math.abs(step - 30) / 10_000;
    assert.equal(overfitting(measured(60, { train_loss: falling, valid_loss: flat })), undefined);
  });

  it('is none where training gets worse as well: that is something else', () => {
    assert.equal(overfitting(measured(60, { train_loss: rising, valid_loss: rising })), undefined);
  });

  it('is none without enough to judge by', () => {
    assert.equal(overfitting(measured(60, { train_loss: falling })), undefined);
    assert.equal(overfitting(measured(60, { valid_loss: rising })), undefined);
    const three = (step: number): number | null => (step % 20 === 0 ? step : null);
    assert.equal(overfitting(measured(60, { train_loss: falling, valid_loss: three })), undefined);
  });
});
