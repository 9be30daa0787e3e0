import { placeRow } from './placedRow.ts';
import { rowProblem, type RowProblem } from './problems.ts';
import { Scanner, isBlankCode, trimmedEnd, type ScanEvents, type ScanResult } from './scanner.ts';

export type ParsedRow =
  /** Nothing but JSON white space. */
  | { readonly type: 'blank' }
  | { readonly type: 'value'; readonly value: unknown }
  /** `mayGoOn`: only its end is missing, so the lines after it may complete it. */
  | { readonly type: 'broken'; readonly problem: RowProblem; readonly mayGoOn: boolean };

const blank: ParsedRow = { type: 'blank' };
const noEvents: ScanEvents = { open() {}, close() {}, key() {}, scalar() {} };

/** Parses one row. JSON.parse does the work; only a row it refuses is scanned for the place of its first error. */
export function parseRow(row: string): ParsedRow {
  if (row === '' || (isBlankCode(row.charCodeAt(0)) && trimmedEnd(row) === 0)) return blank;
  try {
    return { type: 'value', value: JSON.parse(row) as unknown };
  } catch {
    return explain(row, new Scanner(noEvents).feed(row));
  }
}

function explain(row: string, result: ScanResult): ParsedRow {
  switch (result.type) {
    case 'error':
      return { type: 'broken', problem: result.problem, mayGoOn: false };
    case 'cut':
      return { type: 'broken', problem: unterminated(row), mayGoOn: !result.isInString && startsWithBracket(row) };
    case 'complete':
      if (result.comma !== undefined) {
        const problem = rowProblem('json/trailing-comma', result.comma, result.comma + 1);
        return { type: 'broken', problem, mayGoOn: false };
      }
      // Never seen: a row that we read and JSON.parse does not. Our reading stands.
      return { type: 'value', value: placeRow(row)?.value };
  }
}

/** Marks the last character of a row that was cut off. */
export function unterminated(row: string): RowProblem {
  const end = trimmedEnd(row);
  return rowProblem('json/unterminated', end - 1, end);
}

/** True where the first character that is not white space opens an object or an array. */
function startsWithBracket(row: string): boolean {
  const first = row.trimStart().charAt(0);
  return first === '{' || first === '[';
}
