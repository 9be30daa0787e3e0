import { inParallel } from '../common/parallel.ts';
import type { Clock } from '../common/time.ts';
import type { JobsApi } from './api.ts';
import { addedEvents } from './eventHistory.ts';
import { answerStatus } from './failure.ts';
import { isActive } from './jobStatus.ts';
import { lookDelay, paces, type Distance } from './pace.ts';
import type { JobRecord, JobStore } from './store.ts';

/** Requests to one service at the same time. */
const mostAtOnce = 4;

/** Jobs asked for when a list is to be whole, and when it only brings what is new. */
const listed = { all: 100, newest: 20 };

/**
 * Events asked for at a time: of a job that nobody looks at, and of one that somebody wants to see. The local server takes
 * up to 1000; no other service says what it takes (OpenAI's API description of 2026-08: 20 where nothing is asked for).
 */
const eventsPerPage = { unseen: 100, loopback: 1000, remote: 100 };

/** What is remembered of a job from look to look. */
interface Followed {
  /** Status and what was asked for. */
  state: string;
  /** When something was last seen to happen to it: by our own clock, since a service's may be wrong. */
  movedAt: number;
  /** When its events were last asked for. */
  askedAt?: number;
  /** It is over or paused and its last events are here, or it was over before and nobody wants to know more. */
  isSettled: boolean;
}

/**
 * What a look asks for: `all` that may have changed, due or not; what is `due`; or, where another window asks for the jobs,
 * only the events of those that are `wanted` in this one.
 */
export type LookScope = 'all' | 'due' | 'wanted';

interface LookParts {
  /** Of the connection. */
  readonly name: string;
  readonly distance: Distance;
  readonly store: JobStore;
  readonly clock: Clock;
}

/**
 * What one connection is asked for, and when. A look is one list of jobs, which tells all statuses, and for each job that
 * is due one page of events; what does not fit into a page is fetched by later looks, and only where somebody wants it.
 */
