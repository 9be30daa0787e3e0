import type { Worker } from 'node:worker_threads';
import { UserError } from '../common/errors.ts';
import type { FilePart } from '../dataset/filePart.ts';
import { errorOf } from './failure.ts';
import type { ByteRange } from './fileBytes.ts';
import type {
  CallName,
  Calls,
  CheckContent,
  CountTokens,
  PathCheck,
  PathOptions,
  WorkerReply,
  WorkerRequest,
} from './protocol.ts';

export interface WorkerOptions {
  /** The worker's bundle, `worker.js`. */
  readonly program: string;
  /** The folder with the ranks of encodings, `ENCODING.ranks`. */
  readonly ranks: string;
  /** Memory the worker may use for its objects before it is ended, in MiB. */
  readonly memory?: number;
}

export interface CallOptions {
  /** Ends the call; the promise is rejected with the signal's reason at once. */
  readonly signal?: AbortSignal;
  /** Hears how many bytes of the file have been read so far. */
  readonly onProgress?: (bytes: number) => void;
}

interface Pending {
  resolve(result: Calls[CallName]['result']): void;
  reject(error: unknown): void;
  readonly onRead: (bytes: number) => void;
}

/** A check of rows of usual length needs less than 100 MiB; the value of a row of 50 MB may need 1500. */
const defaultMemory = 2048;

/** UTF-16 units of rows counted in one message: some milliseconds of work, so that a cancelled count ends soon. */
const unitsPerMessage = 1 << 19;

/**
 * A thread for what takes long: tokens and large files. It starts with the first call, and again with the next one should
 * it have crashed, which fails the calls that it was busy with.
 */
export class DatasetWorker {
  readonly #options: WorkerOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Has the thread start, so that the first call need not wait for that. Resolves before it has. */
  async start(): Promise<void> {
    const { Worker: Thread } = await import('node:worker_threads');
    if (!this.#isDisposed) this.#worker ??= this.#start(Thread);
  }

  /** Tokens of each row; 0 for one that is no example of `format`. */
  async countTokens({ rows, ...how }: CountTokens, options: CallOptions = {}): Promise<readonly number[]> {
    const tokens: number[] = [];
    for (let from = 0, to = 0; from < rows.length; from = to) {
      for (let units = 0; to < rows.length && units < unitsPerMessage; to++) units += rows[to]?.length ?? 0;
      for (const count of await this.#call('countTokens', { rows: rows.slice(from, to), ...how }, options))
        tokens.push(count);
    }
    return tokens;
  }

  /** Checks the file at `path`, of any size. Rejects with the system's error where it cannot be read. */
  checkFile(path: string, options: PathOptions, call: CallOptions = {}): Promise<PathCheck> {
    return this.#call('checkFile', { path, options }, call);
  }

  /** Checks a file that is on no disk. */
  checkContent(file: CheckContent, call: CallOptions = {}): Promise<PathCheck> {
    return this.#call('checkContent', file, call);
  }

  /** Checks a part of a file whose format is known; it starts after a line break, or with the file, and ends likewise. */
  checkPart(path: string, options: PathOptions, range: ByteRange, call: CallOptions = {}): Promise<FilePart> {
    return this.#call('checkPart', { path, options, range }, call);
  }

  /** Ends the thread, and every call with a `worker.ended` error. */
  dispose(): void {
    this.#isDisposed = true;
    this.#end(this.#worker);
  }

  async #call<Name extends CallName>(
    name: Name,
    parameters: Calls[Name]['parameters'],
    { signal, onProgress }: CallOptions,
  ): Promise<Calls[Name]['result']> {
    // Loaded here and not with the extension: most windows start no thread.
    const { Worker: Thread } = await import('node:worker_threads');
    signal?.throwIfAborted();
    if (this.#isDisposed) throw ended();
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#start(Thread));
    let bytes = 0;
    const cancel = (): void => {
      this.#pending.get(id)?.reject(signal?.reason);
      this.#post(worker, { type: 'cancel', id });
    };
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onRead: (read) => onProgress?.((bytes += read)) });
        signal?.addEventListener('abort', cancel, { once: true });
        this.#post(worker, { type: 'call', id, name, parameters } as WorkerRequest);
      });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #post(worker: Worker, request: WorkerRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(request);
  }

  #start(Thread: typeof Worker): Worker {
    const { program, ranks, memory = defaultMemory } = this.#options;
    const worker = new Thread(program, { workerData: { ranks }, resourceLimits: { maxOldGenerationSizeMb: memory } });
    worker.on('message', (reply: WorkerReply) => this.#receive(reply));
    worker.on('error', (error) => this.#end(worker, error));
    worker.on('exit', () => this.#end(worker));
    return worker;
  }

  #receive(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.id);
    switch (reply.type) {
      case 'progress':
        pending?.onRead(reply.bytes);
        break;
      case 'result':
        pending?.resolve(reply.result);
        break;
      case 'failure':
        pending?.reject(errorOf(reply.failure));
    }
  }

  /** The thread has ended, or is to: its calls fail. */
  #end(worker: Worker | undefined, cause?: unknown): void {
    if (!worker || worker !== this.#worker) return;
    this.#worker = undefined;
    for (const pending of this.#pending.values()) pending.reject(ended(cause));
    worker.terminate().catch(() => undefined);
  }
}

function ended(cause?: unknown): UserError {
  return new UserError('worker.ended', 'The check in the background has ended before its time.', 'Try again.', {
    actions: ['retry', 'showLog'],
    cause,
  });
}
