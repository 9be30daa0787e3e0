import { foreignText, isForeign, type FileEncoding } from './fileEncoding.ts';
import { compareProblems, inRow, type Problem } from './problems.ts';
import { arrayFile, rowProblems, type Usual } from './rules/file.ts';
import { duplicateExample, trainedExample } from './rules/repeats.ts';
import type { EqualRows } from './sessionRepeats.ts';
import type { SessionRow } from './sessionRow.ts';
import type { SessionTokens } from './sessionTokens.ts';

/** Checked rows, and what is known of their file. */
export interface ListedFile {
  readonly rows: readonly SessionRow[];
  /** Rows that are lines of the file, from the first on. */
  readonly count: number;
  /** All of them in row 0. */
  readonly fileProblems: readonly Problem[];
  /** Nothing is said of what follows the array. */
  readonly isArrayFile: boolean;
  readonly encoding: FileEncoding;
  readonly usual: Usual;
  /** Name of the training file, if the file is to validate what that trains. */
  readonly training: string | undefined;
  readonly tokens: SessionTokens;
}

/** Rows and problems of one piece of work: well below a millisecond. */
const rowsPerPiece = 2048;
const problemsPerPiece = 64;

/** The problems of an open dataset, collected in pieces. Good for as long as its rows stay what they are. */
export class ProblemList {
  /** In the order of results, as far as they are collected. */
  readonly problems: Problem[] = [];
  readonly #file: ListedFile;
  /** The first of the rows that are equal, as far as they were met. */
  readonly #firstRows = new Map<EqualRows, number>();
  #next = 0;
  #end: number;
  #isInArray = false;
  /** Where the file stops being UTF-8 is still to be found. */
  #isForeign: boolean;

  constructor(file: ListedFile) {
    this.#file = file;
    this.#end = file.count;
    this.#isForeign = isForeign(file.encoding);
    if (file.count === 0) this.#add([...file.fileProblems]);
  }

  get isComplete(): boolean {
    return this.#next >= this.#end;
  }

  /** Collects the problems of some more rows. False when none were left. */
  advance(): boolean {
    if (this.isComplete) return false;
    const end = Math.min(this.#end, this.#next + rowsPerPiece);
    const enough = this.problems.length + problemsPerPiece;
    while (this.#next < Math.min(end, this.#end) && this.problems.length < enough) this.#addRow(this.#next++);
    return true;
  }

  #addRow(index: number): void {
    const row = this.#file.rows[index];
    const found = row?.check ? this.#problemsOf(row, index) : [];
    const foreign = row && this.#isForeign ? foreignText(row.text, this.#file.encoding) : undefined;
    if (foreign) {
      found.push(inRow(foreign, index));
      this.#isForeign = false;
      if (this.#isInArray) this.#end = index;
    }
    this.#add(index === 0 ? [...this.#file.fileProblems, ...found] : found);
  }

  #add(problems: Problem[]): void {
    if (problems.length > 1) problems.sort(compareProblems);
    for (const problem of problems) this.problems.push(problem);
  }

  #problemsOf(row: SessionRow, index: number): Problem[] {
    const { isArrayFile, encoding, usual, tokens, training } = this.#file;
    const { check, text, equals, trainedRow } = row;
    if (!check) return [];
    if (this.#isInArray) return [];
    if (isArrayFile && check.kind !== 'blank') {
      this.#isInArray = true;
      if (!this.#isForeign) this.#end = index;
      return [inRow(arrayFile(text), index)];
    }
    const problems = rowProblems(text, check, usual)
      .filter(({ rule }) => rule !== 'text/replacement-char' || !isForeign(encoding))
      .map((problem) => inRow(problem, index));
    const first = equals && this.#firstRows.get(equals);
    if (first !== undefined) problems.push(inRow(duplicateExample(text, first), index));
    else if (equals) this.#firstRows.set(equals, index);
    if (training !== undefined && trainedRow !== undefined)
      problems.push(inRow(trainedExample(text, training, trainedRow), index));
    const tooLong = tokens.problemOf(row);
    if (tooLong) problems.push(inRow(tooLong, index));
    return problems;
  }
}
