import { DatasetSession, type DatasetOptions } from '../session.ts';
import type { Problem, RowProblem, RuleId } from '../problems.ts';
import { applyEdits, type RowFix } from './fix.ts';

/** The problems that a row has by itself. */
export type CheckRow = (row: string) => readonly Problem[];

/** A second row keeps the first one from being a whole file, and does nothing else. */
const companion = '{}';

/** Checks rows apart from their file. `options` should name the file's format if that is known. */
export function rowChecker(options: DatasetOptions): CheckRow {
  return (row) => {
    const session = new DatasetSession({ ...options, encoding: 'utf8' });
    const rows = [row, companion];
    const work = session.load({ count: rows.length, row: (index) => rows[index] ?? '' });
    while (!work.next().done);
    return session.problems.filter((problem) => problem.row === 0 && !isOfFile(problem));
  };
}

function isOfFile({ rule }: RowProblem): boolean {
  return rule === 'file/too-few-examples';
}

/** Fixes that leave fewer problems of the rule in the row, and no new error. */
export function goodFixes(fixes: readonly RowFix[], row: string, rule: RuleId, check: CheckRow): readonly RowFix[] {
  if (fixes.length === 0) return fixes;
  const before = check(row);
  return fixes.filter((fix) => isGood([rule], fix.isRevealing, before, checkRows(applyEdits(row, fix.edits), check)));
}

/** The problems of a text that may have become several rows. */
export function checkRows(text: string, check: CheckRow): readonly Problem[] {
  return text.split('\n').flatMap((row) => [...check(row)]);
}

/** True where problems of each of `rules` became fewer, and no rule has more errors unless that was to be expected. */
export function isGood(
  rules: Iterable<RuleId>,
  isRevealing: boolean,
  before: readonly RowProblem[],
  after: readonly RowProblem[],
): boolean {
  // A problem that the row does not have by itself (it depends on other rows) counts as one.
  for (const rule of rules) if (count(after, rule) >= Math.max(1, count(before, rule))) return false;
  return isRevealing || newErrors(before, after).length === 0;
}

/** Rules that more errors break than before. */
export function newErrors(before: readonly RowProblem[], after: readonly RowProblem[]): readonly RuleId[] {
  const errors = new Set(after.filter(({ severity }) => severity === 'error').map(({ rule }) => rule));
  return [...errors].filter((rule) => count(after, rule) > count(before, rule));
}

function count(problems: readonly RowProblem[], rule: RuleId): number {
  return problems.filter((problem) => problem.rule === rule).length;
}
