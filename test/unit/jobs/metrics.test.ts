import assert from 'node:assert/strict';
import fc from 'fast-check';
import { indexAt, JobMetrics, metricName, type MetricTable } from '../../../src/jobs/metrics.ts';

const table = (steps: number[], columns: Record<string, (number | null)[]>): MetricTable => ({ steps, columns });

describe('Metrics of a job', () => {
  it('keep what was measured only: a gap is no point, and no zero', () => {
    const metrics = new JobMetrics();
    metrics.add(table([1, 2, 3], { train_loss: [2, null, 1], valid_loss: [null, Number.NaN, null] }));
    assert.deepEqual(metrics.series(), [{ metric: 'train_loss', steps: [1, 3], values: [2, 1] }]);
  });

  it('grow by what is new, in place', () => {
    const metrics = new JobMetrics();
    metrics.add(table([1, 2], { train_loss: [2, 1] }));
    const before = metrics.get('train_loss');
    metrics.add(table([3], { train_loss: [0.5] }));
    assert.deepEqual(before, { metric: 'train_loss', steps: [1, 2, 3], values: [2, 1, 0.5] });
  });

  it('hold what was told last of a step that is trained again after a pause', () => {
    const metrics = new JobMetrics();
    metrics.add(table([1, 2, 3], { train_loss: [3, 2, 1] }));
    metrics.add(table([2, 4], { train_loss: [2.5, 0.5] }));
    assert.deepEqual(metrics.get('train_loss')?.values, [3, 2.5, 1, 0.5]);
  });

  it('have one name, whatever result files and events call them', () => {
    const metrics = new JobMetrics();
    metrics.add(table([1], { train_accuracy: [0.5] }));
    metrics.add(table([2], { train_mean_token_accuracy: [0.6] }));
    assert.deepEqual(metrics.get('train_mean_token_accuracy')?.values, [0.5, 0.6]);
  });

  it('are the same however they arrive: at once or in parts, in any order', () => {
    const rows = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 200 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      {
        selector: ([step]) => step,
      },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), (rows, size) => {
        const whole = new JobMetrics();
        whole.add(
          table(
            rows.map(([step]) => step),
            { m: rows.map(([, value]) => value) },
          ),
        );
        const parts = new JobMetrics();
        for (let i = 0; i < rows.length; i += size) {
          const part = rows.slice(i, i + size).reverse();
          parts.add(
            table(
              part.map(([step]) => step),
              { m: part.map(([, value]) => value) },
            ),
          );
        }
        assert.deepEqual(parts.get('m'), whole.get('m'));
        assert.deepEqual(
          whole.get('m')?.steps ?? [],
          rows.map(([step]) => step).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('are told apart by the data they were measured on and by what they say', () => {
    assert.deepEqual(metricName('full_valid_loss'), { split: 'full_valid', quantity: 'loss' });
    assert.deepEqual(metricName('train_mean_reward'), { split: 'train', quantity: 'mean_reward' });
    assert.deepEqual(metricName('entropy_loss_sum'), { split: undefined, quantity: 'entropy_loss_sum' });
  });
});

describe('The last step that is not beyond another', () => {
  it('is found in any list of steps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (steps, step) => {
        const ascending = steps.sort((a, b) => a - b);
        assert.equal(
          indexAt(ascending, step),
          ascending.findLastIndex((known) => known <= step),
        );
      }),
    );
  });
});
