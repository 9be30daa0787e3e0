import assert from 'node:assert/strict';
import type { Job } from '../../../src/jobs/api.ts';
import { findLaunched, tokenKey } from '../../../src/jobs/findLaunched.ts';
import type { LaunchIntent } from '../../../src/jobs/journal.ts';
import { aJob, FakeService } from '../../support/jobs.ts';
import { aLaunch, HurriedClock } from '../../support/launches.ts';

describe('The job of a launch that was sent', () => {
  const token = 'the-token';
  const intent: LaunchIntent = {
    key: 'key',
    number: 1,
    token,
    connection: 'acme',
    startedAt: 0,
    process: 'here',
    request: aLaunch().request,
    lineage: {},
  };

  /** Looks for it at a service that lists `job` from so many milliseconds after it was sent on; what is found, and when. */
  async function lookFor(job: Job, listedAfter: number): Promise<{ found: Job | undefined; after: number }> {
    const clock = new HurriedClock();
    const sentAt = clock.now();
    const api = new FakeService();
    api.listJobs = async () => ({ items: clock.now() - sentAt >= listedAfter ? [job] : [], hasMore: false });
    const sent = { sentAt, trainingFile: 'file-own', isOwnFile: true };
    const { signal } = new AbortController();
    const found = await findLaunched(intent, sent, { api, clock, random: () => 0.5, signal });
    return { found, after: clock.now() - sentAt };
  }

  it('is waited for as long as its request may be under way', async () => {
    const job = aJob({ metadata: { [tokenKey]: token } });
    const { found } = await lookFor(job, 40_000);
    assert.equal(found, job);
  });

  it('is no longer waited for after a minute, when it cannot come any more', async () => {
    const { found, after } = await lookFor(aJob({ metadata: { [tokenKey]: token } }), Infinity);
    assert.equal(found, undefined);
    assert.ok(after >= 60_000 && after < 120_000, `${after} ms`);
  });

  it('is known by the file that was uploaded for it alone, where a service drops metadata', async () => {
    const job = aJob({ trainingFile: 'file-own', metadata: {} });
    assert.equal((await lookFor(job, 0)).found, job);
  });

  it('is not the job of another launch with the same file', async () => {
    const job = aJob({ trainingFile: 'file-own', metadata: { [tokenKey]: 'another' } });
    assert.equal((await lookFor(job, 0)).found, undefined);
  });
});
