import type { ExampleFacts } from './detection.ts';
import type { RowCheck } from './rowCheck.ts';
import type { Dialect } from './rules/example.ts';

/**
 * The rows of an open document, as an editor counts them: a text that ends with a line break has an empty last row. Rows
 * are asked for when it is their turn, so the source must always show the newest text.
 */
export interface RowSource {
  readonly count: number;
  /** Text of row `index` (0-based) without its line break. */
  row(index: number): string;
}

/** Rows `startRow` to `startRow + removedRows` (exclusive) give way to `addedRows`. */
export interface RowEdit {
  readonly startRow: number;
  readonly removedRows: number;
  readonly addedRows: readonly string[];
}

/** A row of an open dataset. It does not know its number, so that an edit above it leaves it alone. */
export interface SessionRow {
  readonly text: string;
  /** Undefined until it is checked. */
  check: RowCheck | undefined;
  /** Of a row that is an object. */
  facts: ExampleFacts | undefined;
  /** What it was checked as. */
  dialect: Dialect | undefined;
  /** How many of the rows after it decide its outcome: its value spans them, or might have. */
  reach: number;
  /** The row after it decides the outcome of this row or of one before. May be true for longer than needed. */
  isReadOn: boolean;
  /** The rows that are the same example, this one among them; undefined while no other row is like it. */
  equals: ReadonlySet<SessionRow> | undefined;
  /** Row of the training file (0-based) that is the same example. */
  trainedRow: number | undefined;
}

export function newSessionRow(text: string): SessionRow {
  return {
    text,
    check: undefined,
    facts: undefined,
    dialect: undefined,
    reach: 0,
    isReadOn: false,
    equals: undefined,
    trainedRow: undefined,
  };
}

/** Numbers of the rows before `index` whose outcome depends on row `index` or a later one. */
export function readersOf(rows: readonly SessionRow[], index: number): number[] {
  const readers: number[] = [];
  let first = index;
  while (first > 0 && rows[first - 1]?.isReadOn) {
    first--;
    if (first + (rows[first]?.reach ?? 0) >= index) readers.push(first);
  }
  // Forget what is no longer read, so that the next search is short.
  let end = first;
  for (let row = first; row < index; row++) {
    const read = rows[row];
    if (!read) break;
    end = Math.max(end, row + read.reach);
    read.isReadOn = end > row;
  }
  return readers;
}
