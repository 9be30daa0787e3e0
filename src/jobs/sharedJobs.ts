import type { Disposable } from '../common/disposable.ts';
import { errorText } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Connection } from './connections.ts';
import type { SharedFolder } from './folder.ts';
import { isActive } from './jobStatus.ts';
import { LookLease, type Lease } from './lease.ts';
import { readSnapshot, snapshotText } from './snapshot.ts';
import type { JobStore } from './store.ts';

/** Milliseconds between two snapshots that tell nothing new but how far jobs are: it is written whole. */
const progressInterval = 10_000;

interface SharedParts {
  readonly connection: Pick<Connection, 'name' | 'place'>;
  readonly store: JobStore;
  readonly folder: SharedFolder;
  /** This window, by a random text. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * What the windows of a person share of one connection: who asks it, and the jobs as that window last saw them. Where the
 * files cannot be had each window asks for itself.
 */
export class SharedJobs {
  readonly #parts: SharedParts;
  readonly #lease: LookLease;
  readonly #listening: Disposable;
  #isOurs = false;
  /** What the snapshot on disk does not have: nothing, how far jobs are, or more than that. */
  #unwritten: 'nothing' | 'progress' | 'news' = 'nothing';
  #writtenAt = Number.NEGATIVE_INFINITY;
  #revisions = 0;
  /** Of the snapshot that this window wrote or read last. */
  #revision = '';

  constructor(parts: SharedParts) {
    this.#parts = parts;
    const { folder, holder, clock, store, connection } = parts;
    this.#lease = new LookLease({ folder, file: `${connection.place}.lease`, holder, clock });
    this.#listening = store.onDidChange((change) => {
      if (change.connection !== connection.name || change.type === 'connection') return;
      const status = change.type === 'job' && store.get(connection.name, change.id)?.job.status;
      const isProgress = change.type === 'job' && change.previousStatus === status;
      if (!isProgress) this.#unwritten = 'news';
      else if (this.#unwritten === 'nothing') this.#unwritten = 'progress';
    });
  }

  get #file(): string {
    return `${this.#parts.connection.place}.jobs`;
  }

  /** The lease of a window that asked the service less than `maxAge` milliseconds ago; undefined where it is this window's turn. */
  async take(maxAge: number): Promise<Lease | undefined> {
    const other = await this.#try(() => this.#lease.take(maxAge));
    this.#isOurs = other === undefined;
    return other;
  }

  /** Takes in what the window that asks the service has found. */
  async follow({ state, revision }: Lease): Promise<void> {
    const { connection, store } = this.#parts;
    if (revision !== this.#revision && revision !== '') {
      await this.restore();
      this.#revision = revision;
    }
    if (state.type !== 'unknown') store.setConnectionState(connection.name, state);
  }

  /** Brings the jobs as a window last saw them into the store. True where one of them was active. */
  async restore(): Promise<boolean> {
    const { folder, connection, store } = this.#parts;
    const snapshot = readSnapshot(await this.#try(() => folder.read(this.#file)));
    if (!snapshot) return false;
    store.setTail(connection.name, snapshot.tail);
    store.applyList(connection.name, snapshot.jobs);
    if (snapshot.tail === undefined) {
      const ids = new Set(snapshot.jobs.map(({ job }) => job.id));
      // Active ones may be newer than the snapshot.
      const gone = store.list(connection.name).filter(({ job }) => !ids.has(job.id) && !isActive(job));
      for (const { job } of gone) store.remove(connection.name, job.id);
    }
    this.#unwritten = 'nothing';
    return snapshot.jobs.some(({ job }) => isActive(job));
  }

  /** Tells the other windows what has been found, and in how many milliseconds the next look is; undefined: it is theirs. */
  async tell(next: number | undefined): Promise<void> {
    const { connection, store, clock, folder } = this.#parts;
    if (!this.#isOurs) return;
    this.#isOurs = next !== undefined;
    await this.#try(async () => {
      const isProgressDue = next === undefined || clock.now() - this.#writtenAt >= progressInterval;
      if (this.#unwritten === 'news' || (this.#unwritten === 'progress' && isProgressDue)) {
        this.#unwritten = 'nothing';
        this.#writtenAt = clock.now();
        await folder.replace(this.#file, snapshotText(store.list(connection.name), store.tail(connection.name)));
        this.#revision = `${this.#parts.holder}/${++this.#revisions}`;
      }
      if (next === undefined) return this.#lease.release();
      return this.#lease.renew({ state: store.connectionState(connection.name), revision: this.#revision }, next);
    });
  }

  /** Leaves the connection to the other windows. */
  async leave(): Promise<void> {
    this.#listening.dispose();
    await this.tell(undefined);
  }

  /** Removes what is kept of a connection that is gone. */
  async forget(): Promise<void> {
    this.#listening.dispose();
    await this.#try(() => this.#parts.folder.remove(this.#file));
    await this.#try(() => this.#lease.release());
  }

  /** Sharing is a courtesy: where it fails, polling goes on. */
  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#parts.log.warn(`Jobs of ${this.#parts.connection.name} are not shared: ${errorText(error)}`);
      return undefined;
    }
  }
}
