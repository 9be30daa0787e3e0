import { Readable } from 'node:stream';
import { isAbort } from '../../common/errors.ts';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { ReceivedContent } from '../content.ts';
import type { Database } from '../database.ts';
import type { FileStore } from '../files.ts';
import { newId, type RandomText } from '../ids.ts';
import type { LineResponse } from './answerLine.ts';
import { checkInput, readInput, type BatchLine } from './batchInput.ts';
import type { BatchProblem, BatchRow } from './batchRow.ts';
import type { BatchStore } from './batchStore.ts';

export interface BatchRunnerDependencies {
  readonly database: Database;
  readonly batches: BatchStore;
  readonly files: FileStore;
  /** Answers the body of a request as the endpoint would. Never rejects; where the signal is aborted, soon. */
  readonly answer: (body: unknown, signal: AbortSignal) => Promise<LineResponse>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: RandomText;
}

/** Of requests that were not answered within the completion window. */
const expiry = {
  code: 'batch_expired',
  message: 'This request could not be executed before the completion window expired.',
};

/**
 * Runs batches: the requests of each in their order, one at a time, so that who asks a model meanwhile waits for one answer
 * of each batch at most. An answer is a row at once, and the next server goes on after the last one.
 */
export class BatchRunner {
  readonly #dependencies: BatchRunnerDependencies;
  readonly #batches: BatchStore;
  readonly #stop = new AbortController();
  readonly #runs = new Set<Promise<void>>();
  /** Those that run now. */
  readonly #running = new Set<string>();
  /** Of the batches whose requests are being answered. */
  readonly #cancels = new Map<string, AbortController>();

  constructor(dependencies: BatchRunnerDependencies) {
    this.#dependencies = dependencies;
    this.#batches = dependencies.batches;
  }

  /** Goes on with what the last server left. */
  start(): void {
    this.#track(this.#batches.discardResults());
    for (const id of this.#batches.unfinished()) this.add(id);
  }

  add(id: string): void {
    this.#running.add(id);
    const run = this.#advance(id).catch((error: unknown) => this.#giveUp(id, error));
    this.#track(run.finally(() => this.#running.delete(id)));
  }

  /** Stops the answer to a batch whose row says it is to be cancelled; it ends soon. */
  cancel(id: string): void {
    this.#cancels.get(id)?.abort();
    if (!this.#running.has(id)) this.add(id);
  }

  /** Leaves the rest to the next server. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#runs);
  }

  #track(work: Promise<void>): void {
    const run = work
      .catch((error: unknown) => this.#dependencies.log.error('a batch waits for the next start of the server', error))
      .finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  /** Only a lost input file ends a batch; after a full disk, for one, the next server goes on with what was answered. */
  #giveUp(id: string, error: unknown): void {
    if (isAbort(error)) return;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const message = 'The input file was deleted before the batch was done.';
    this.#fail(id, [{ code: 'file_not_found', message, param: 'input_file_id', line: null }]);
  }

  /** From wherever it stands to its end; throws the reason of the stop signal where that comes first. */
  async #advance(id: string): Promise<void> {
    if (this.#status(id) === 'validating') await this.#validate(id);
    if (this.#status(id) === 'in_progress') {
      const cancel = new AbortController();
      this.#cancels.set(id, cancel);
      const signal = AbortSignal.any([this.#stop.signal, cancel.signal]);
      await this.#answerLines(id, signal).finally(() => this.#cancels.delete(id));
    }
    const batch = this.#batches.require(id);
    if (batch.status === 'finalizing' || batch.status === 'cancelling') await this.#finish(batch);
  }

  async #validate(id: string): Promise<void> {
    const { input_file, endpoint } = this.#batches.require(id);
    const path = this.#dependencies.files.contentPath(input_file);
    const { total, problems } = await checkInput(path, endpoint, this.#stop.signal);
    // It may have been cancelled meanwhile.
    if (this.#status(id) !== 'validating') return;
    if (problems.length > 0) this.#fail(id, problems);
    else this.#batches.update(id, { status: 'in_progress', in_progress_at: this.#now(), total });
  }

  async #answerLines(id: string, signal: AbortSignal): Promise<void> {
    const { input_file, endpoint } = this.#batches.require(id);
    const last = this.#batches.lastLine(id);
    for await (const request of readInput(this.#dependencies.files.contentPath(input_file), endpoint)) {
      if (request.line <= last) continue;
      const response = this.#isExpired(id) ? undefined : await this.#dependencies.answer(request.body, signal);
      this.#stop.signal.throwIfAborted();
      if (this.#status(id) !== 'in_progress') return;
      this.#record(id, request, response);
    }
    // A cancellation may have come while the end of the file was read.
    if (this.#status(id) !== 'in_progress') return;
    this.#batches.update(id, { status: 'finalizing', finalizing_at: this.#now() });
  }

  /** Notes in the row when it happens. */
  #isExpired(id: string): boolean {
    const { expires_at, expired_at } = this.#batches.require(id);
    const now = this.#now();
    if (now < expires_at) return false;
    if (expired_at === null) this.#batches.update(id, { expired_at: now });
    return true;
  }

  #record(id: string, { line, customId: custom_id }: BatchLine, response: LineResponse | undefined): void {
    const { random } = this.#dependencies;
    const answer = response
      ? { status_code: response.status, request_id: newId('req_', random), body: response.body }
      : null;
    const result = { id: newId('batch_req_', random), custom_id, response: answer, error: answer ? null : expiry };
    this.#batches.addResult(id, line, response?.status !== 200, JSON.stringify(result));
  }

  /** Makes files of the answers. */
  async #finish({ id, status, completed, failed, expired_at, output_lifetime }: BatchRow): Promise<void> {
    const output = completed > 0 ? await this.#write(id, false) : undefined;
    const errors = failed > 0 ? await this.#write(id, true) : undefined;
    const { database, files } = this.#dependencies;
    const now = this.#now();
    database.transaction(() => {
      const lifetime = output_lifetime ?? undefined;
      if (output) files.add(output, `${id}_output.jsonl`, 'batch_output', lifetime);
      if (errors) files.add(errors, `${id}_error.jsonl`, 'batch_output', lifetime);
      this.#batches.update(id, { output_file: output?.id ?? null, error_file: errors?.id ?? null });
      if (status === 'cancelling') this.#batches.update(id, { status: 'cancelled', cancelled_at: now });
      else if (expired_at !== null) this.#batches.update(id, { status: 'expired' });
      else this.#batches.update(id, { status: 'completed', completed_at: now });
    });
    await this.#batches.discardResults();
  }

  #write(id: string, areFailed: boolean): Promise<ReceivedContent> {
    return this.#dependencies.files.receive(Readable.from(this.#batches.results(id, areFailed)));
  }

  #fail(id: string, problems: readonly BatchProblem[]): void {
    this.#batches.update(id, { status: 'failed', failed_at: this.#now(), problems: JSON.stringify(problems) });
  }

  #status(id: string): BatchRow['status'] {
    return this.#batches.require(id).status;
  }

  #now(): number {
    return Math.floor(this.#dependencies.clock.now() / 1000);
  }
}
