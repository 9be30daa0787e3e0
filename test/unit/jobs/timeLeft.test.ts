import assert from 'node:assert/strict';
import type { Job, JobEvent } from '../../../src/jobs/api.ts';
import { timeLeft } from '../../../src/jobs/timeLeft.ts';
import { aJob, anEvent } from '../../support/jobs.ts';

const step = (number: number, seconds: number): JobEvent =>
  anEvent(String(number), { createdAt: seconds * 1000, type: 'metrics', data: { step: number, total_steps: 100 } });

const left = (events: readonly JobEvent[], fields: Partial<Job> = {}, now = 0): number | undefined =>
  timeLeft({ connection: 'Acme', job: aJob(fields), events, checkpoints: [] }, now);

describe('The time that a job has left', () => {
  it('is what its service estimates, as long as that is to come', () => {
    assert.equal(left([], { estimatedFinish: 5000 }, 2000), 3000);
    assert.equal(left([step(10, 10), step(20, 20)], { estimatedFinish: 5000 }, 9000), 80_000);
  });

  it('is told by the pace of its newest steps: what was slow long ago does not count', () => {
    assert.equal(left([step(1, 0), step(40, 4000), step(60, 4020)]), 40_000);
  });

  it('does not depend on our clock where the service tells the times', () => {
    const events = [step(10, 1_000_000), step(20, 1_000_010)];
    assert.equal(left(events, {}, 0), left(events, {}, 1e15));
  });

  it('is not told before two steps are some time apart, and not of a job that does not run', () => {
    assert.equal(left([]), undefined);
    assert.equal(left([step(1, 0)]), undefined);
    assert.equal(left([step(1, 0), step(2, 0)]), undefined);
    assert.equal(left([step(1, 0), step(2, 1)], { status: 'paused' }), undefined);
  });

  it('passes over events that tell no step', () => {
    assert.equal(left([step(10, 10), anEvent('note', { createdAt: 15_000 }), step(20, 20), anEvent('end')]), 80_000);
  });

  it('is taken from the newest events of many', () => {
    const many = Array.from({ length: 5000 }, (_, i) => step(i, i / 1000));
    const events = many.map((event) => ({ ...event, data: { ...event.data, total_steps: 6000 } }));
    assert.ok(Math.abs((left(events) ?? 0) - 1001) < 5);
  });
});
