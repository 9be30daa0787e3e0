// What it costs to follow jobs: requests to a remote service by a fake clock, and milliseconds and memory for 1,000 jobs and
// for a job of 50,000 events. Prints figures as JSON.
//
//   node --expose-gc test/bench/polling.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textFolder } from '../../src/disk/textFolder.ts';
import { FakeClock, settle } from '../support/fakeClock.ts';
import { aJob } from '../support/jobs.ts';
import { sharedFolder } from '../support/sharedFolder.ts';
import { SteadyService } from '../support/steadyService.ts';
import { watching } from '../support/watching.ts';

const hour = 3_600_000;
const round = (value: number): number => Math.round(value * 10) / 10;

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function watchedHour(status: string): Promise<number> {
  const clock = new FakeClock();
  const service = new SteadyService(clock, 0);
  const { pollers, pass } = watching(clock, service);
  service.jobs = [aJob({ status })];
  await pollers.setLookedAt(true);
  if (status === 'running') pollers.want('fake', 'ftjob-1');
  await pass(hour);
  return service.requests.length;
}

/** An account with 1,000 jobs, one of which runs and has 50,000 events that somebody wants to see. */
async function largeAccount(folder: string) {
  const clock = new FakeClock();
  clock.advance(24 * hour);
  const service = new SteadyService(clock, clock.now() - 50_000_000, 50_000);
  const hyperparameters = { n_epochs: 3, batch_size: 8, learning_rate_multiplier: 1.8 };
  service.jobs = Array.from({ length: 1000 }, (_, i) =>
    aJob({
      id: `ftjob-${String(i).padStart(24, '0')}`,
      createdAt: 1000 * (1000 - i),
      status: i === 0 ? 'running' : 'succeeded',
      fineTunedModel: `ft:gpt-4.1-mini-2025-04-14:acme:suffix-${i}:abcdefgh`,
      trainingFile: 'file-abcdefghijklmnopqrstuvwx',
      method: { type: 'supervised', hyperparameters },
    }),
  );
  const shared = sharedFolder();
  const first = watching(clock, service, shared);
  // Older jobs come page by page, as somebody asks for them.
  first.store.applyList(
    'fake',
    service.jobs.map((job) => ({ job })),
  );
  first.pollers.wake('fake');
  await first.pass(1000);
  first.pollers.dispose();
  await settle();
  for (const [name, text] of shared.texts) await textFolder(folder).replace(name, text);

  const before = memory();
  const next = watching(clock, service, textFolder(folder));
  const start = performance.now();
  const active = await next.pollers.restore();
  const opened = performance.now() - start;
  if (next.store.list().length !== 1000 || active.length !== 1) throw new Error('the jobs were not kept');

  service.requests = [];
  const id = service.jobs[0]?.id ?? '';
  const last = watching(clock, service, shared);
  await last.pollers.restore();
  await last.pollers.setLookedAt(true);
  last.pollers.want('fake', id);
  while ((last.store.get('fake', id)?.events.length ?? 0) < 50_000) await last.pass(10_000);
  const requests = service.requests.filter((request) => request === 'events').length;
  const used = memory() - before;
  next.pollers.dispose();
  last.pollers.dispose();
  return { opened, requests, used };
}

const folder = await mkdtemp(join(tmpdir(), 'finetune-bench-'));
try {
  const running = await watchedHour('running');
  const idle = await watchedHour('succeeded');
  const { opened, requests, used } = await largeAccount(folder);
  const figures = {
    'requests in an hour with a running job, its chart open': running,
    'requests in an hour with the view open and nothing active': idle,
    'milliseconds until 1,000 jobs from disk are there': round(opened),
    'requests for a history of 50,000 events, once': requests,
    'MiB for both': round(used),
  };
  console.log(JSON.stringify(figures));
} finally {
  await rm(folder, { recursive: true, force: true });
}
