const lineFeed = 10;
const carriageReturn = 13;

/** An object, not a function: V8 throws away what it has compiled for a function of a reader that is done. */
export interface LineReader {
  /**
   * Takes a line without its line break: bytes `from` to `to` (exclusive) of `bytes`, which may be a chunk and change
   * afterwards, and the byte of the stream it starts at.
   */
  readLine(bytes: Uint8Array, from: number, to: number, start: number): void;
  /**
   * Takes lines from byte `from` of the chunk on as far as it knows lines like those, before anybody looks for their ends.
   * Returns where the next one starts; `from` where it leaves the first one to `readLine`.
   */
  readKnownLines?(chunk: Uint8Array, from: number, start: number): number;
}

/** Cuts a stream of bytes into lines. What follows the last line break is a line too, unless it is empty. */
export class ByteLines {
  readonly #reader: LineReader;
  readonly #pieces: Uint8Array[] = [];
  #start = 0;

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  /** The byte of the stream at which the next line starts. */
  get start(): number {
    return this.#start;
  }

  /** Takes the next bytes and hands on the lines that they complete. */
  push(chunk: Uint8Array): void {
    let from = this.#readKnown(chunk, 0);
    for (let end = chunk.indexOf(lineFeed, from); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      if (this.#pieces.length > 0) this.#handOnJoined(chunk.subarray(from, end), 1);
      else this.#handOn(chunk, from, end, 1);
      from = this.#readKnown(chunk, end + 1);
    }
    // A copy: of a Buffer, slice makes none.
    if (from < chunk.length) this.#pieces.push(new Uint8Array(chunk.subarray(from)));
  }

  /** Hands on what follows the last line break, if anything does. */
  end(): void {
    if (this.#pieces.length > 0) this.#handOnJoined(new Uint8Array(), 0);
  }

  /** Has the reader take the lines from `from` on that it knows. Returns where the first other one starts. */
  #readKnown(chunk: Uint8Array, from: number): number {
    const reader = this.#reader;
    if (!reader.readKnownLines || this.#pieces.length > 0) return from;
    for (let at = from; ;) {
      const next = reader.readKnownLines(chunk, at, this.#start);
      if (next === at) return at;
      this.#start += next - at;
      at = next;
    }
  }

  #handOn(bytes: Uint8Array, from: number, end: number, breakLength: number): void {
    const start = this.#start;
    this.#start += end - from + breakLength;
    const hasReturn = breakLength > 0 && end > from && bytes[end - 1] === carriageReturn;
    this.#reader.readLine(bytes, from, hasReturn ? end - 1 : end, start);
  }

  /** The line that ends with `tail`. Pieces are joined once a line, so that a long line costs no more than its length. */
  #handOnJoined(tail: Uint8Array, breakLength: number): void {
    const pieces = [...this.#pieces.splice(0), tail];
    const line = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      line.set(piece, at);
      at += piece.length;
    }
    this.#handOn(line, 0, line.length, breakLength);
  }
}
