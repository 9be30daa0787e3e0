import type { DatasetRole, Format } from './formats.ts';
import type { Problem } from './problems.ts';
import type { Target } from './targets.ts';

export interface DatasetOptions {
  /** Chosen by a person; without it the rows decide. */
  readonly format?: Format;
  readonly target: Target;
  readonly role: DatasetRole;
  /** The file starts with a UTF-8 byte-order mark, which editors hide from the text. */
  readonly hasByteOrderMark?: boolean;
}

/**
 * The rows of an open document, as an editor counts them: a text that ends with a line break has an empty last row.
 * Read when a row is first checked, so it must always show the newest text.
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

export interface DatasetSummary {
  /** Undefined until a row has told it. */
  readonly format: Format | undefined;
  /** Most rows look like training examples; a `.jsonl` of another kind (a log, a batch) should stay unmarked. */
  readonly isEvidentlyDataset: boolean;
  /** Lines of the file; the empty row after the last line break is none. */
  readonly rows: number;
  /** Rows that are JSON objects, faulty ones included. */
  readonly examples: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/**
 * One open dataset: edits in, problems and figures out. Only rows that an edit touched, and rows joined to them by
 * JSON that spans lines, are checked again at once; what a changed fact of the whole file (its format) means for other
 * rows waits for `settle`.
 */
export interface DatasetSessionShape {
  /** Reads and checks all rows; each `next()` is a small piece of work (16 rows), so that the caller can watch the clock. */
  load(rows: RowSource): Generator<void, void, void>;
  /** Checks the new rows at once, up to about a thousand; the rest of a larger edit waits for `settle`. */
  apply(edit: RowEdit): void;
  /** Changes what the dataset is for; `settle` then checks what that touches. */
  configure(options: DatasetOptions): void;
  /** Does the work that is left, in pieces like `load`. Work that a later edit adds is done by the same generator. */
  settle(): Generator<void, void, void>;
  /** Nothing is left for `settle`. */
  readonly isSettled: boolean;
  /** All problems in the order of results (row, start, end, rule), made when asked for. */
  readonly problems: readonly Problem[];
  /** The `limit` worst problems: errors, then warnings, then infos, each in the order of results. */
  worstProblems(limit: number): readonly Problem[];
  readonly summary: DatasetSummary;
}
