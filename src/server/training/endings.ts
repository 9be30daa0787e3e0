import { Readable } from 'node:stream';
import type { Clock } from '../../common/time.ts';
import type { FileStore } from '../files.ts';
import { isFinal, type JobFailure, type JobRow } from '../jobs/jobRow.ts';
import type { RunTables } from './recorder.ts';
import { resultsCsv } from './results.ts';
import { hasModel, modelFolders, removeScratch } from './runFolder.ts';

/** Crashes of the engine in a row, without a saved state between them, after which a job fails. */
const maxCrashes = 3;

/** A failure that is not the person's fault. `what` is a clause: `the engine left no model`. */
export function serverFailure(what: string): JobFailure {
  return { code: 'server_error', message: `The job failed due to an internal error: ${what}.`, param: null };
}

/** Brings jobs to the states in which nothing trains: writes their last rows and events, and clears their run folders. */
export class Endings {
  readonly #tables: RunTables;
  readonly #files: FileStore;
  readonly #clock: Clock;

  constructor(tables: RunTables, files: FileStore, clock: Clock) {
    this.#tables = tables;
    this.#files = files;
    this.#clock = clock;
  }

  async succeed(job: JobRow, folder: string, trainedTokens: number): Promise<void> {
    if (!(await hasModel(folder))) return this.fail(job.id, folder, serverFailure('the engine left no model'));
    const { database, jobs, events, models } = this.#tables;
    const results = await this.#files.receive(Readable.from(resultsCsv(job.method, events.metrics(job.id))));
    const isMade = database.transaction(() => {
      // It may have been cancelled while the file was written.
      if (isFinal(jobs.require(job.id).status)) return false;
      this.#files.add(results, 'step_metrics.csv', 'fine-tune-results');
      models.add(job.model_name, job.id, modelFolders.final(job.id));
      events.add(job.id, { message: `New fine-tuned model created: ${job.model_name}` });
      events.add(job.id, { message: 'The job has successfully completed' });
      jobs.update(job.id, {
        status: 'succeeded',
        finished_at: this.#now(),
        estimated_finish: null,
        fine_tuned_model: job.model_name,
        result_files: JSON.stringify([results.id]),
        trained_tokens: trainedTokens,
      });
      return true;
    });
    if (!isMade) await this.#files.remove(results.id);
    return removeScratch(folder, isMade);
  }

  /** Does nothing to a job that is over already. */
  async fail(jobId: string, folder: string, failure: JobFailure): Promise<void> {
    const { database, jobs, events } = this.#tables;
    const { status } = jobs.require(jobId);
    if (isFinal(status)) return removeScratch(folder, status === 'succeeded');
    database.transaction(() => {
      events.add(jobId, { message: failure.message, level: 'error' });
      const error = JSON.stringify(failure);
      jobs.update(jobId, { status: 'failed', finished_at: this.#now(), estimated_finish: null, error });
    });
    return removeScratch(folder, false);
  }

  /** The row and the event; whoever trains or checks the job is told apart from this. */
  cancel(job: JobRow): JobRow {
    const { database, jobs, events } = this.#tables;
    return database.transaction(() => {
      events.add(job.id, { message: 'The job was cancelled' });
      return jobs.update(job.id, { status: 'cancelled', finished_at: this.#now(), estimated_finish: null });
    });
  }

  /** `warning`: what the person should know of it, a sentence. */
  pause(job: JobRow, warning?: string): JobRow {
    const { database, jobs, events } = this.#tables;
    return database.transaction(() => {
      if (warning !== undefined) events.add(job.id, { message: warning, level: 'warn' });
      events.add(job.id, { message: job.step > 0 ? `Job paused after step ${job.step}` : 'Job paused' });
      return jobs.update(job.id, { status: 'paused', estimated_finish: null });
    });
  }

  /** After a crash of the engine: the job stays running and is tried again from its saved state, or fails. */
  async crash(job: JobRow, folder: string, reason: string): Promise<void> {
    const crashes = job.crashes + 1;
    const what = `the training process ended unexpectedly (${reason})`;
    if (crashes >= maxCrashes)
      return this.fail(
        job.id,
        folder,
        serverFailure(`${what} ${crashes} times in a row; the server’s log has its last words`),
      );
    const { database, jobs, events } = this.#tables;
    database.transaction(() => {
      const message = `T${what.slice(1)}. It is started again from its last saved state.`;
      events.add(job.id, { message, level: 'warn' });
      jobs.update(job.id, { crashes });
    });
    return undefined;
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
