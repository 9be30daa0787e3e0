import { CheckedRows } from './checkedRows.ts';
import { utf16Problem } from './bytes.ts';
import { isForeign, type FileEncoding } from './fileEncoding.ts';
import type { DatasetRole, Format } from './formats.ts';
import { ProblemList } from './problemList.ts';
import type { Problem, Severity } from './problems.ts';
import { fileProblems } from './rules/file.ts';
import type { TrainingRows } from './sessionRepeats.ts';
import type { RowEdit, RowSource } from './sessionRow.ts';
import { targets, type ServiceLimits, type Target } from './targets.ts';

export type { RowEdit, RowSource };

export interface DatasetOptions {
  /** Chosen by a person; without it the rows decide. */
  readonly format?: Format;
  readonly target: Target;
  readonly role: DatasetRole;
  /** What is to be trained; `defaultModel` where nobody says. */
  readonly model?: string;
  /** What the service tells about itself. */
  readonly limits?: ServiceLimits;
  /** How the text was read from the file; UTF-8 where nobody says. */
  readonly encoding?: FileEncoding;
  /** The training file, if this one is to validate what it trains. */
  readonly training?: TrainingRows;
}

export interface DatasetSummary {
  /** Undefined as long as no row has told it. */
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

/** Rows and UTF-16 units of one piece of work: well below a millisecond, unless one row is longer. */
const rowsPerPiece = 16;
const unitsPerPiece = 1 << 16;
/** Pieces that an edit may cost at once: about a thousand rows. */
const piecesPerEdit = 64;
const severities: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * One open dataset: edits in, problems and figures out. An edit checks the rows it touched, and rows joined to them by
 * JSON that spans rows; what it means for the rest of the file (another format) waits for `settle`. Never looks at the
 * clock: work comes in pieces, and the caller decides how many to do at a stretch.
 */
export class DatasetSession {
  #options: DatasetOptions;
  readonly #checked = new CheckedRows();
  /** The problems as far as they are collected; undefined where something has changed since. */
  #list: ProblemList | undefined;

  constructor(options: DatasetOptions) {
    this.#options = options;
    this.#checked.configure(options.target, options.format, options.training);
    this.#checked.limitTokens(options);
  }

  /** Forgets all rows and checks those of `rows`. The generator is that of `settle`. */
  load(rows: RowSource): Generator<void, void, void> {
    this.#checked.readFrom(rows);
    this.#list = undefined;
    return this.settle();
  }

