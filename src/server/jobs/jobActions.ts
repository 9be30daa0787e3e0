import type { Clock } from '../../common/time.ts';
import { jobLimits } from '../../jobs/requestRules/limits.ts';
import type { Admission } from '../admission.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import type { FileStore } from '../files.ts';
import { newId, type RandomText } from '../ids.ts';
import { requireInputFile } from '../inputFile.ts';
import { fineTunedName, type UsableModel } from '../models.ts';
import type { JobQueue } from '../queue.ts';
import type { Endings } from '../training/endings.ts';
import type { RunTables } from '../training/recorder.ts';
import { ignoredParts, requireTrainable } from './jobMethod.ts';
import type { JobSpec } from './jobRequest.ts';
import { isFinal, type JobRow } from './jobRow.ts';

export interface JobActionsDependencies {
  readonly tables: RunTables;
  readonly files: FileStore;
  readonly queue: JobQueue;
  readonly admission: Admission;
  readonly endings: Endings;
  readonly clock: Clock;
  readonly random: RandomText;
  /** A whole number from 0 to `max`, for jobs without a seed. */
  readonly randomSeed: (max: number) => number;
}

/** What a client can do with jobs. Each throws an ApiError where it is not possible, and gives the job as it is then. */
export class JobActions {
  readonly #dependencies: JobActionsDependencies;
  readonly #tables: RunTables;

  constructor(dependencies: JobActionsDependencies) {
    this.#dependencies = dependencies;
    this.#tables = dependencies.tables;
  }

  create(spec: JobSpec): JobRow {
    const { files, clock, random, randomSeed, admission } = this.#dependencies;
    const model = this.#requireModel(spec);
    requireTrainable(spec, model, spec.validationFile);
    requireInputFile(files, spec.trainingFile, 'training_file', 'fine-tune');
    if (spec.validationFile !== undefined) {
      requireInputFile(files, spec.validationFile, 'validation_file', 'fine-tune');
    }
    const id = newId('ftjob-', random);
    const { database, jobs, events } = this.#tables;
    const validation = spec.validationFile === undefined ? '' : ` and validation file: ${spec.validationFile}`;
    database.transaction(() => {
      jobs.insert({
        id,
        created_at: Math.floor(clock.now() / 1000),
        status: 'validating_files',
        model: spec.model,
        model_name: fineTunedName(model.base, spec.suffix, random(8)),
        training_file: spec.trainingFile,
        validation_file: spec.validationFile ?? null,
        suffix: spec.suffix ?? null,
        seed: spec.seed ?? randomSeed(jobLimits.seed.max),
        method: spec.method,
        hyperparameters: JSON.stringify(spec.hyperparameters),
        grader: spec.grader === undefined ? null : JSON.stringify(spec.grader),
        metadata: spec.metadata === undefined ? null : JSON.stringify(spec.metadata),
      });
      events.add(id, { message: `Created fine-tuning job: ${id}` });
      events.add(id, { message: `Validating training file: ${spec.trainingFile}${validation}` });
      for (const message of ignoredParts(spec, model)) events.add(id, { message, level: 'warn' });
    });
    admission.add(id);
    return jobs.require(id);
  }

  get(id: string): JobRow {
    const job = this.#tables.jobs.get(id);
    if (!job) throw notFound(`Could not find fine tune: ${id}`, 'fine_tune_id', 'fine_tune_not_found');
    return job;
  }

  /** A cancelled job stays cancelled: the client may be asking again because the answer was lost. */
  async cancel(id: string): Promise<JobRow> {
    const job = this.get(id);
    if (job.status === 'cancelled') return job;
    if (isFinal(job.status)) throw conflict(`Job ${id} has already ${job.status}; it cannot be cancelled.`);
    const cancelled = this.#dependencies.endings.cancel(job);
    if (job.status === 'validating_files') this.#dependencies.admission.cancel(id);
    else await this.#dependencies.queue.cancel(job);
    return cancelled;
  }

  /** A running job stops at its next step, a queued one at once. */
  pause(id: string): JobRow {
    const job = this.get(id);
    const { queue, endings } = this.#dependencies;
    if (job.status === 'queued') return endings.pause(job);
    if (job.status !== 'running') throw conflict(`Job ${id} is ${job.status}; only a running job can be paused.`);
    return queue.pause(id) ? this.#tables.jobs.update(id, { status: 'pausing' }) : endings.pause(job);
  }

  /** It goes on from its saved state when its turn comes. */
  resume(id: string): JobRow {
    const job = this.get(id);
    if (job.status !== 'paused') throw conflict(`Job ${id} is ${job.status}; only a paused job can be resumed.`);
    this.#tables.events.add(id, { message: 'Job resumed, moving it to queued state' });
    return this.#dependencies.queue.enqueue(id);
  }

  #requireModel(spec: JobSpec): UsableModel {
    const model = this.#tables.models.get(spec.model);
    if (model) return model;
    const message = `Model ${spec.model} is not available for fine-tuning or does not exist.`;
    throw badRequest(message, 'model', 'model_not_available');
  }
}
