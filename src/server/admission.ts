import { join } from 'node:path';
import type { Logger } from '../common/logger.ts';
import { isAbort } from '../common/errors.ts';
import { runFiles } from '../engines/engine.ts';
import type { FileStore } from './files.ts';
import type { JobFailure, JobRow } from './jobs/jobRow.ts';
import type { JobQueue } from './queue.ts';
import { serverFailure, type Endings } from './training/endings.ts';
import type { RunTables } from './training/recorder.ts';
import { placeData, removeScratch } from './training/runFolder.ts';
import { validateFile, type JobFile } from './validation.ts';

export interface AdmissionDependencies {
  readonly tables: RunTables;
  readonly files: FileStore;
  readonly queue: JobQueue;
  readonly endings: Endings;
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  readonly log: Logger;
}

/** Checks the files of new jobs, one job after another so that they keep their order, and puts them into the queue. */
export class Admission {
  readonly #dependencies: AdmissionDependencies;
  readonly #stop = new AbortController();
  /** The job whose files are being checked. */
  #current: { readonly jobId: string; readonly check: AbortController } | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(dependencies: AdmissionDependencies) {
    this.#dependencies = dependencies;
  }

  add(jobId: string): void {
    this.#last = this.#last.then(() => this.#admit(jobId));
  }

  /** Ends the check of a job whose row says that it is cancelled: it may be of a large file, and others wait. */
  cancel(jobId: string): void {
    if (this.#current?.jobId === jobId) this.#current.check.abort();
  }

  /** Leaves the rest to the next server. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#last;
  }

  async #admit(jobId: string): Promise<void> {
    const { tables, endings, queue, log, dataFolder } = this.#dependencies;
    const folder = join(dataFolder, 'runs', jobId);
    const job = tables.jobs.require(jobId);
    const check = new AbortController();
    this.#current = { jobId, check };
    try {
      const signal = AbortSignal.any([this.#stop.signal, check.signal]);
      const failure = job.status === 'validating_files' ? await this.#check(job, folder, signal) : undefined;
      if (this.#stop.signal.aborted) return undefined;
      // It may have been cancelled meanwhile.
      if (tables.jobs.require(jobId).status !== 'validating_files') return await removeScratch(folder, false);
      if (failure) return await endings.fail(jobId, folder, failure);
      tables.events.add(jobId, { message: 'Files validated, moving job to queued state' });
      queue.enqueue(jobId);
    } catch (error) {
      if (isAbort(error)) return check.signal.aborted ? await removeScratch(folder, false) : undefined;
      log.error(`job ${jobId}`, error);
      await endings.fail(jobId, folder, serverFailure('its files could not be read'));
    }
    return undefined;
  }

  /** The run folder keeps its own link to the data: the files may be deleted while the job waits. */
  async #check(job: JobRow, folder: string, signal: AbortSignal): Promise<JobFailure | undefined> {
    const { files } = this.#dependencies;
    const { training_file: training, validation_file: validation } = job;
    await placeData(
      folder,
      files.contentPath(training),
      validation === null ? undefined : files.contentPath(validation),
    );
    const parts: JobFile[] = [
      { id: training, param: 'training_file', path: join(folder, runFiles.training), method: job.method },
    ];
    if (validation !== null) {
      const path = join(folder, runFiles.validation);
      parts.push({ id: validation, param: 'validation_file', path, method: job.method });
    }
    for (const part of parts) {
      const failure = await validateFile(part, signal);
      if (failure) return failure;
    }
    return undefined;
  }
}
