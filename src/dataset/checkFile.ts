import { byteOrderMarkLength, decodeLine, encodingProblem, hasByteOrderMark, isUtf16, utf16Problem } from './bytes.ts';
import { FileChecker } from './fileChecker.ts';
import { FoundProblems } from './foundProblems.ts';
import { ByteLines } from './lines.ts';
import { inRow, type Problem, type RowProblem } from './problems.ts';
import { arrayFile, fileProblems } from './rules/file.ts';
import type { DatasetOptions, DatasetSummary } from './session.ts';
import { targets } from './targets.ts';

export interface CheckFileOptions extends Omit<DatasetOptions, 'hasByteOrderMark'> {
  /** Keeps the first so many problems, in the order of results; all of them without it. Counts are of all. */
  readonly maxProblems?: number;
  /** Stops reading; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What was found in a file. */
export interface FileCheck extends DatasetSummary {
  /** In the order of results. */
  readonly problems: readonly Problem[];
  /** Number of problems beyond `maxProblems`. */
  readonly more: number;
}

/**
 * Checks a dataset as a stream of bytes, which is read once. Memory stays small: of the rows only the first hundred
 * examples are held, until the format is known, and those of a value that spans rows.
 */
export async function checkFile(bytes: AsyncIterable<Uint8Array>, options: CheckFileOptions): Promise<FileCheck> {
  const reader = new FileReader(options);
  const lines = new ByteLines();
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    for (const line of lines.push(chunk)) reader.read(line);
    if (reader.isUtf16) break;
  }
  options.signal?.throwIfAborted();
  for (const line of lines.end()) reader.read(line, true);
  return reader.finish();
}

/** From the bytes of lines to the result. */
class FileReader {
  readonly #options: CheckFileOptions;
  readonly #found: FoundProblems;
  readonly #checker: FileChecker;
  #firstRowLength = 0;
  #hasByteOrderMark = false;
  #isUtf16 = false;
  #encodingProblem: Problem | undefined;
  /** The first array, with the problem it is if nothing else is in the file. */
  #array: { readonly row: number; readonly problem: RowProblem } | undefined;

  constructor(options: CheckFileOptions) {
    this.#options = options;
    this.#found = new FoundProblems(options.maxProblems ?? Infinity);
    this.#checker = new FileChecker(options, (row, text, check) => {
      if (check.kind === 'array' || check.kind === 'spanningArray') this.#array ??= { row, problem: arrayFile(text) };
      this.#found.add(row, text, check);
    });
  }

  get isUtf16(): boolean {
    return this.#isUtf16;
  }

  /** Takes the next line; `isEnd` for what follows the last line break. */
  read(line: Uint8Array, isEnd = false): void {
    const row = this.#checker.rows;
    let bytes = line;
    if (row === 0) {
      this.#isUtf16 ||= isUtf16(line);
      this.#hasByteOrderMark = hasByteOrderMark(line);
      if (this.#hasByteOrderMark) bytes = line.subarray(byteOrderMarkLength);
      if (isEnd && bytes.length === 0) return;
    }
    if (this.#isUtf16) return;
    const text = decodeLine(bytes);
    if (row === 0) this.#firstRowLength = text.length;
    this.#encodingProblem ??= encodingProblem(text, bytes, row);
    this.#checker.add(text);
  }

  finish(): FileCheck {
    this.#checker.end();
    const { format, rows, tally } = this.#checker;
    const { problems, counts } = this.#found.finish({
      fileProblems: this.#fileProblems(),
      isFileOnly: this.#isUtf16 || tally.isEmpty,
      hidesDamage: this.#encodingProblem !== undefined,
      isSystemUsual: tally.inconsistentSystem > 0,
      arrayRow: tally.isArrayFile ? this.#array?.row : undefined,
    });
    const { error: errors, warning: warnings, info: infos } = counts;
    const { examples, isEvidentlyDataset } = tally;
    const more = errors + warnings + infos - problems.length;
    return { format, isEvidentlyDataset, rows, examples, problems, more, errors, warnings, infos };
  }

  #fileProblems(): readonly Problem[] {
    if (this.#isUtf16) return [utf16Problem()];
    const { tally } = this.#checker;
    const problems = fileProblems({
      firstRowLength: this.#firstRowLength,
      examples: tally.examples,
      isEmpty: tally.isEmpty,
      hasMisplacedRows: tally.spanning > 0 || tally.isArrayFile,
      isByteOrderMarkRisky: this.#hasByteOrderMark && targets[this.#options.target].fearsByteOrderMark,
    });
    if (this.#encodingProblem) problems.push(this.#encodingProblem);
    if (tally.isArrayFile && this.#array) problems.push(inRow(this.#array.problem, this.#array.row));
    return problems;
  }
}
