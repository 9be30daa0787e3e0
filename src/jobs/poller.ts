import { toDisposable, type Disposable } from '../common/disposable.ts';
import { errorText, isAbort, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Connection } from './connections.ts';
import { JobLooks } from './jobLooks.ts';
import { distanceOf, retryDelay } from './pace.ts';
import { failureOf, isUnreachable } from './serviceErrors.ts';
import type { JobStore } from './store.ts';

interface PollerParts {
  readonly connection: Connection;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** From 0 to 1 (exclusive). */
  readonly random: () => number;
  /** A person has to give a key. Said once until the service answers again. */
  readonly onKeyNeeded: (error: UserError) => void;
}

/**
 * Asks one connection what is new and writes it to the store. Sleeps when nobody looks and nothing is active; a failure
 * makes it back off and is said in the store's connection state.
 */
export class Poller implements Disposable {
  #parts: PollerParts;
  #watchers = 0;
  #failures = 0;
  /** Milliseconds that the service asked to wait when it last answered. */
  #askedToWait = 0;
  /** A person has to give a key first: asking again with what was refused may lock an account. */
  #needsKey = false;
  #timer: Disposable | undefined;
  #running: AbortController | undefined;
  #isAskedAgain = false;
  #isDisposed = false;
  #looks: JobLooks;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    const { store, clock, connection } = parts;
    this.#looks = new JobLooks({ name: connection.name, distance: distanceOf(connection), store, clock });
  }

  /** Says that somebody looks at this connection's jobs, until disposed. */
  watch(): Disposable {
    this.#watchers++;
    this.wake();
    return toDisposable(() => this.#watchers--);
  }

  /** Brings all events and checkpoints of a job, which may be many requests. */
  want(jobId: string): void {
    const isNews = this.#looks.want(jobId);
    if (isNews && !this.#running) this.#schedule();
  }

  /** Looks now; while a look is under way, once more right after it. */
  wake(): void {
    this.#isAskedAgain = true;
    if (!this.#running) this.#start();
  }

  /** Starts a look whose every outcome is handled in `#look`. */
  #start(): void {
    if (this.#isDisposed) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    const isWhole = this.#isAskedAgain;
    this.#isAskedAgain = false;
    const run = new AbortController();
    this.#running = run;
    this.#look(run.signal, isWhole)
      .catch((error: unknown) => this.#parts.log.error('Polling failed', error))
      .finally(() => {
        this.#running = undefined;
        this.#schedule();
      })
      .catch((error: unknown) => this.#parts.log.error('Polling stopped', error));
  }

  async #look(signal: AbortSignal, isWhole: boolean): Promise<void> {
    const { connection, store, clock, log } = this.#parts;
    try {
      const api = await connection.open('background', signal);
      // A timer may be early by a millisecond.
      if (!(await this.#looks.look(api, signal, isWhole))) return;
      this.#failures = 0;
      this.#askedToWait = api.cooldown();
      this.#needsKey = false;
      store.setConnectionState(connection.name, { type: 'ok', at: clock.now() });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.#failures++;
      this.#askedToWait = failureOf(error)?.retryAfter ?? 0;
      log.warn(`${connection.name}: ${errorText(error)}`);
      if (isUnreachable(error)) connection.reset();
      const isKeyNeeded = error instanceof UserError && error.actions.includes('enterKey');
      if (isKeyNeeded && !this.#needsKey) this.#parts.onKeyNeeded(error);
      this.#needsKey = isKeyNeeded;
      this.#tellFailure(errorText(error));
    }
  }

  #tellFailure(error: string): void {
    const { connection, store, clock } = this.#parts;
    const before = store.connectionState(connection.name);
    const since = before.type === 'failing' ? before.since : clock.now();
    const updatedAt = before.type === 'ok' ? before.at : before.type === 'failing' ? before.updatedAt : undefined;
    const known = { ...(updatedAt !== undefined && { updatedAt }), ...(this.#needsKey && { needsKey: true }) };
    store.setConnectionState(connection.name, { type: 'failing', since, error, ...known });
  }

  #schedule(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#isDisposed) return;
    const delay = this.#isAskedAgain ? 0 : this.#delay();
    if (delay !== undefined) this.#timer = this.#parts.clock.after(delay, () => this.#start());
  }

  /** Undefined = sleep until somebody wakes us. */
  #delay(): number | undefined {
    const next = this.#looks.delay(this.#watchers > 0);
    if (this.#needsKey || next === undefined) return undefined;
    const retry = this.#failures === 0 ? 0 : retryDelay(this.#failures, this.#parts.random);
    return Math.max(next, this.#askedToWait, retry);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
    this.#running?.abort();
  }
}