  /** Takes over an edit and checks the new rows at once, up to about a thousand; what is left waits for `settle`. */
  apply(edit: RowEdit): void {
    this.#checked.replace(edit);
    this.#list = undefined;
    for (let piece = 0; piece < piecesPerEdit; piece++) if (!this.#piece(() => this.#checked.checkEdited())) return;
  }

  /** Changes what the dataset is for; `settle` then checks what that touches. */
  configure(options: DatasetOptions): void {
    this.#options = options;
    this.#checked.configure(options.target, options.format, options.training);
    this.#checked.limitTokens(options);
    this.#list = undefined;
  }

  /**
   * Texts of rows that are long enough to have too many tokens, and that nobody has counted yet: few, if any. What they
   * have as examples of the format is for `tellTokens`.
   */
  get uncounted(): readonly string[] {
    return this.#checked.format === undefined ? [] : this.#checked.tokens.uncounted;
  }

  /** Takes over the tokens of the example in `text`, for all rows that have this text. */
  tellTokens(text: string, tokens: number): void {
    this.#checked.tokens.tell(text, tokens);
    this.#list = undefined;
  }

  /**
   * Does the work that is left, one small piece a `next()`, and lists the problems. Work that comes up meanwhile is done as
   * well, so one generator at a time is enough; several do no harm.
   */
  *settle(): Generator<void, void, void> {
    const check = (): number | undefined => this.#checked.checkNext() ?? this.#checked.refreshNext();
    while (this.#piece(check) || this.#collected().advance()) yield;
  }

  /** Nothing is left for `settle`. */
  get isSettled(): boolean {
    return this.#checked.isSettled && this.#list?.isComplete === true;
  }

  /**
   * All problems in the order of results: row, start, end, rule. What `settle` has not collected yet is collected when asked
   * for, at a cost of all rows.
   */
  get problems(): readonly Problem[] {
    const list = this.#collected();
    while (!list.isComplete) list.advance();
    return list.problems;
  }

  /** The `limit` worst problems: errors, then warnings, then infos, each in the order of results. */
  worstProblems(limit: number): readonly Problem[] {
    const worst: Problem[] = [];
    for (const severity of severities) {
      for (const problem of this.problems) {
        if (worst.length >= limit) return worst;
        if (problem.severity === severity) worst.push(problem);
      }
    }
    return worst;
  }

  get summary(): DatasetSummary {
    const { tally, format, rows } = this.#checked;
    return {
      format,
      isEvidentlyDataset: tally.isEvidentlyDataset,
      rows: rows.length - (this.#hasEmptyEnd ? 1 : 0),
      examples: tally.examples,
      ...this.#counts(),
    };
  }

  /** One piece of work. False when `step` found none left. */
  #piece(step: () => number | undefined): boolean {
    let units = 0;
    // That there are no more rows is news too.
    if (!this.#checked.isSettled) this.#list = undefined;
    for (let row = 0; row < rowsPerPiece && units < unitsPerPiece; row++) {
      const read = step();
      if (read === undefined) return false;
      units += read;
    }
    return true;
  }

  #counts(): Pick<DatasetSummary, 'errors' | 'warnings' | 'infos'> {
    const { tally } = this.#checked;
    const counts = { error: 0, warning: 0, info: 0 };
    const isSpecial = this.#checked.isComplete && (tally.isEmpty || tally.isArrayFile || isForeign(this.#encoding));
    if (!isSpecial) {
      counts.error = tally.problems.error;
      const { duplicates, overlaps } = this.#checked.repeats;
      counts.warning = tally.problems.warning + tally.blank - (this.#hasEmptyEnd ? 1 : 0) + duplicates + overlaps;
      counts.warning += this.#checked.tokens.problems;
      if (this.#checked.isComplete) counts.warning += tally.missingFields;
      counts.info = tally.problems.info + (this.#checked.isComplete ? tally.inconsistentSystem : 0);
    }
    for (const problem of isSpecial ? this.problems : this.#fileProblems()) counts[problem.severity]++;
    return { errors: counts.error, warnings: counts.warning, infos: counts.info };
  }

  /** The list of problems, begun anew if something has changed. */
  #collected(): ProblemList {
    const { tally, rows, isComplete, tokens } = this.#checked;
    return (this.#list ??= new ProblemList({
      rows,
      count: isComplete && this.#isFileOnly ? 0 : rows.length - (this.#hasEmptyEnd ? 1 : 0),
      fileProblems: this.#fileProblems(),
      isArrayFile: isComplete && tally.isArrayFile,
      encoding: this.#encoding,
      usual: {
        isSystemUsual: isComplete && tally.inconsistentSystem > 0,
        fields: isComplete ? tally.usualFields : [],
      },
      training: this.#options.training?.name,
      tokens,
    }));
  }

  /** Problems of the file as a whole, once all of it is known. */
  #fileProblems(): Problem[] {
    const { tally, rows, format, isComplete } = this.#checked;
    if (!isComplete) return [];
    if (this.#encoding === 'utf16') return [utf16Problem()];
    return fileProblems({
      firstRowLength: rows[0]?.text.length ?? 0,
      examples: tally.examples,
      withImages: tally.withImages,
      format,
      role: this.#options.role,
      isEmpty: tally.isEmpty,
      hasMisplacedRows: tally.spanning > 0 || tally.isArrayFile,
      isByteOrderMarkRisky: this.#encoding === 'utf8bom' && targets[this.#options.target].fearsByteOrderMark,
    });
  }

  get #encoding(): FileEncoding {
    return this.#options.encoding ?? 'utf8';
  }

  /** Nothing is said of its rows. */
  get #isFileOnly(): boolean {
    return this.#checked.tally.isEmpty || this.#encoding === 'utf16';
  }

  /** The text ends with a line break, or is empty: its last row is no line. */
  get #hasEmptyEnd(): boolean {
    return this.#checked.rows.at(-1)?.text === '';
  }
}
