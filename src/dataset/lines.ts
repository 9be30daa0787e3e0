/**
 * Rows of a text, as editors count them: lines end with LF, a CR before it is not part of the row, and a text that ends
 * with a line break has an empty last row.
 */
export function splitRows(text: string): string[] {
  const rows = text.split('\n');
  for (let index = 0; index < rows.length - 1; index++) rows[index] = withoutReturn(rows[index] ?? '');
  return rows;
}

function withoutReturn(row: string): string {
  return row.endsWith('\r') ? row.slice(0, -1) : row;
}

const lineFeed = 10;
const carriageReturn = 13;

/** Hears of a line: its bytes without line break, which share the memory of a chunk, and the byte of the stream it starts at. */
export type TakeLine = (line: Uint8Array, start: number) => void;

/** Cuts a stream of bytes into the bytes of its lines. What follows the last line break is a line too, unless it is empty. */
export class ByteLines {
  readonly #take: TakeLine;
  readonly #pieces: Uint8Array[] = [];
  #start = 0;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  /** The byte of the stream at which the next line starts. */
  get start(): number {
    return this.#start;
  }

  /** Takes the next bytes and hands on the lines that they complete. */
  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const line = this.#join(chunk.subarray(from, end));
      const start = this.#start;
      from = end + 1;
      this.#start += line.length + 1;
      this.#take(line[line.length - 1] === carriageReturn ? line.subarray(0, -1) : line, start);
    }
    // A copy: of a Buffer, slice makes none.
    if (from < chunk.length) this.#pieces.push(new Uint8Array(chunk.subarray(from)));
  }

  /** Hands on what follows the last line break, if anything does. */
  end(): void {
    const line = this.#join(new Uint8Array());
    const start = this.#start;
    this.#start += line.length;
    if (line.length > 0) this.#take(line, start);
  }

  /** The line that ends with `tail`. Pieces are joined once a line, so that a long line costs no more than its length. */
  #join(tail: Uint8Array): Uint8Array {
    if (this.#pieces.length === 0) return tail;
    const pieces = [...this.#pieces.splice(0), tail];
    const line = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      line.set(piece, at);
      at += piece.length;
    }
    return line;
  }
}
