import type { Disposable } from '../common/disposable.ts';
import type { UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Connection, Connections } from './connections.ts';
import type { SharedFolder } from './folder.ts';
import { Poller } from './poller.ts';
import { SharedJobs } from './sharedJobs.ts';
import type { JobStore } from './store.ts';

interface PollersParts {
  readonly connections: Pick<Connections, 'list'>;
  /** Where the windows of a person share what they know of jobs. */
  readonly folder: SharedFolder;
  /** This window, by a random text. */
  readonly holder: string;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** From 0 to 1 (exclusive). */
  readonly random: () => number;
  /** A person has to give a key for one of the connections. */
  readonly onKeyNeeded: (error: UserError) => void;
}

interface Entry {
  readonly connection: Connection;
  readonly poller: Poller;
  readonly shared: SharedJobs;
  watching?: Disposable | undefined;
}

/** One poller a connection, so that a service that does not answer keeps nobody from hearing of the others. */
export class Pollers implements Disposable {
  readonly #parts: PollersParts;
  #entries: readonly Entry[] = [];
  #isLookedAt = false;

  constructor(parts: PollersParts) {
    this.#parts = parts;
    this.update();
  }

  /** Takes up new connections and forgets the jobs of those that are gone, or go elsewhere now. */
  update(): void {
    const { connections, store } = this.#parts;
    const before = this.#entries;
    this.#entries = connections
      .list()
      .map((connection) => before.find((entry) => entry.connection === connection) ?? this.#entry(connection));
    const gone = before.filter((entry) => !this.#entries.includes(entry));
    for (const { connection, poller, shared, watching } of gone) {
      watching?.dispose();
      poller.dispose();
      store.forget(connection.name);
      this.#quietly(shared.forget());
    }
  }

  #entry(connection: Connection): Entry {
    const shared = new SharedJobs({ connection, ...this.#parts });
    return { connection, shared, poller: new Poller({ connection, shared, ...this.#parts }) };
  }

  /** For what handles its own failures. */
  #quietly(work: Promise<void>): void {
    work.catch((error: unknown) => this.#parts.log.error('Sharing jobs failed', error));
  }

  /**
   * Brings the jobs as they were last seen into the store, without asking anybody. Gives the connections on which one of
   * them was active. What is kept of connections that are gone is removed.
   */
  async restore(): Promise<readonly string[]> {
    const active: string[] = [];
    for (const { connection, shared } of this.#entries) if (await shared.restore()) active.push(connection.name);
    const places = new Set(this.#entries.map(({ connection }) => connection.place));
    for (const name of await this.#parts.folder.names()) {
      const place = /^(.+)\.(jobs|lease)$/.exec(name)?.[1];
      if (place !== undefined && !places.has(place)) await this.#parts.folder.remove(name);
    }
    return active;
  }

  /** Begins to follow the jobs of this connection. */
  begin(name: string): void {
    this.#find(name)?.poller.begin();
  }

  /** A key was given or taken, in whatever window. */
  retryKeys(): void {
    for (const { poller } of this.#entries) poller.retryKey();
  }

  /** Looks now at this connection. */
  wake(name: string): void {
    this.#find(name)?.poller.wake();
  }

  /** Looks now at all that were used before: no server is started for that, and nobody asked for a key. */
  async wakeUsed(): Promise<void> {
    for (const { connection, poller } of this.#entries) if (await connection.wasUsed()) poller.wake();
  }

  /** Somebody looks at this job: all that is known of it is wanted. */
  want(connection: string, jobId: string): void {
    this.#find(connection)?.poller.want(jobId);
  }

  #find(name: string): Entry | undefined {
    return this.#entries.find(({ connection }) => connection.name === name);
  }

  /**
   * Says whether somebody looks at the jobs. Only connections that were used before are asked: a look at an empty view
   * starts no server, and asks no one for a key.
   */
  async setLookedAt(isLookedAt: boolean): Promise<void> {
    this.#isLookedAt = isLookedAt;
    await Promise.all(this.#entries.map((entry) => this.#follow(entry)));
  }

  async #follow(entry: Entry): Promise<void> {
    if (!this.#isLookedAt) {
      entry.watching?.dispose();
      entry.watching = undefined;
      return;
    }
    if (entry.watching || !(await entry.connection.wasUsed())) return;
    // Much may have happened meanwhile.
    if (this.#isLookedAt && this.#entries.includes(entry)) entry.watching ??= entry.poller.watch();
  }

  dispose(): void {
    this.#isLookedAt = false;
    for (const { poller, shared, watching } of this.#entries) {
      watching?.dispose();
      poller.dispose();
      this.#quietly(shared.leave());
    }
    this.#entries = [];
  }
}
