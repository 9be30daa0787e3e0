import { severities, type RuleId, type Severity } from './severities.ts';

export { ruleIds, type RuleId, type Severity } from './severities.ts';

/** Columns in a row: 0-based, UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a sentence about a problem needs beyond its rule. May hold text of the row: never log it. */
export type ProblemData = Readonly<Record<string, string | number>>;

export const noData: ProblemData = {};

/** A problem whose row is known from where it is kept, so that rows can move without touching their problems. */
export interface RowProblem {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly span: Span;
  readonly data: ProblemData;
}

export interface Problem extends RowProblem {
  /** 0-based line of the file. */
  readonly row: number;
}

/** A problem of `rule`, with the rule's severity. */
export function rowProblem(rule: RuleId, start: number, end: number, data: ProblemData = noData): RowProblem {
  return { rule, severity: severities[rule], span: { start, end }, data };
}

/** The same problem, placed in `row` (0-based). */
export function inRow(problem: RowProblem, row: number): Problem {
  return { rule: problem.rule, severity: problem.severity, row, span: problem.span, data: problem.data };
}

/** The order of results: row, start, end, rule. */
export function compareProblems(a: Problem, b: Problem): number {
  return a.row - b.row || compareRowProblems(a, b);
}

/** The order of results within a row: start, end, rule. */
export function compareRowProblems(a: RowProblem, b: RowProblem): number {
  const bySpan = a.span.start - b.span.start || a.span.end - b.span.end;
  if (bySpan !== 0 || a.rule === b.rule) return bySpan;
  return a.rule < b.rule ? -1 : 1;
}

/** How many problems there are of each severity. */
export type SeverityCounts = Record<Severity, number>;

export function countBySeverity(problems: readonly RowProblem[]): SeverityCounts {
  const counts: SeverityCounts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of problems) counts[severity]++;
  return counts;
}

/** Adds `more` to `counts`. */
export function addCounts(counts: SeverityCounts, more: Readonly<SeverityCounts>): void {
  counts.error += more.error;
  counts.warning += more.warning;
  counts.info += more.info;
}

/** The fragment of `docs/rules.md` that explains `rule`, without the `#`. Markdown viewers make it from the heading. */
export function ruleAnchor(rule: string): string {
  return rule.replace('/', '');
}
