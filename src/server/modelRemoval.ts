import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../common/logger.ts';
import { conflict } from './errors.ts';
import { isFinal } from './jobs/jobRow.ts';
import type { JobStore } from './jobs/jobStore.ts';
import type { ModelStore, UsableModel } from './models.ts';

export interface ModelRemovalDependencies {
  readonly models: ModelStore;
  readonly jobs: JobStore;
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  /** Ends the engine that answers for the model, if one runs. */
  readonly forget: (modelId: string) => void;
  readonly log: Logger;
}

/** Removes fine-tuned models: first from the tables, then from the disk. */
export class ModelRemoval {
  readonly #dependencies: ModelRemovalDependencies;

  constructor(dependencies: ModelRemovalDependencies) {
    this.#dependencies = dependencies;
  }

  /** At a client's wish. Throws a 409 where a job that is not finished starts from this model. */
  async remove(model: UsableModel): Promise<void> {
    const { models, jobs, forget, dataFolder } = this.#dependencies;
    const user = jobs.startedFrom(model.id).find((job) => !isFinal(job.status));
    if (user) throw conflict(`Job ${user.id} starts from this model and is ${user.status}; cancel it first.`);
    models.remove(model.id);
    forget(model.id);
    if (model.folder !== undefined) await rm(join(dataFolder, model.folder), { recursive: true, force: true });
  }

  /** For checkpoints that are no longer kept. Those that a job starts from stay; a folder that cannot go is logged. */
  async discard(id: string): Promise<void> {
    const { models, log } = this.#dependencies;
    const model = models.get(id);
    if (model) await this.remove(model).catch((error: unknown) => log.warn(`model ${id} stays: ${String(error)}`));
  }
}
