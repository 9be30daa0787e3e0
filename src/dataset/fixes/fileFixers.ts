import { noData, type Problem, type Span } from '../problems.ts';
import { skipBlank, trimmedEnd } from '../scanner.ts';
import type { RowSource } from '../session.ts';
import type { Fix } from './fix.ts';
import { rowsOfSpanningValue } from './spanning.ts';
import type { FixId } from './titles.ts';

/** How a problem is repaired by removing whole rows; undefined where it is not. */
type RowRemover = (problem: Problem, rows: RowSource) => Fix | undefined;

/** By rule. */
const removers: Readonly<Record<string, RowRemover>> = {
  'json/blank-line': ({ row }) => rowsFix('deleteLine', row, 1, [], true),
  // How often an example stands in a file counts in training, so this is for a person to decide.
  'file/duplicate-example': ({ row }) => rowsFix('deleteLine', row, 1, [], false),
  'file/train-validation-overlap': ({ row }) => rowsFix('deleteLine', row, 1, [], false),
  // A line that holds nothing else.
  'json/comment': ({ row, span }, rows) =>
    isAll(rows.row(row), span) ? rowsFix('deleteLine', row, 1, [], true) : undefined,
};

function isAll(row: string, { start, end }: Span): boolean {
  return skipBlank(row, 0) === start && trimmedEnd(row) === end;
}

/** A value that spans rows and is to be put on fewer: what that is called, and how many rows it may span. */
interface Spanning {
  readonly id: FixId;
  readonly count: (problem: Problem, rows: RowSource) => number;
}

/** By rule. */
const spanning: Readonly<Record<string, Spanning>> = {
  'json/array-file': { id: 'toJsonLines', count: ({ row }, rows) => rows.count - row },
  'json/pretty-printed': { id: 'joinLines', count: ({ data }) => Number(data.rows) },
};

/** Whether problems of `rule` may be repaired by removing or replacing whole rows. */
export function isFileFixable(rule: string): boolean {
  return rule in removers || rule in spanning;
}

/**
 * Repairs a problem by removing or replacing whole rows; undefined where that cannot be. A value that spans all of the file
 * is long work: a step of the generator is one of its rows.
 */
export function* fileFix(problem: Problem, rows: RowSource): Generator<void, Fix | undefined, void> {
  const value = spanning[problem.rule];
  if (!value) return removers[problem.rule]?.(problem, rows);
  let end = problem.row + value.count(problem, rows);
  // Rows behind the value are no part of it.
  for (; end > problem.row && rows.row(end - 1).trim() === ''; end--) yield;
  const added = yield* rowsOfSpanningValue(rowsBetween(rows, problem.row, end));
  // An array of anything but objects would be one again.
  if (value.id === 'toJsonLines' && added?.[0]?.startsWith('[')) return undefined;
  return added && rowsFix(value.id, problem.row, end - problem.row, added, true);
}

function* rowsBetween(rows: RowSource, start: number, end: number): Generator<string, void, void> {
  for (let row = start; row < end; row++) yield rows.row(row);
}

function rowsFix(id: FixId, startRow: number, removedRows: number, addedRows: readonly string[], isSafe: boolean): Fix {
  return { id, data: noData, isSafe, edits: [{ type: 'rows', startRow, removedRows, addedRows }] };
}
