import { open } from 'node:fs/promises';

/** Bytes read at a time: larger reads are no faster. */
const chunkBytes = 1 << 20;

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
}

/** The bytes of a file. Every chunk has the same memory: use it before asking for the next one. */
export async function* fileBytes(
  path: string,
  { onRead, range }: ReadOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkBytes);
    let left = range ? range.end - range.start : Infinity;
    // Without a range no place is named, so that pipes can be read too.
    let position = range ? range.start : null;
    while (left > 0) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(chunkBytes, left), position);
      if (bytesRead === 0) return;
      left -= bytesRead;
      if (position !== null) position += bytesRead;
      onRead?.(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
