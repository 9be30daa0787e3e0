import { maxImageExamples, maxReinforcementExamples, minExamples, type DatasetRole, type Format } from '../formats.ts';
import { inRow, rowProblem, type Problem, type RowProblem } from '../problems.ts';
import type { RowCheck } from '../rowCheck.ts';
import { skipBlank } from '../scanner.ts';
import { missingFields } from './fieldUse.ts';
import { inconsistentSystem } from './systemUse.ts';

/** What the rules on a whole file need to know of it. */
export interface FileFacts {
  /** UTF-16 units in row 0. */
  readonly firstRowLength: number;
  readonly examples: number;
  readonly withImages: number;
  readonly format: Format | undefined;
  readonly role: DatasetRole;
  /** Nothing but blank rows. */
  readonly isEmpty: boolean;
  /** A value spans rows, or the file is one array: then the number of examples means nothing. */
  readonly hasMisplacedRows: boolean;
  /** The file starts with a byte-order mark, and that is a risk. */
  readonly isByteOrderMarkRisky: boolean;
  /** Bytes, where the file is one on disk. */
  readonly size?: number;
}

/** Bytes that one POST /files takes: "512 MB" in OpenAI's API reference, which may also mean fewer. */
const maxRequestBytes = 2 ** 29;
/** Bytes that an upload in parts takes: "8 GB" in OpenAI's API reference, uploads. */
const maxUploadBytes = 2 ** 33;

/** Problems of the file as a whole. They stand at its first character, if it has one. */
export function fileProblems(facts: FileFacts): Problem[] {
  const end = Math.min(1, facts.firstRowLength);
  const problems: Problem[] = [];
  const { size = 0 } = facts;
  if (size > maxUploadBytes) problems.push(inRow(rowProblem('file/too-large', 0, end), 0));
  else if (size > maxRequestBytes) problems.push(inRow(rowProblem('file/needs-uploads-api', 0, end), 0));
  if (facts.isByteOrderMarkRisky) problems.push(inRow(rowProblem('file/bom', 0, end), 0));
  if (facts.isEmpty) problems.push(inRow(rowProblem('file/empty', 0, 0), 0));
  else if (facts.examples < minExamples && !facts.hasMisplacedRows) {
    const data = { examples: facts.examples, minimum: minExamples };
    problems.push(inRow(rowProblem('file/too-few-examples', 0, end, data), 0));
  }
  const limit = maxReinforcementExamples[facts.role];
  if (facts.format === 'reinforcement' && facts.examples > limit) {
    problems.push(inRow(rowProblem('rft/too-many-examples', 0, end, { limit }), 0));
  }
  if (facts.withImages > maxImageExamples) {
    const data = { limit: maxImageExamples };
    problems.push(inRow(rowProblem('vision/too-many-image-examples', 0, end, data), 0));
  }
  return problems;
}

/** What most examples of a file have, so that one without is pointed out. */
export interface Usual {
  /** Instructions. */
  readonly isSystemUsual: boolean;
  /** Fields for graders. */
  readonly fields: readonly string[];
}

/** Problems of one row of a file that is neither empty nor one array. */
export function rowProblems(row: string, check: RowCheck, usual: Usual): readonly RowProblem[] {
  if (check.kind === 'blank') return [rowProblem('json/blank-line', 0, row.length)];
  if (usual.isSystemUsual && check.systemUse === 'without') return [...check.problems, inconsistentSystem(row)];
  if (usual.fields.length === 0 || !check.fields) return check.problems;
  return [...check.problems, ...missingFields(row, check.fields, usual.fields)];
}

/** The only problem of a file that is one array, which starts in `row`; what follows it is not looked at. */
export function arrayFile(row: string): RowProblem {
  const start = skipBlank(row, 0);
  return rowProblem('json/array-file', start, start + 1);
}
