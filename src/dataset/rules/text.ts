import { rowProblem, type RowProblem } from '../problems.ts';

const lineTerminators = ['\u2028', '\u2029', '\u0085'];
const damage = '\ufffd';
/** A half of a surrogate pair in escaped form that has no other escaped half beside it. Backslashes before it may yet undo it. */
const suspicious =
  /\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[c-fC-F][0-9a-fA-F]{2}(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u.{4}))/;
const escapes = /\\(?:u([0-9a-fA-F]{4})|[^u])/g;

/** Raw U+2028, U+2029 and U+0085 anywhere in a row. */
export function unusualLineTerminators(row: string): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const terminator of lineTerminators) {
    for (let at = row.indexOf(terminator); at >= 0; at = row.indexOf(terminator, at + 1)) {
      problems.push(rowProblem('file/unusual-line-terminator', at, at + 1));
    }
  }
  return problems;
}

/** Runs of U+FFFD in a row. */
export function replacementCharacters(row: string): RowProblem[] {
  const problems: RowProblem[] = [];
  for (let start = row.indexOf(damage); start >= 0; start = row.indexOf(damage, start)) {
    let end = start + 1;
    while (row.charAt(end) === damage) end++;
    problems.push(rowProblem('text/replacement-char', start, end));
    start = end;
  }
  return problems;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Escapes of half a surrogate pair in a row that is JSON. */
export function loneSurrogates(row: string): RowProblem[] {
  const hasHalf = row.includes('\\ud') || row.includes('\\uD');
  if (!hasHalf || !suspicious.test(row)) return [];
  const problems: RowProblem[] = [];
  /** An escaped first half that waits for its second half, at the column after it. */
  let high: number | undefined;
  const report = (end: number): void => {
    problems.push(rowProblem('json/lone-surrogate', end - 6, end));
  };
  for (const match of row.matchAll(escapes)) {
    const start = match.index;
    const end = start + match[0].length;
    const unit = match[1] === undefined ? 0 : Number.parseInt(match[1], 16);
    if (high !== undefined && !(isLow(unit) && start === high)) {
      if (!isLow(row.charCodeAt(high))) report(high);
      high = undefined;
    }
    if (isHigh(unit)) high = end;
    else if (isLow(unit) && high === undefined && !isHigh(row.charCodeAt(start - 1))) report(end);
    else high = undefined;
  }
  if (high !== undefined && !isLow(row.charCodeAt(high))) report(high);
  return problems;
}
