import assert from 'node:assert/strict';
import { JobMetrics } from '../../../src/jobs/metrics.ts';
import { resultTable } from '../../../src/jobs/metricTables.ts';

describe('Metrics of a job', () => {
  it('of 100,000 steps that arrive one by one take no more than appending', () => {
    const metrics = new JobMetrics();
    for (let step = 1; step <= 100_000; step++) metrics.add({ steps: [step], columns: { train_loss: [1 / step] } });
    assert.equal(metrics.get('train_loss')?.steps.length, 100_000);
  });
});

describe('A result file', () => {
  it('of 100,000 steps is read whole', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i + 1},${1 / (i + 1)}`);
    assert.equal(resultTable(['step,train_loss', ...lines].join('\n'))?.steps.length, 100_000);
  });
});
