import type { RuleDoc, RuleWords } from '../common/ruleDoc.ts';
import { chatRules } from './catalogue/chat.ts';
import { completionRules } from './catalogue/completions.ts';
import { fileRules } from './catalogue/file.ts';
import { jsonRules } from './catalogue/json.ts';
import { preferenceRules } from './catalogue/preference.ts';
import { reinforcementRules } from './catalogue/reinforcement.ts';
import { toolRules } from './catalogue/tools.ts';
import { visionRules } from './catalogue/vision.ts';
import { ruleIds, severities, type RuleId } from './severities.ts';

const words: Readonly<Record<RuleId, RuleWords>> = {
  ...fileRules,
  ...jsonRules,
  ...chatRules,
  ...toolRules,
  ...visionRules,
  ...completionRules,
  ...preferenceRules,
  ...reinforcementRules,
};

/** What people are told about a rule. */
export function ruleDoc(rule: RuleId): RuleDoc {
  return { severity: severities[rule], ...words[rule] };
}

/** The rules of one part of the catalogue, in its order. */
export function docsOf(part: Partial<Record<RuleId, RuleWords>>): Readonly<Record<string, RuleDoc>> {
  return Object.fromEntries(ruleIds.filter((rule) => rule in part).map((rule) => [rule, ruleDoc(rule)]));
}
