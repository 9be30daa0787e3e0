import type { Problem } from '../problems.ts';
import type { DatasetOptions, RowSource } from '../session.ts';
import { fileFix, isFileFixable } from './fileFixers.ts';
import type { Fix, RowFix } from './fix.ts';
import { FixRow } from './fixRow.ts';
import { goodFixes, rowChecker } from './recheck.ts';
import { rowFixers } from './rowFixers.ts';

/**
 * The ways to repair `problem`, the best one first. Each was tried: it removes the problem and makes no new error. Reads
 * the problem's own rows only, except for an array that is the whole file. `options` should name the file's format.
 */
export function fixesFor(problem: Problem, rows: RowSource, options: DatasetOptions): readonly Fix[] {
  const ofRows = finished(fileFix(problem, rows));
  if (ofRows) return [ofRows];
  const row = rows.row(problem.row);
  const fixes = rowFixers[problem.rule]?.(new FixRow(row), problem) ?? [];
  return goodFixes(fixes, row, problem.rule, rowChecker(options)).map((fix) => placed(fix, problem.row));
}

/** What a generator returns, all of its work done at once. */
function finished<T>(work: Generator<void, T, void>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

function placed({ id, data, isSafe, edits }: RowFix, row: number): Fix {
  return { id, data, isSafe, edits: edits.map(({ span, text }) => ({ type: 'text', row, span, text })) };
}

/** Whether any fix is known for problems of `rule`; a problem may yet be one that cannot be repaired. */
export function isFixable(rule: string): boolean {
  return rule in rowFixers || isFileFixable(rule);
}
