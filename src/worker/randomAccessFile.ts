import { closeSync, openSync, readSync } from 'node:fs';

/** A file of which some bytes are read, wherever they are. It is opened when the first are. */
export class RandomAccessFile implements Disposable {
  readonly #path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Bytes `start` to `end` (exclusive); fewer where the file has become shorter. */
  read(start: number, end: number): Uint8Array {
    this.#file ??= openSync(this.#path, 'r');
    const bytes = new Uint8Array(end - start);
    const length = readSync(this.#file, bytes, 0, bytes.length, start);
    return bytes.subarray(0, length);
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }
}
