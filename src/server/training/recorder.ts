import type { Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import type { TrainEvent } from '../../engines/engine.ts';
import type { Database } from '../database.ts';
import { surplusCheckpoints, type CheckpointStore } from '../jobs/checkpointStore.ts';
import type { EventLog } from '../jobs/eventLog.ts';
import { isFinal, type JobRow } from '../jobs/jobRow.ts';
import type { JobStore } from '../jobs/jobStore.ts';
import type { ModelStore } from '../models.ts';
import { modelFolders } from './runFolder.ts';
import { stepMessage } from './stepMessage.ts';

/** The tables a run writes to. */
export interface RunTables {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly events: EventLog;
  readonly checkpoints: CheckpointStore;
  readonly models: ModelStore;
}

type JobChanges = Partial<Omit<JobRow, 'seq' | 'id'>>;

export interface RecorderListener {
  /** Removes a model that is no longer kept, with its folder. Never rejects. */
  discardModel(id: string): Promise<void>;
  /** The tables cannot be written: the disk is full, for one. */
  onError(error: unknown): void;
}

/** Metrics wait at most this long, in milliseconds, so that many steps share one write to the disk. */
const batchTime = 100;
/** More of them are written at once, so that no write keeps requests waiting for long. */
const batchSize = 200;

/**
 * Writes what one engine process says into the tables. Whatever it tells again after a crash (steps since the last saved
 * state) is stored once.
 */
export class RunRecorder {
  readonly #jobId: string;
  readonly #tables: RunTables;
  readonly #clock: Clock;
  readonly #listener: RecorderListener;
  #pending: TrainEvent[] = [];
  readonly #discards: Promise<void>[] = [];
  #timer: Disposable | undefined;
  /** When and at which step this process began; for its speed. */
  #begin: { readonly time: number; readonly step: number } | undefined;

  constructor(jobId: string, tables: RunTables, clock: Clock, listener: RecorderListener) {
    this.#jobId = jobId;
    this.#tables = tables;
    this.#clock = clock;
    this.#listener = listener;
  }

  record(event: TrainEvent): void {
    this.#pending.push(event);
    if (event.type !== 'metrics' || this.#pending.length >= batchSize) this.#tryFlush();
    else this.#timer ??= this.#clock.after(batchTime, () => this.#tryFlush());
  }

  /** Stores what waits; when that fails it waits on, and the error is thrown. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    const { database, jobs } = this.#tables;
    const store = (): void => {
      let job = jobs.require(this.#jobId);
      // A cancelled job says nothing more.
      if (isFinal(job.status)) return;
      const changes: JobChanges = {};
      for (const event of this.#pending) {
        Object.assign(changes, this.#store(job, event));
        job = { ...job, ...changes };
      }
      if (Object.keys(changes).length > 0) jobs.update(job.id, changes);
    };
    // Metrics alone are many, and losing some to a power failure only leaves a gap in a curve.
    if (this.#pending.every(({ type }) => type === 'metrics')) database.quickTransaction(store);
    else database.transaction(store);
    this.#pending = [];
    this.#pruneCheckpoints();
  }

  /** Stores what waits; resolves when nothing is left to do. */
  async end(): Promise<void> {
    this.flush();
    await Promise.all(this.#discards);
  }

  #tryFlush(): void {
    try {
      this.flush();
    } catch (error) {
      this.#listener.onError(error);
    }
  }

  /** Writes the rows of an event; gives what changes in the job's own row. */
  #store(job: JobRow, event: TrainEvent): JobChanges {
    switch (event.type) {
      case 'started':
        return this.#started(job, event);
      case 'metrics':
        return this.#metrics(job, event);
      case 'checkpoint':
        // Only news is progress: an engine that goes on tells its old checkpoints again before it crashes once more.
        return this.#checkpoint(job, event) ? { crashes: 0 } : {};
      // How the process ends is judged when it has ended (trainingRun.ts).
      case 'paused':
      case 'succeeded':
      case 'failed':
        return {};
    }
  }

  #started(job: JobRow, event: TrainEvent & { type: 'started' }): JobChanges {
    const isFirst = job.total_steps === null;
    const message = isFirst ? 'Fine-tuning job started' : `Training continues after step ${event.step}`;
    this.#begin = { time: this.#clock.now(), step: event.step };
    this.#tables.events.add(job.id, { message });
    const requested = JSON.parse(job.hyperparameters) as object;
    const hyperparameters = JSON.stringify({ ...requested, ...event.hyperparameters });
    return { total_steps: event.total_steps, hyperparameters };
  }

  #metrics(job: JobRow, event: TrainEvent & { type: 'metrics' }): JobChanges {
    const { step, total_steps, metrics } = event;
    const estimated_finish = this.#estimateFinish(step, total_steps);
    if (step <= job.step) return { estimated_finish };
    const data = { step, total_steps, ...metrics };
    this.#tables.events.add(job.id, { message: stepMessage(job.method, step, total_steps, metrics), step, data });
    return { estimated_finish, step };
  }

  /** True where the checkpoint is new. */
  #checkpoint(job: JobRow, event: TrainEvent & { type: 'checkpoint' }): boolean {
    const { step, metrics } = event;
    // An engine that goes on tells what it told before; of an earlier checkpoint the rows may be gone again.
    if (step < job.step) return false;
    const model = `${job.model_name}:ckpt-step-${step}`;
    this.#tables.models.add(model, job.id, modelFolders.checkpoint(job.id, step));
    if (!this.#tables.checkpoints.add(job.id, step, model, { step, ...metrics })) return false;
    this.#tables.events.add(job.id, { message: `Checkpoint created at step ${step} with Snapshot ID: ${model}` });
    return true;
  }

  #pruneCheckpoints(): void {
    const { method } = this.#tables.jobs.require(this.#jobId);
    const rows = this.#tables.checkpoints.list(this.#jobId, { limit: 1000, order: 'desc' });
    for (const { model } of surplusCheckpoints(method, rows)) this.#discards.push(this.#listener.discardModel(model));
  }

  /** Unix seconds, from the speed of this process; null before its first step. */
  #estimateFinish(step: number, totalSteps: number): number | null {
    if (!this.#begin || step <= this.#begin.step) return null;
    const now = this.#clock.now();
    const timePerStep = (now - this.#begin.time) / (step - this.#begin.step);
    return Math.ceil((now + timePerStep * (totalSteps - step)) / 1000);
  }
}
