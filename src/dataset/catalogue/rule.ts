export type { RuleDoc, Severity } from '../../common/ruleDoc.ts';
