import type { RuleDoc, Severity } from '../common/ruleDoc.ts';
import { graderRules } from './catalogue.ts';

/** `grader/name`. Stable: people silence and link rules by it. */
export type GraderRuleId = keyof typeof graderRules;

/** What a sentence about a problem needs beyond its rule. May hold text of the request: never log it. */
export type ProblemData = Readonly<Record<string, string | number>>;

export interface GraderProblem {
  readonly rule: GraderRuleId;
  readonly severity: Severity;
  /** JSON path of a value that exists: `$.method.reinforcement.grader.type`. */
  readonly path: string;
  readonly data: ProblemData;
}

/** Tells a problem. The severity is the rule's own unless it is given. */
export type Report = (rule: GraderRuleId, path: string, data?: ProblemData, severity?: Severity) => void;

const docs: Readonly<Record<GraderRuleId, RuleDoc>> = graderRules;

/** A report that adds to `problems`. */
export function reportTo(problems: GraderProblem[]): Report {
  return (rule, path, data = {}, severity = docs[rule].severity) => {
    problems.push({ rule, severity, path, data });
  };
}
