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

/** Cuts a stream of bytes into the bytes of its lines, without line breaks. What follows the last line break is a line too, unless it is empty. */
export class ByteLines {
  readonly #pieces: Uint8Array[] = [];

  /** The lines that `chunk` completes. They share its memory, so use them before the chunk is written over. */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const line = this.#take(chunk.subarray(start, end));
      yield line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
      start = end + 1;
    }
    if (start < chunk.length) this.#pieces.push(chunk.slice(start));
  }

  /** What follows the last line break, if anything does. */
  *end(): Generator<Uint8Array, void, void> {
    const line = this.#take(new Uint8Array());
    if (line.length > 0) yield line;
  }

  /** The line that ends with `tail`. Pieces are joined once a line, so that a long line costs no more than its length. */
  #take(tail: Uint8Array): Uint8Array {
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
