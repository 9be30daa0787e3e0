import { noData, type Problem } from '../problems.ts';
import type { RowSource } from '../session.ts';
import type { Fix } from './fix.ts';
import { rowsOfSpanningValue } from './spanning.ts';
import type { FixId } from './titles.ts';

/** How a problem is repaired by removing or replacing whole rows; undefined where it is not. */
export type FileFixer = (problem: Problem, rows: RowSource) => Fix | undefined;

/** By rule. */
export const fileFixers: Readonly<Record<string, FileFixer>> = {
  'json/blank-line': ({ row }) => rowsFix('deleteLine', row, 1, [], true),
  // How often an example stands in a file counts in training, so this is for a person to decide.
  'file/duplicate-example': ({ row }) => rowsFix('deleteLine', row, 1, [], false),
  'file/train-validation-overlap': ({ row }) => rowsFix('deleteLine', row, 1, [], false),
  // A line that holds nothing else.
  'json/comment': ({ row, span }, rows) =>
    rows.row(row).trim().length === span.end - span.start ? rowsFix('deleteLine', row, 1, [], true) : undefined,
  'json/array-file': ({ row }, rows) => spanningFix('toJsonLines', row, rows.count - row, rows),
  'json/pretty-printed': ({ row, data }, rows) => spanningFix('joinLines', row, Number(data.rows), rows),
};

function spanningFix(id: FixId, startRow: number, count: number, rows: RowSource): Fix | undefined {
  const lines = Array.from({ length: count }, (_, index) => rows.row(startRow + index));
  // Rows behind the value are no part of it.
  while (lines.at(-1)?.trim() === '') lines.pop();
  const added = rowsOfSpanningValue(lines);
  return added && rowsFix(id, startRow, lines.length, added, true);
}

function rowsFix(id: FixId, startRow: number, removedRows: number, addedRows: readonly string[], isSafe: boolean): Fix {
  return { id, data: noData, isSafe, edits: [{ type: 'rows', startRow, removedRows, addedRows }] };
}
