import { toDisposable, type Disposable } from '../common/disposable.ts';
import { errorText, isAbort, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Connection } from './connections.ts';
import { JobLooks, type LookScope } from './jobLooks.ts';
import type { Lease } from './lease.ts';
import { distanceOf, paces, retryDelay, type Distance } from './pace.ts';
import { failureOf, isUnreachable } from './serviceErrors.ts';
import type { SharedJobs } from './sharedJobs.ts';
import type { JobStore } from './store.ts';

interface PollerParts {
  readonly connection: Connection;
  readonly store: JobStore;
  readonly shared: SharedJobs;
  readonly clock: Clock;
  readonly log: Logger;
  /** From 0 to 1 (exclusive). */
  readonly random: () => number;
  /** A person has to give a key. Said once until the service answers again. */
  readonly onKeyNeeded: (error: UserError) => void;
}

/** Milliseconds for which a window keeps the others from asking with a key that was refused. */
const refusedKeyRest = 3_600_000;

/**
 * Asks one connection what is new and writes it to the store, or reads what another window has found that asks for all.
 * Sleeps when nobody looks and nothing is active; a failure makes it back off and is said in the store's connection state.
 */
export class Poller implements Disposable {
  #parts: PollerParts;
  #distance: Distance;
  #watchers = 0;
  #failures = 0;
  /** The last failure was an answer: asking again costs something. */
  #hasAnswered = false;
  /** Milliseconds that the service asked to wait when it last answered. */
  #askedToWait = 0;
  /** A person has to give a key first: asking again with what was refused may lock an account. */
  #needsKey = false;
  /** Another window asks the service. */
  #isFollowing = false;
  #timer: Disposable | undefined;
  #running: AbortController | undefined;
  /** What was found so many milliseconds ago is new enough for who asked for a look; undefined where nobody has. */
  #acceptedAge: number | undefined;
  #isDisposed = false;
  #looks: JobLooks;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    const { store, clock, connection } = parts;
    this.#distance = distanceOf(connection);
    this.#looks = new JobLooks({ name: connection.name, distance: this.#distance, store, clock });
  }

  /** Says that somebody looks at this connection's jobs, until disposed. */
  watch(): Disposable {
    this.#watchers++;
    this.begin();
    return toDisposable(() => this.#watchers--);
  }

  /** Brings all events and checkpoints of a job, which may be many requests. */
  want(jobId: string): void {
    const isNews = this.#looks.want(jobId);
    if (isNews && !this.#running) this.#schedule();
  }

  /** Looks now, in the place of whichever window does; while a look is under way, once more right after it. */
  wake(): void {
    this.#wakeFor(0);
  }

  /** Looks now, or reads what another window has found a moment ago: one of an hour ago may have died. */
  begin(): void {
    this.#wakeFor(paces[this.#distance].fresh);
  }

  /** A key was given, in whatever window: what was refused may be taken now. */
  retryKey(): void {
    if (this.#needsKey) this.wake();
  }

  #wakeFor(age: number): void {
    this.#acceptedAge = Math.min(age, this.#acceptedAge ?? age);
    if (!this.#running) this.#start();
  }

  /** Starts a look whose every outcome is handled in `#look`. */
  #start(): void {
    if (this.#isDisposed) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    const run = new AbortController();
    this.#running = run;
    this.#run(run.signal)
      .catch((error: unknown) => this.#parts.log.error('Polling failed', error))
      .finally(() => {
        this.#running = undefined;
        this.#schedule();
      })
      .catch((error: unknown) => this.#parts.log.error('Polling stopped', error));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { shared, clock } = this.#parts;
    const acceptedAge = this.#acceptedAge ?? Number.POSITIVE_INFINITY;
    this.#acceptedAge = undefined;
    const other = await shared.take(acceptedAge);
    if (signal.aborted) return;
    this.#isFollowing = other !== undefined;
    if (other) return this.#follow(other, signal);
    const isOld = this.#failures > 0 || clock.now() - this.#looks.listedAt >= acceptedAge;
    await this.#look(signal, isOld ? 'all' : 'due');
    if (!signal.aborted) await shared.tell(this.#needsKey ? refusedKeyRest : this.#delay());
  }

  /** The events of jobs that somebody looks at in this window are not shared: it asks for them itself. */
  async #follow(lease: Lease, signal: AbortSignal): Promise<void> {
    this.#needsKey = false;
    this.#failures = 0;
    await this.#parts.shared.follow(lease);
    if (this.#looks.delay(false, 'wanted') === 0) await this.#look(signal, 'wanted');
  }

  async #look(signal: AbortSignal, scope: LookScope): Promise<void> {
    const { connection, store, clock, log } = this.#parts;
    try {
      const api = await connection.open('background', signal);
      // A timer may be early by a millisecond.
      if (!(await this.#looks.look(api, signal, scope))) return;
      this.#failures = 0;
      this.#askedToWait = api.cooldown();
      this.#needsKey = false;
      store.setConnectionState(connection.name, { type: 'ok', at: clock.now() });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.#failures++;
      this.#askedToWait = failureOf(error)?.retryAfter ?? 0;
      log.warn(`${connection.name}: ${errorText(error)}`);
      this.#hasAnswered = !isUnreachable(error);
      if (!this.#hasAnswered) connection.reset();
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
    const delay = this.#acceptedAge === undefined ? this.#delay() : 0;
    if (delay !== undefined) this.#timer = this.#parts.clock.after(delay, () => this.#start());
  }

  /** Undefined = sleep until somebody wakes us. */
  #delay(): number | undefined {
    if (this.#needsKey) return undefined;
    const { store, connection } = this.#parts;
    const { watched, following } = paces[this.#distance];
    const isActive = store.active(connection.name).length > 0;
    const own = this.#looks.delay(this.#watchers > 0, this.#isFollowing ? 'wanted' : 'due');
    const longest = this.#hasAnswered && !isActive ? watched : 0;
    const due = this.#failures === 0 ? own : retryDelay(this.#failures, longest, this.#parts.random);
    const next = own === undefined || due === undefined ? undefined : Math.max(due, this.#askedToWait);
    const isAwake = this.#watchers > 0 || isActive;
    return this.#isFollowing && isAwake ? Math.min(next ?? following, following) : next;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
    this.#running?.abort();
  }
}
