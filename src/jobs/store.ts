import { Emitter, type Event } from '../common/event.ts';
import type { Checkpoint, Job, JobEvent } from './api.ts';
import { EventHistory, type EventPage } from './eventHistory.ts';
import { isActive, type JobAction } from './jobStatus.ts';
import type { Progress } from './progress.ts';

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
  /** Id of an event right before which others are missing that the service has. Without it, all since the oldest are there. */
  readonly gap?: string;
  /** As it was last told by another window, or before a restart. The events may know more: see `progressOf`. */
  readonly progress?: Progress;
}

/** How the last request to a connection went. */
export type ConnectionState =
  | { readonly type: 'unknown' }
  | { readonly type: 'ok'; readonly at: number }
  | {
      readonly type: 'failing';
      readonly since: number;
      readonly error: string;
      /** When it was last asked with success; undefined where it never was. */
      readonly updatedAt?: number;
      /** It is not asked again before a person has given a key. */
      readonly needsKey?: boolean;
    };

export type StoreChange =
  | { readonly type: 'job'; readonly connection: string; readonly id: string; readonly previousStatus?: string }
  /** A list of a service had jobs that were not known before. */
  | { readonly type: 'listed'; readonly connection: string; readonly ids: readonly string[] }
  | { readonly type: 'removed'; readonly connection: string; readonly id: string }
  | { readonly type: 'connection'; readonly connection: string };

/** The jobs that a change is about. */
export function changedJobs(change: StoreChange): readonly string[] {
  switch (change.type) {
    case 'job':
    case 'removed':
      return [change.id];
    case 'listed':
      return change.ids;
    case 'connection':
      return [];
  }
}

/** What one answer of a service adds. */
export interface JobUpdate {
  readonly job?: Job;
  readonly events?: EventPage;
  readonly checkpoints?: readonly Checkpoint[];
  readonly pending?: JobAction | undefined;
  readonly progress?: Progress;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The single copy of what is known of jobs and connections. Writers apply changes; views listen and read. */
export class JobStore {
  #records = new Map<string, JobRecord>();
  #histories = new Map<string, EventHistory>();
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

  /** Those that may change without anybody asking, and those of which something was asked. Newest first. */
  active(connection: string): readonly JobRecord[] {
    return this.list(connection).filter((record) => isActive(record.job) || record.pending !== undefined);
  }

  /** Takes in what a service said of one job. Fires once, and only if something is new. */
  apply(connection: string, id: string, update: JobUpdate): void {
    const before = this.get(connection, id);
    if (!this.#take(connection, id, update)) return;
    this.#changes.fire({ type: 'job', connection, id, ...(before && { previousStatus: before.job.status }) });
  }

  /** Takes in what a list says of each of its jobs. Fires once for all that were not known, and once for each known one that has changed. */
  applyList(connection: string, jobs: readonly (JobUpdate & { readonly job: Job })[]): void {
    const added = jobs.filter(({ job }) => !this.get(connection, job.id));
    for (const update of added) this.#take(connection, update.job.id, update);
    if (added.length > 0) this.#changes.fire({ type: 'listed', connection, ids: added.map(({ job }) => job.id) });
    for (const update of jobs) this.apply(connection, update.job.id, update);
  }

  /** True where something is new. */
  #take(connection: string, id: string, update: JobUpdate): boolean {
    const key = this.#key(connection, id);
    const before = this.#records.get(key);
    const job = update.job ?? before?.job;
    if (!job) return false;
    const hasMoved = before !== undefined && before.job.status !== job.status;
    const pending = 'pending' in update ? update.pending : hasMoved ? undefined : before?.pending;
    const history = this.#histories.get(key) ?? new EventHistory();
    this.#histories.set(key, history);
    if (update.events) history.add(update.events);
    const { events, gap } = history;
    const progress = update.progress ?? before?.progress;
    const after: JobRecord = {
      connection,
      job,
      events,
      checkpoints: update.checkpoints
        ? update.checkpoints.toSorted((a, b) => a.stepNumber - b.stepNumber)
        : (before?.checkpoints ?? []),
      ...(pending && { pending }),
      ...(gap !== undefined && { gap }),
      ...(progress && { progress }),
    };
    const isKnown =
      before !== undefined &&
      before.events === after.events &&
      before.gap === after.gap &&
      before.pending === after.pending &&
      same(before.job, after.job) &&
      same(before.checkpoints, after.checkpoints) &&
      same(before.progress, after.progress);
    if (!isKnown) this.#records.set(key, after);
    return !isKnown;
  }

  /** Drops a job that the service no longer has. */
  remove(connection: string, id: string): void {
    const key = this.#key(connection, id);
    this.#histories.delete(key);
    if (this.#records.delete(key)) this.#changes.fire({ type: 'removed', connection, id });
  }

  /** Drops all that is known of a connection that is gone. */
  forget(connection: string): void {
    for (const { job } of this.list(connection)) this.remove(connection, job.id);
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
