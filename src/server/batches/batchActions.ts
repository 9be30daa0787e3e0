import type { Clock } from '../../common/time.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import type { FileStore } from '../files.ts';
import { newId, type RandomText } from '../ids.ts';
import { requireInputFile } from '../inputFile.ts';
import { batchLimits } from './batchInput.ts';
import type { BatchSpec } from './batchRequest.ts';
import type { BatchRow } from './batchRow.ts';
import type { BatchRunner } from './batchRunner.ts';
import type { BatchStore } from './batchStore.ts';

export interface BatchActionsDependencies {
  readonly batches: BatchStore;
  readonly runner: BatchRunner;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly random: RandomText;
}

/** Of the completion window of 24 hours, the only one there is. */
const secondsOfWindow = 24 * 60 * 60;

/** What a client can do with batches. Each throws an ApiError where it is not possible, and gives the batch as it is then. */
export class BatchActions {
  readonly #dependencies: BatchActionsDependencies;

  constructor(dependencies: BatchActionsDependencies) {
    this.#dependencies = dependencies;
  }

  create(spec: BatchSpec): BatchRow {
    const { batches, runner, files, random } = this.#dependencies;
    const file = requireInputFile(files, spec.inputFile, 'input_file_id', 'batch');
    if (file.bytes > batchLimits.bytes) {
      throw badRequest('The input file of a batch may have at most 200 MB.', 'input_file_id', 'file_too_large');
    }
    const id = newId('batch_', random);
    const now = this.#now();
    batches.insert({
      id,
      status: 'validating',
      endpoint: spec.endpoint,
      completion_window: spec.completionWindow,
      input_file: spec.inputFile,
      metadata: spec.metadata === undefined ? null : JSON.stringify(spec.metadata),
      output_lifetime: spec.outputLifetime ?? null,
      created_at: now,
      expires_at: now + secondsOfWindow,
    });
    runner.add(id);
    return batches.require(id);
  }

  get(id: string): BatchRow {
    const batch = this.#dependencies.batches.get(id);
    if (!batch) throw notFound(`No batch found with id '${id}'.`, 'batch_id', 'batch_not_found');
    return batch;
  }

  /** The requests that were answered become files; the others are not asked any more. */
  cancel(id: string): BatchRow {
    const { batches, runner } = this.#dependencies;
    const batch = this.get(id);
    switch (batch.status) {
      case 'cancelling':
      case 'cancelled':
        return batch;
      case 'validating':
      case 'in_progress': {
        const cancelling = batches.update(id, { status: 'cancelling', cancelling_at: this.#now() });
        runner.cancel(id);
        return cancelling;
      }
      case 'finalizing':
      case 'completed':
      case 'expired':
      case 'failed':
        throw conflict(`Batch ${id} is ${batch.status}; it cannot be cancelled.`);
    }
  }

  #now(): number {
    return Math.floor(this.#dependencies.clock.now() / 1000);
  }
}
