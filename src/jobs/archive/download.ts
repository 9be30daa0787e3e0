import type { Clock } from '../../common/time.ts';
import type { RecordsApi } from '../records.ts';
import { serviceError } from '../serviceErrors.ts';
import type { Receiving } from './folder.ts';
import { resultBytes } from './resultBytes.ts';

/** What is known of a file before it comes. */
export interface Expected {
  /** Of its content; undefined where the service does not say. */
  readonly bytes?: number | undefined;
  /** A result file may come in base64, and its size may be meant of either form. */
  readonly isResult: boolean;
}

interface DownloadParts {
  readonly records: RecordsApi;
  readonly clock: Clock;
  readonly service: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** What came is not of the size that the service says: it may be cut short, and is not taken for the file. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete';
}

/** Milliseconds without a byte after which an answer is given up. */
const longestSilence = 120_000;

/**
 * Receives the content of a file at constant memory, the rest of it where a part is here already and the service can begin
 * in the middle. Throws {@link Incomplete} where it is not whole.
 */
export async function receiveContent(
  id: string,
  into: Receiving,
  expected: Expected,
  { records, clock, service, signal, onBytes }: DownloadParts,
): Promise<void> {
  const isPart = !expected.isResult && expected.bytes !== undefined && into.kept < expected.bytes;
  if (!isPart && into.kept > 0) await into.restart();
  const silence = new Silence(clock, () => serviceError(service, { networkCode: 'TIMEOUT' }));
  try {
    const source = await records.content(id, isPart ? into.kept : 0, AbortSignal.any([signal, silence.signal]));
    if (source.start === 0 && into.kept > 0) await into.restart();
    let received = source.start;
    const chunks = counted(source.chunks, (bytes) => {
      silence.broken();
      received += bytes;
      onBytes(bytes);
    });
    let written = source.start;
    for await (const chunk of expected.isResult ? resultBytes(chunks) : chunks) {
      written += chunk.length;
      await into.write(chunk);
    }
    const announced = source.length === undefined ? undefined : source.start + source.length;
    requireWhole(expected, received, written, announced);
  } finally {
    silence.dispose();
  }
}

/** `announced`: bytes that the head of the answer spoke of. */
function requireWhole(
  { bytes, isResult }: Expected,
  received: number,
  written: number,
  announced: number | undefined,
): void {
  if (announced !== undefined && announced !== received) throw new Incomplete();
  if (bytes === undefined || bytes === received) return;
  // Of a result file the size may be that of the CSV; an answer as long as it said is whole.
  if (isResult && (bytes === written || announced !== undefined)) return;
  throw new Incomplete();
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onChunk(chunk.length);
    yield chunk;
  }
}

/** Aborts when nothing has been heard for too long. */
class Silence {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #error: () => Error;
  #timer: { dispose(): void };

  constructor(clock: Clock, error: () => Error) {
    this.#clock = clock;
    this.#error = error;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #start(): { dispose(): void } {
    return this.#clock.after(longestSilence, () => this.#controller.abort(this.#error()));
  }

  broken(): void {
    this.#timer.dispose();
    this.#timer = this.#start();
  }

  dispose(): void {
    this.#timer.dispose();
  }
}
