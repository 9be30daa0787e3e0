import { join } from 'node:path';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import type { Hyperparameters, RunRequest } from '../engines/engine.ts';
import { diskClause } from './errors.ts';
import { isFinal, type JobRow } from './jobs/jobRow.ts';
import type { UsableModel } from './models.ts';
import { waitForProcessEnd } from './processes.ts';
import { serverFailure, type Endings } from './training/endings.ts';
import { RunRecorder, type RunTables } from './training/recorder.ts';
import { removeScratch, writeRequest } from './training/runFolder.ts';
import { TrainingRun, type RunEnd } from './training/trainingRun.ts';

export interface QueueDependencies {
  readonly tables: RunTables;
  readonly endings: Endings;
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** Removes a model that is no longer kept, with its folder. */
  readonly discardModel: (id: string) => Promise<void>;
  readonly log: Logger;
  readonly clock: Clock;
  /** Jobs that train at the same time. */
  readonly concurrency: number;
}

/** How long a stop waits for the engines to save their state, in milliseconds; the server must end within five seconds. */
const stopTime = 3500;

/** Trains jobs, first come first served: gives each a process, starts it again after a crash, hands its end on. */
export class JobQueue {
  readonly #dependencies: QueueDependencies;
  readonly #tables: RunTables;
  readonly #runs = new Map<string, TrainingRun>();
  /** Jobs that have a place, with the promise of giving it back. */
  readonly #places = new Map<string, Promise<void>>();
  readonly #setAside = new Set<string>();
  #isStopping = false;

  constructor(dependencies: QueueDependencies) {
    this.#dependencies = dependencies;
    this.#tables = dependencies.tables;
  }

  /** Puts a job at the end of the queue. */
  enqueue(jobId: string): JobRow {
    const { jobs } = this.#tables;
    const job = jobs.update(jobId, { status: 'queued', queue_position: jobs.lastPosition() });
    this.advance();
    return job;
  }

  /** Gives free places to waiting jobs, those first that were running when the last server ended. */
  advance(): void {
    for (const job of this.#tables.jobs.waiting()) {
      if (this.#isStopping || this.#places.size >= this.#dependencies.concurrency) return;
      if (!this.#places.has(job.id) && !this.#setAside.has(job.id)) this.#places.set(job.id, this.#occupy(job));
    }
  }

  /** Asks the engine to save its state and end; the job is paused when it has. False where the job has no engine now. */
  pause(jobId: string): boolean {
    const run = this.#runs.get(jobId);
    run?.pause();
    return run !== undefined;
  }

  /** Ends the engine of a job whose row says it is cancelled, and removes what only training needed. */
  async cancel(job: JobRow): Promise<void> {
    this.#runs.get(job.id)?.kill();
    if (!this.#places.has(job.id)) await removeScratch(this.#folder(job), false);
  }

  /** Lets every running job save its state; they stay `running` and go on with the next server. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const run of this.#runs.values()) run.pause();
    const timer = this.#dependencies.clock.after(stopTime, () => {
      for (const run of this.#runs.values()) run.kill();
    });
    await Promise.all(this.#places.values());
    timer.dispose();
  }

  async #occupy(job: JobRow): Promise<void> {
    try {
      await this.#train(job).catch((error: unknown) => this.#giveUp(job, error));
    } catch (error) {
      // Not even that can be written. Trying again at once would spin; the next server tries.
      this.#dependencies.log.error(`job ${job.id} waits for the next start of the server`, error);
      this.#setAside.add(job.id);
    }
    this.#runs.delete(job.id);
    this.#places.delete(job.id);
    this.advance();
  }

  #giveUp(job: JobRow, error: unknown): Promise<void> {
    this.#dependencies.log.error(`job ${job.id}`, error);
    const reason = diskClause(error) ?? 'the log of the server says more';
    return this.#dependencies.endings.fail(job.id, this.#folder(job), serverFailure(reason));
  }

  async #train(job: JobRow): Promise<void> {
    const { clock, log, discardModel, endings } = this.#dependencies;
    const folder = this.#folder(job);
    const model = this.#tables.models.get(job.model);
    if (!model) {
      endings.pause(job, withoutEngine(job.model));
      return undefined;
    }
    // A server that was killed leaves its engine for a moment; two must not write into one folder.
    if (job.engine_pid !== null) await waitForProcessEnd(job.engine_pid, clock);
    await writeRequest(folder, this.#request(job, model));
    const { status } = this.#tables.jobs.require(job.id);
    if (this.#isStopping || status !== job.status) return isFinal(status) ? removeScratch(folder, false) : undefined;
    const recorder = new RunRecorder(job.id, this.#tables, clock, {
      discardModel,
      onError(error) {
        log.error(`job ${job.id}`, error);
        run.kill();
      },
    });
    const run = new TrainingRun(model.engine, folder, { clock, log, onEvent: (event) => recorder.record(event) });
    this.#runs.set(job.id, run);
    this.#tables.jobs.update(job.id, { status: 'running', engine_pid: run.pid ?? null });
    const end = await run.ended;
    await recorder.end();
    await this.#settle(this.#tables.jobs.update(job.id, { engine_pid: null, estimated_finish: null }), folder, end);
  }

  async #settle(job: JobRow, folder: string, end: RunEnd): Promise<void> {
    const { endings } = this.#dependencies;
    if (isFinal(job.status)) return removeScratch(folder, false);
    switch (end.type) {
      case 'succeeded':
        return endings.succeed(job, folder, end.trained_tokens);
      case 'failed':
        return endings.fail(job.id, folder, { code: end.code, message: end.message, param: null });
      case 'paused':
      case 'crashed':
        if (job.status === 'pausing') endings.pause(job, end.type === 'crashed' ? lostSteps(end.reason) : undefined);
        else if (!this.#isStopping) {
          return endings.crash(job, folder, end.type === 'crashed' ? end.reason : 'it paused without being asked');
        }
        return undefined;
    }
  }

  #request(job: JobRow, model: UsableModel): RunRequest {
    return {
      model: job.model,
      base_folder: model.folder === undefined ? null : join(this.#dependencies.dataFolder, model.folder),
      method: job.method,
      hyperparameters: JSON.parse(job.hyperparameters) as Hyperparameters,
      ...(job.grader === null ? {} : { grader: JSON.parse(job.grader) as RunRequest['grader'] }),
      seed: job.seed,
    };
  }

  #folder(job: JobRow): string {
    return join(this.#dependencies.dataFolder, 'runs', job.id);
  }
}

/** An engine that did not pause was ended. */
function lostSteps(reason: string): string {
  return `The training process ended unexpectedly (${reason}). The job goes on from its last saved state.`;
}

/** The list of engines changed since the job was made. */
function withoutEngine(model: string): string {
  return `No engine of this server has the model ${model} any more. Name its engine again, restart the server and resume.`;
}
