import assert from 'node:assert/strict';
import type { Job, JobPageOptions, Page } from '../../../src/jobs/api.ts';
import { readJobFilter } from '../../../src/jobs/jobFilter.ts';
import { OlderJobs } from '../../../src/jobs/olderJobs.ts';
import { serviceError } from '../../../src/jobs/serviceErrors.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { aJob, FakeService } from '../../support/jobs.ts';

/** A service with so many jobs, of which every tenth has metadata; it lists by pages. */
class PagingService extends FakeService {
  readonly asked: JobPageOptions[] = [];
  ignoresFilter = false;
  constructor(count: number) {
    super();
    this.jobs = Array.from({ length: count }, (_, i) =>
      aJob({
        id: `ftjob-${i}`,
        createdAt: 1_000_000 - i,
        status: i === count - 1 ? 'failed' : 'succeeded',
        metadata: i % 10 === 0 ? { team: 'blue' } : {},
      }),
    );
  }
  override async listJobs(options: JobPageOptions = {}): Promise<Page<Job>> {
    this.asked.push(options);
    const { after, limit = 20, metadata = {} } = options;
    const has = (job: Job): boolean => Object.entries(metadata).every(([key, value]) => job.metadata[key] === value);
    const all = this.ignoresFilter ? this.jobs : this.jobs.filter(has);
    const start = all.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && start === 0) throw serviceError('Acme', { status: 404, message: `No job ${after}` });
    return { items: all.slice(start, start + limit), hasMore: start + limit < all.length };
  }
}

/** As after a poller's first look: its page is in the store. */
async function start(count: number) {
  const service = new PagingService(count);
  const store = new JobStore();
  const page = await service.listJobs({ limit: 100 });
  for (const job of page.items) store.apply('Acme', job.id, { job });
  store.setTail('Acme', page.hasMore ? page.items.at(-1)?.id : undefined);
  service.asked.splice(0);
  const older = new OlderJobs(store);
  const load = (text = ''): Promise<number> => older.load('Acme', service, readJobFilter(text));
  return { service, store, older, load };
}

describe('Older jobs', () => {
  it('come a page at a time until all are there, none twice', async () => {
    const { service, store, older, load } = await start(250);
    assert.ok(older.hasMore('Acme', undefined));
    assert.equal(await load(), 100);
    assert.equal(await load(), 50);
    assert.equal(older.hasMore('Acme', undefined), false);
    assert.equal(store.list('Acme').length, 250);
    assert.deepEqual(
      service.asked.map(({ after }) => after),
      ['ftjob-99', 'ftjob-199'],
    );
    assert.equal(await load(), 0);
    assert.equal(service.asked.length, 2);
  });

  it('are not asked for where the newest list held all', async () => {
    const { service, older, load } = await start(30);
    assert.equal(older.hasMore('Acme', undefined), false);
    assert.equal(await load(), 0);
    assert.deepEqual(service.asked, []);
  });

  it('with metadata are asked for by it, and the jobs between are not loaded', async () => {
    const { service, store, load } = await start(500);
    assert.equal(await load('team=blue'), 40);
    assert.deepEqual(
      service.asked.map(({ metadata }) => metadata),
      [{ team: 'blue' }],
    );
    assert.equal(store.list('Acme').length, 140);
    // What was skipped is not taken for known.
    assert.equal(await load(), 90);
    assert.equal(service.asked.at(-1)?.after, 'ftjob-99');
  });

  it('of a service that knows no metadata filter are looked through until one fits', async () => {
    const { service, load } = await start(500);
    service.ignoresFilter = true;
    assert.equal(await load('team=blue'), 10);
    assert.equal(service.asked.length, 2);
  });

  it('are loaded until one passes the filter, with a bound on the pages', async () => {
    const { load } = await start(450);
    assert.equal(await load('status:failed'), 1);
    const { service, load: loadNone } = await start(5000);
    assert.equal(await loadNone('no such text'), 0);
    assert.equal(service.asked.length, 10);
  });

  it('end where a service gives the same page again', async () => {
    const { service, store, older } = await start(150);
    const first = await service.listJobs({ limit: 100 });
    service.listJobs = async () => first;
    assert.equal(await older.load('Acme', service, undefined), 0);
    assert.equal(older.hasMore('Acme', undefined), false);
    assert.equal(store.list('Acme').length, 100);
  });

  it('go on where the job that they follow was deleted', async () => {
    const { service, load } = await start(250);
    service.jobs = service.jobs.filter(({ id }) => id !== 'ftjob-99');
    assert.ok((await load()) > 0);
  });

  it('begin anew where a connection leads elsewhere', async () => {
    const { older, load } = await start(150);
    await load();
    older.reset();
    assert.ok(older.hasMore('Acme', undefined));
  });
});
