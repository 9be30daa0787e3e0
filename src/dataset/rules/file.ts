import { minExamples } from '../formats.ts';
import { inRow, rowProblem, type Problem, type RowProblem } from '../problems.ts';
import type { RowCheck } from '../rowCheck.ts';
import { skipBlank } from '../scanner.ts';
import { inconsistentSystem } from './systemUse.ts';

/** What the rules on a whole file need to know of it. */
export interface FileFacts {
  /** UTF-16 units in row 0. */
  readonly firstRowLength: number;
  readonly examples: number;
  /** Nothing but blank rows. */
  readonly isEmpty: boolean;
  /** A value spans rows, or the file is one array: then the number of examples means nothing. */
  readonly hasMisplacedRows: boolean;
  /** The file starts with a byte-order mark, and that is a risk. */
  readonly isByteOrderMarkRisky: boolean;
}

/** Problems of the file as a whole. They stand at its first character, if it has one. */
export function fileProblems(facts: FileFacts): Problem[] {
  const end = Math.min(1, facts.firstRowLength);
  const problems: Problem[] = [];
  if (facts.isByteOrderMarkRisky) problems.push(inRow(rowProblem('file/bom', 0, end), 0));
  if (facts.isEmpty) problems.push(inRow(rowProblem('file/empty', 0, 0), 0));
  else if (facts.examples < minExamples && !facts.hasMisplacedRows) {
    const data = { examples: facts.examples, minimum: minExamples };
    problems.push(inRow(rowProblem('file/too-few-examples', 0, end, data), 0));
  }
  return problems;
}

/** Problems of one row of a file that is neither empty nor one array. `isSystemUsual`: most examples have instructions. */
export function rowProblems(row: string, check: RowCheck, isSystemUsual: boolean): readonly RowProblem[] {
  if (check.kind === 'blank') return [rowProblem('json/blank-line', 0, row.length)];
  if (!isSystemUsual || check.systemUse !== 'without') return check.problems;
  return [...check.problems, inconsistentSystem(row)];
}

/** The only problem of a file that is one array, which starts in `row`; what follows it is not looked at. */
export function arrayFile(row: string): RowProblem {
  const start = skipBlank(row, 0);
  return rowProblem('json/array-file', start, start + 1);
}
