import { DisposableStore, toDisposable, type Disposable } from '../common/disposable.ts';
import { errorText, isAbort, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Job, JobEvent, JobsApi } from './api.ts';
import type { Connection } from './connections.ts';
import { isTerminal } from './jobStatus.ts';
import { failureOf, isUnreachable } from './serviceErrors.ts';
import type { JobStore } from './store.ts';

/** Milliseconds between two looks, by what there is to see. */
export const pollDelays = {
  /** A job runs. Other services count requests. */
  active: { local: 1_000, remote: 5_000 },
  /** Somebody looks at the view and nothing runs: jobs started elsewhere appear. */
  watched: { local: 5_000, remote: 30_000 },
  /** First wait after a failure; doubled each time up to the last. */
  firstRetry: 1_000,
  lastRetry: 60_000,
} as const;

/** Events asked for at a time. */
const eventsPerPage = 100;

interface PollerParts {
  readonly connection: Connection;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Asks one connection what is new and writes it to the store. Sleeps when nobody looks and nothing is active; a failure
 * makes it back off and is said in the store's connection state.
 */
export class Poller implements Disposable {
  #parts: PollerParts;
  #watchers = 0;
  #failures = 0;
  /** Milliseconds that the service asked to wait, when it last failed. */
  #askedToWait = 0;
  /** A person has to give a key first: asking again with what was refused may lock an account. */
  #needsKey = false;
  #timer: Disposable | undefined;
  #running: AbortController | undefined;
  #isAskedAgain = false;
  #owned = new DisposableStore();
  /** Jobs that ended and whose last events and checkpoints are here, or that nobody wants to know more of. */
  #settled = new Set<string>();
  /** Jobs that somebody has looked at. */
  #wanted = new Set<string>();

  constructor(parts: PollerParts) {
    this.#parts = parts;
    this.#owned.add(toDisposable(() => this.#timer?.dispose()));
    this.#owned.add(toDisposable(() => this.#running?.abort()));
  }

  get #place(): 'local' | 'remote' {
    return this.#parts.connection.kind === 'local' ? 'local' : 'remote';
  }

  /** Says that somebody looks at this connection's jobs, until disposed. */
  watch(): Disposable {
    this.#watchers++;
    this.wake();
    return toDisposable(() => this.#watchers--);
  }

  /** Brings events and checkpoints of a job that was over before it was first seen. */
  want(jobId: string): void {
    if (this.#wanted.has(jobId)) return;
    this.#wanted.add(jobId);
    if (this.#settled.delete(jobId)) this.wake();
  }

  /** Looks now; while a look is under way, once more right after it. */
  wake(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#running) {
      this.#isAskedAgain = true;
      return;
    }
    this.#start();
  }

  /** Starts a look whose every outcome is handled in `#look`. */
  #start(): void {
    const run = new AbortController();
    this.#running = run;
    this.#look(run.signal)
      .catch((error: unknown) => this.#parts.log.error('Polling failed', error))
      .finally(() => {
        this.#running = undefined;
        if (!run.signal.aborted) this.#schedule();
      })
      .catch((error: unknown) => this.#parts.log.error('Polling stopped', error));
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { connection, store, clock, log } = this.#parts;
    try {
      const api = await connection.open('background', signal);
      await this.#refresh(api, signal);
      this.#failures = 0;
      this.#askedToWait = 0;
      this.#needsKey = false;
      store.setConnectionState(connection.name, { type: 'ok', at: clock.now() });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.#failures++;
      this.#askedToWait = failureOf(error)?.retryAfter ?? 0;
      this.#needsKey = error instanceof UserError && error.actions.includes('enterKey');
      log.warn(`${connection.name}: ${errorText(error)}`);
      if (isUnreachable(error)) connection.reset();
      const state = store.connectionState(connection.name);
      const since = state.type === 'failing' ? state.since : clock.now();
      store.setConnectionState(connection.name, { type: 'failing', since, error: errorText(error) });
    }
  }

  async #refresh(api: JobsApi, signal: AbortSignal): Promise<void> {
    const { connection, store } = this.#parts;
    const page = await api.listJobs({ limit: 100, signal });
    signal.throwIfAborted();
    const ids = new Set(page.items.map((job) => job.id));
    store.setTail(connection.name, page.hasMore ? page.items.at(-1)?.id : undefined);
    // New jobs first, without their events: the list is there at once, however long the histories are.
    for (const job of page.items) {
      if (store.get(connection.name, job.id)) continue;
      store.apply(connection.name, job.id, { job });
      // The histories of years of jobs would be hundreds of requests.
      if (this.#place === 'remote' && isTerminal(job) && !this.#wanted.has(job.id)) this.#settled.add(job.id);
    }
    for (const job of page.items) await this.#refreshJob(api, job, signal);
    // Active jobs beyond the first page are few and old: ask for each.
    for (const { job } of store.active(connection.name)) {
      if (!ids.has(job.id) && page.hasMore) await this.#refreshJob(api, await api.retrieveJob(job.id, signal), signal);
    }
    if (!page.hasMore) store.retain(connection.name, ids);
  }

  async #refreshJob(api: JobsApi, job: Job, signal: AbortSignal): Promise<void> {
    const { connection, store } = this.#parts;
    if (this.#settled.has(job.id)) return;
    const events = await this.#newEvents(api, job.id, signal);
    const isEnding = isTerminal(job) || job.status === 'paused';
    const hasNewCheckpoint = events.some((event) => event.type !== 'metrics');
    const checkpoints =
      isEnding || hasNewCheckpoint ? (await api.listCheckpoints(job.id, { limit: 100, signal })).items : undefined;
    signal.throwIfAborted();
    store.apply(connection.name, job.id, { job, events, ...(checkpoints && { checkpoints }) });
    if (isTerminal(job)) this.#settled.add(job.id);
  }

  /**
   * Pages back until an event that is known, so that none is ever missing; newest first. Ends as well where a service
   * gives a page a second time.
   */
  async #newEvents(api: JobsApi, id: string, signal: AbortSignal): Promise<readonly JobEvent[]> {
    const seen = new Set(this.#parts.store.get(this.#parts.connection.name, id)?.events.map((event) => event.id));
    const found: JobEvent[] = [];
    for (let after: string | undefined; ;) {
      const page = await api.listEvents(id, { limit: eventsPerPage, signal, ...(after !== undefined && { after }) });
      signal.throwIfAborted();
      const added = page.items.filter((event) => !seen.has(event.id));
      for (const event of added) seen.add(event.id);
      found.push(...added);
      after = page.items.at(-1)?.id;
      if (!page.hasMore || after === undefined || added.length < page.items.length) return found;
    }
  }

  #schedule(): void {
    const delay = this.#isAskedAgain ? 0 : this.#delay();
    this.#isAskedAgain = false;
    this.#timer?.dispose();
    this.#timer = undefined;
    if (delay !== undefined) this.#timer = this.#parts.clock.after(delay, () => this.#start());
  }

  /** Undefined = sleep until somebody wakes us. */
  #delay(): number | undefined {
    const { store, connection } = this.#parts;
    const isActive = store.active(connection.name).length > 0;
    if (this.#needsKey || (!isActive && this.#watchers === 0)) return undefined;
    if (this.#failures > 0) {
      const backOff = Math.min(pollDelays.firstRetry * 2 ** (this.#failures - 1), pollDelays.lastRetry);
      return Math.max(backOff, this.#askedToWait);
    }
    return (isActive ? pollDelays.active : pollDelays.watched)[this.#place];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
