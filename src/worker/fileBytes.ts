import { close, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { chunkBytes, type Buffers } from '../dataset/programMemory.ts';

// Not `node:fs/promises`: loading it, and each of its reads, takes longer.
const opened = promisify(open);
const closed = promisify(close);
const readInto = promisify(read);

/** Buffers of that size that nobody uses. Were each read to have new ones, collecting them would cost more than reading. */
const idleBuffers: Uint8Array[] = [];

/** Bytes of a file from `start` to `end` (exclusive). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ReadOptions {
  /** Hears of the number of bytes after each read. */
  readonly onRead?: (bytes: number) => void;
  /** These bytes only. */
  readonly range?: ByteRange;
  /** Bytes read at a time at most, where the reader is likely to want no more than the first of them. */
  readonly most?: number;
  /** Where they are read to, as long as there is room. */
  readonly buffers?: Buffers | undefined;
}

/**
 * The bytes of a file. While a chunk is used the next one is being read into the other of two buffers, so a chunk is to be
 * used before the next one is asked for.
 */
export async function* fileBytes(
  path: string,
  { onRead, range, most = chunkBytes, buffers }: ReadOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const file = await opened(path, 'r');
  let left = range ? range.end - range.start : Infinity;
  // Without a range no place is named, so that pipes can be read too.
  let position = range ? range.start : null;
  const fill = async (buffer: Uint8Array): Promise<Uint8Array> => {
    const { bytesRead } = await readInto(file, buffer, 0, Math.min(buffer.length, left, most), position);
    left -= bytesRead;
    if (position !== null) position += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  const pair = [takeBuffer(buffers), takeBuffer(buffers)] as const;
  let [current, other] = pair;
  let next = fill(current);
  try {
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      next = left > 0 ? fill(other) : Promise.resolve(chunk.subarray(0, 0));
      // A failure waits until it is its turn.
      next.catch(() => undefined);
      [current, other] = [other, current];
      onRead?.(chunk.length);
      yield chunk;
    }
  } finally {
    await next.catch(() => undefined);
    for (const buffer of pair) if (buffers?.giveBack(buffer) !== true) idleBuffers.push(buffer);
    await closed(file);
  }
}

function takeBuffer(buffers: Buffers | undefined): Uint8Array {
  return buffers?.take() ?? idleBuffers.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
}
