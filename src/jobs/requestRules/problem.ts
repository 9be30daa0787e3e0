import type { RuleDoc, Severity } from '../../common/ruleDoc.ts';
import { graderRules } from '../../graders/catalogue.ts';
import type { ProblemData } from '../../graders/problem.ts';
import { fitRules } from './catalogue/fit.ts';
import { parameterRules } from './catalogue/parameters.ts';
import { requestRules } from './catalogue/request.ts';

const catalogue = { ...requestRules, ...parameterRules, ...fitRules, ...graderRules };

/** `area/name`. Stable: people silence and link rules by it. */
export type JobRuleId = keyof typeof catalogue;

/** Every rule on job requests and graders, with what people are told about it. */
export const jobRules: Readonly<Record<JobRuleId, RuleDoc>> = catalogue;

export const jobRuleIds = Object.keys(catalogue) as readonly JobRuleId[];

export interface JobProblem {
  readonly rule: JobRuleId;
  readonly severity: Severity;
  /** JSON path in the request, of a value that exists: `$.method.type`. What is missing is told at the object that lacks it. */
  readonly path: string;
  readonly data: ProblemData;
}

/** Tells a problem of a request. */
export type Report = (rule: JobRuleId, path: string, data?: ProblemData) => void;

/** A report that adds to `problems`, each with its rule's severity. */
export function reportTo(problems: JobProblem[]): Report {
  return (rule, path, data = {}) => {
    problems.push({ rule, severity: jobRules[rule].severity, path, data });
  };
}

/** The order of results: path, rule; otherwise as found. */
export function compareJobProblems(a: JobProblem, b: JobProblem): number {
  return compareText(a.path, b.path) || compareText(a.rule, b.rule);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
