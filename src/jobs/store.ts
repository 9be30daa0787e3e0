import { Emitter, type Event } from '../common/event.ts';
import type { Checkpoint, Job, JobEvent } from './api.ts';
import { isActive, type JobAction } from './jobStatus.ts';

/** All that is known of one job. */
export interface JobRecord {
  readonly connection: string;
  readonly job: Job;
  /** Oldest first; events of one moment in the order they were sent. */
  readonly events: readonly JobEvent[];
  /** By step, lowest first. */
  readonly checkpoints: readonly Checkpoint[];
  /** Asked for and not yet seen in the status. */
  readonly pending?: JobAction;
}

/** How the last request to a connection went. */
export type ConnectionState =
  | { readonly type: 'unknown' }
  | { readonly type: 'ok'; readonly at: number }
  | { readonly type: 'failing'; readonly since: number; readonly error: string };

export type StoreChange =
  | { readonly type: 'job'; readonly connection: string; readonly id: string; readonly previousStatus?: string }
  | { readonly type: 'removed'; readonly connection: string; readonly id: string }
  | { readonly type: 'connection'; readonly connection: string };

/** What one answer of a service adds. `events` come newest first, as services send them. */
export interface JobUpdate {
  readonly job?: Job;
  readonly events?: readonly JobEvent[];
  readonly checkpoints?: readonly Checkpoint[];
  readonly pending?: JobAction | undefined;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Inserts what is not known yet, by id; ordered by time, then arrival. Returns the same array where nothing is new. */
export function mergeEvents(known: readonly JobEvent[], newestFirst: readonly JobEvent[]): readonly JobEvent[] {
  const ids = new Set(known.map((event) => event.id));
  const added = newestFirst.filter((event) => !ids.has(event.id)).reverse();
  if (added.length === 0) return known;
  const last = known.at(-1);
  const merged = [...known, ...added];
  const isOrdered = last === undefined || added.every((event) => event.createdAt >= last.createdAt);
  return isOrdered && added.every((event, i) => i === 0 || event.createdAt >= (added[i - 1]?.createdAt ?? 0))
    ? merged
    : merged.sort((a, b) => a.createdAt - b.createdAt);
}

/** The single copy of what is known of jobs and connections. Writers apply changes; views listen and read. */
export class JobStore {
  #records = new Map<string, JobRecord>();
  #connections = new Map<string, ConnectionState>();
  #tails = new Map<string, string>();
  #changes = new Emitter<StoreChange>();
  readonly onDidChange: Event<StoreChange> = this.#changes.event;

  #key(connection: string, id: string): string {
    return `${connection}/${id}`;
  }

  get(connection: string, id: string): JobRecord | undefined {
    return this.#records.get(this.#key(connection, id));
  }

  /** The record with this job id on any connection. */
  find(id: string): JobRecord | undefined {
    return Array.from(this.#records.values()).find((record) => record.job.id === id);
  }

  /** Newest first. */
  list(connection?: string): readonly JobRecord[] {
    return Array.from(this.#records.values())
      .filter((record) => connection === undefined || record.connection === connection)
      .sort((a, b) => b.job.createdAt - a.job.createdAt || (a.job.id < b.job.id ? 1 : -1));
  }

  active(connection: string): readonly JobRecord[] {
    return this.list(connection).filter((record) => isActive(record.job) || record.pending !== undefined);
  }

  /** Takes in what a service said of one job. Fires once, and only if something is new. */
  apply(connection: string, id: string, update: JobUpdate): void {
    const key = this.#key(connection, id);
    const before = this.#records.get(key);
    const job = update.job ?? before?.job;
    if (!job) return;
    const hasMoved = before !== undefined && before.job.status !== job.status;
    const pending = 'pending' in update ? update.pending : hasMoved ? undefined : before?.pending;
    const after: JobRecord = {
      connection,
      job,
      events: mergeEvents(before?.events ?? [], update.events ?? []),
      checkpoints: update.checkpoints
        ? update.checkpoints.toSorted((a, b) => a.stepNumber - b.stepNumber)
        : (before?.checkpoints ?? []),
      ...(pending && { pending }),
    };
    const isKnown =
      before !== undefined &&
      before.events === after.events &&
      before.pending === after.pending &&
      same(before.job, after.job) &&
      same(before.checkpoints, after.checkpoints);
    if (isKnown) return;
    this.#records.set(key, after);
    this.#changes.fire({
      type: 'job',
      connection,
      id,
      ...(before && { previousStatus: before.job.status }),
    });
  }

  /** Drops the jobs of a connection that the service no longer lists. Only for a list that held all its jobs. */
  retain(connection: string, ids: ReadonlySet<string>): void {
    for (const record of this.list(connection)) {
      if (ids.has(record.job.id)) continue;
      this.#records.delete(this.#key(connection, record.job.id));
      this.#changes.fire({ type: 'removed', connection, id: record.job.id });
    }
  }

  /** Drops all that is known of a connection that is gone. */
  forget(connection: string): void {
    this.retain(connection, new Set());
    this.#connections.delete(connection);
    this.#tails.delete(connection);
  }

  /** The last job of a service's newest list, where it has older ones than those; undefined where it has none, or may. */
  tail(connection: string): string | undefined {
    return this.#tails.get(connection);
  }

  setTail(connection: string, tail: string | undefined): void {
    if (this.tail(connection) === tail) return;
    const hadMore = this.tail(connection) !== undefined;
    if (tail === undefined) this.#tails.delete(connection);
    else this.#tails.set(connection, tail);
    if (hadMore !== (tail !== undefined)) this.#changes.fire({ type: 'connection', connection });
  }

  connectionState(connection: string): ConnectionState {
    return this.#connections.get(connection) ?? { type: 'unknown' };
  }

  setConnectionState(connection: string, state: ConnectionState): void {
    const before = this.connectionState(connection);
    this.#connections.set(connection, state);
    const isOtherFailure = before.type === 'failing' && state.type === 'failing' && before.error !== state.error;
    if (before.type !== state.type || isOtherFailure) this.#changes.fire({ type: 'connection', connection });
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