export class JobLooks {
  readonly #parts: LookParts;
  readonly #followed = new Map<string, Followed>();
  readonly #wanted = new Set<string>();
  #listedAt = Number.NEGATIVE_INFINITY;
  /** When events were last asked for. */
  #pagedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: LookParts) {
    this.#parts = parts;
  }

  /** All that the service knows of this job is wanted from now on. False where that was said before. */
  want(jobId: string): boolean {
    if (this.#wanted.has(jobId)) return false;
    this.#wanted.add(jobId);
    const followed = this.#followed.get(jobId);
    if (followed && followed.askedAt === undefined) followed.isSettled = false;
    return true;
  }

  /** When there was a list last, in milliseconds since 1970. */
  get listedAt(): number {
    return this.#past(this.#listedAt);
  }

  /** Milliseconds until the next look is due; undefined where there is nothing to look at. */
  delay(isWatched: boolean, scope: LookScope): number | undefined {
    const now = this.#parts.clock.now();
    const times = this.#unsettled(scope).map(({ job }) => this.#dueAt(job.id));
    if (isWatched && scope !== 'wanted') times.push(this.#listDueAt());
    if (this.#gaps().length > 0) times.push(this.#past(this.#pagedAt) + paces[this.#parts.distance].history);
    return times.length === 0 ? undefined : Math.max(Math.min(...times) - now, 0);
  }

  /** Asks for what the scope has, as long as the service lets it. False where there was nothing to ask. */
  async look(api: JobsApi, signal: AbortSignal, scope: LookScope): Promise<boolean> {
    const now = this.#parts.clock.now();
    const isDue = ({ job }: JobRecord): boolean => scope === 'all' || this.#dueAt(job.id) <= now;
    const isListed =
      scope !== 'wanted' && (scope === 'all' || this.#listDueAt() <= now || this.#unsettled(scope).some(isDue));
    if (isListed) await this.#list(api, signal, scope === 'all');
    // One whose events cannot be had comes last the next time, so that it keeps nobody waiting.
    const due = this.#unsettled(scope)
      .filter(isDue)
      .sort((a, b) => this.#askedAt(a.job.id) - this.#askedAt(b.job.id));
    const gaps = this.#gaps().filter((record) => !due.some(({ job }) => job.id === record.job.id));
    if (due.length + gaps.length > 0) this.#pagedAt = now;
    await inParallel(due, mostAtOnce, ({ job }) => this.#askForNews(job.id, api, signal));
    await inParallel(gaps, mostAtOnce, ({ job, gap }) => this.#fill(job.id, gap, api, signal));
    return isListed || due.length + gaps.length > 0;
  }

  #records(): readonly JobRecord[] {
    const { store, name, clock } = this.#parts;
    const records = store.list(name);
    for (const { job, pending } of records) {
      const state = `${job.status} ${pending ?? ''}`;
      const known = this.#followed.get(job.id);
      if (known?.state === state) continue;
      const isOver = !known && !isActive(job) && !this.#wanted.has(job.id);
      this.#followed.set(job.id, { ...known, state, movedAt: clock.now(), isSettled: isOver });
    }
    return records;
  }

  #unsettled(scope: LookScope): JobRecord[] {
    const unsettled = this.#records().filter(({ job }) => this.#followed.get(job.id)?.isSettled === false);
    return scope === 'wanted' ? unsettled.filter(({ job }) => this.#wanted.has(job.id)) : unsettled;
  }

  #gaps(): readonly JobRecord[] {
    return this.#records().filter(({ job, gap }) => gap !== undefined && this.#wanted.has(job.id));
  }

  #askedAt(jobId: string): number {
    return this.#followed.get(jobId)?.askedAt ?? Number.NEGATIVE_INFINITY;
  }

  #dueAt(jobId: string): number {
    const askedAt = this.#askedAt(jobId);
    const quiet = askedAt - (this.#followed.get(jobId)?.movedAt ?? askedAt);
    return this.#past(askedAt) + lookDelay(quiet, paces[this.#parts.distance]);
  }

  #listDueAt(): number {
    return this.listedAt + paces[this.#parts.distance].watched;
  }

  /** What seems to have been later than now was before our clock was set back: long ago, then. */
  #past(time: number): number {
    return time > this.#parts.clock.now() ? Number.NEGATIVE_INFINITY : time;
  }

  async #list(api: JobsApi, signal: AbortSignal, isWhole: boolean): Promise<void> {
    const { name, store, clock } = this.#parts;
    const before = store.list(name);
    const limit = isWhole || this.#listedAt === Number.NEGATIVE_INFINITY ? listed.all : listed.newest;
    const page = await api.listJobs({ limit, signal });
    signal.throwIfAborted();
    this.#listedAt = clock.now();
    // Of fewer jobs the last one is not where older ones begin.
    if (limit === listed.all || !page.hasMore) store.setTail(name, page.hasMore ? page.items.at(-1)?.id : undefined);
    store.applyList(
      name,
      page.items.map((job) => ({ job })),
    );
    const ids = new Set(page.items.map(({ id }) => id));
    const hasFewerThanNew = limit < listed.all && page.hasMore && !before.some(({ job }) => ids.has(job.id));
    if (hasFewerThanNew) return this.#list(api, signal, true);
    const missing = before.filter(({ job }) => !ids.has(job.id) && store.get(name, job.id));
    // Active jobs beyond the first page are few and old, and some services' lists leave jobs out: ask for each.
    const isAskedFor = ({ job, pending }: JobRecord): boolean => isActive(job) || pending !== undefined;
    await inParallel(missing.filter(isAskedFor), mostAtOnce, ({ job }) => this.#retrieve(job.id, api, signal));
    if (page.hasMore) return;
    for (const record of missing) if (!isAskedFor(record)) store.remove(name, record.job.id);
  }

  async #retrieve(jobId: string, api: JobsApi, signal: AbortSignal): Promise<void> {
    const { name, store } = this.#parts;
    if (api.cooldown() > 0) return;
    try {
      const job = await api.retrieveJob(jobId, signal);
      signal.throwIfAborted();
      store.apply(name, jobId, { job });
    } catch (error) {
      // Neither listed nor to be had by itself.
      if (![404, 405, 501].includes(answerStatus(error) ?? 0)) throw error;
      store.remove(name, jobId);
    }
  }

  /** The newest events, and checkpoints where there may be new ones. */
  async #askForNews(jobId: string, api: JobsApi, signal: AbortSignal): Promise<void> {
    const { name, store, clock } = this.#parts;
    const before = store.get(name, jobId);
    const followed = this.#followed.get(jobId);
    if (!before || !followed || api.cooldown() > 0) return;
    followed.askedAt = clock.now();
    const isOver = !isActive(before.job);
    const page = await api.listEvents(jobId, { limit: this.#pageSize(jobId), signal });
    signal.throwIfAborted();
    store.apply(name, jobId, { events: page });
    const { events, gap } = store.get(name, jobId) ?? before;
    const added = addedEvents(before.events, events);
    if (before.events.length === 0 && added.length > 0) followed.movedAt = clock.now();
    if (isOver || gap !== before.gap || added.some(({ type }) => type !== 'metrics')) {
      const checkpoints = (await api.listCheckpoints(jobId, { limit: 100, signal })).items;
      signal.throwIfAborted();
      store.apply(name, jobId, { checkpoints });
    }
    if (isOver) followed.isSettled = true;
  }

  async #fill(jobId: string, after: string | undefined, api: JobsApi, signal: AbortSignal): Promise<void> {
    const { name, store } = this.#parts;
    if (api.cooldown() > 0) return;
    try {
      const page = await api.listEvents(jobId, { limit: this.#pageSize(jobId), signal, ...(after && { after }) });
      signal.throwIfAborted();
      store.apply(name, jobId, { events: { ...page, after } });
    } catch (error) {
      if (!isRefused(error)) throw error;
      // A service that knows its own event no more has thrown the older ones away.
      store.apply(name, jobId, { events: { items: [], hasMore: false, after } });
    }
  }

  #pageSize(jobId: string): number {
    return this.#wanted.has(jobId) ? eventsPerPage[this.#parts.distance] : eventsPerPage.unseen;
  }
}

const isRefused = (error: unknown): boolean => [400, 404, 410, 422].includes(answerStatus(error) ?? 0);
