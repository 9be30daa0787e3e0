import type { RuleDoc, Severity } from '../common/ruleDoc.ts';
import { chatRules } from './catalogue/chat.ts';
import { completionRules } from './catalogue/completions.ts';
import { fileRules } from './catalogue/file.ts';
import { jsonRules } from './catalogue/json.ts';
import { preferenceRules } from './catalogue/preference.ts';
import { reinforcementRules } from './catalogue/reinforcement.ts';
import { toolRules } from './catalogue/tools.ts';
import { visionRules } from './catalogue/vision.ts';
import { docsOf } from './ruleDocs.ts';

const introduction = `# Rules

What Finetune Workbench checks in a training or validation file, one JSON object a line. The same rules run in the
editor, on the command line and in the local server.

An **error** makes services refuse the file. A **warning** hurts the training, or what it marks is ignored. An **info** is
good to know.

A row with a syntax error is not looked into any further. A message without a known role is not either; it counts as
nobody's. What has the wrong type is reported once, not for all that it lacks inside.

<!-- Made by scripts/rulesDoc.mjs from src/dataset/catalogue. Change it there. -->
`;

/** Rules under a heading. */
export type RuleSection = readonly [title: string, rules: Readonly<Record<string, RuleDoc>>];

const sections: readonly RuleSection[] = [
  ['Files', docsOf(fileRules)],
  ['JSON', docsOf(jsonRules)],
  ['Conversations', docsOf(chatRules)],
  ['Tools', docsOf(toolRules)],
  ['Images', docsOf(visionRules)],
  ['Completions', docsOf(completionRules)],
  ['Preferences', docsOf(preferenceRules)],
  ['Reinforcement', docsOf(reinforcementRules)],
];

const severityWords: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Info' };

/** The part of `docs/rules.md` on datasets. */
export function rulesPage(): string {
  return rulePage(introduction, sections);
}

/** A page of rules, each under a heading that is its id, so that links can name it. */
export function rulePage(introduction: string, sections: readonly RuleSection[]): string {
  const parts = [introduction];
  for (const [title, rules] of sections) {
    parts.push(`## ${title}\n`);
    for (const [rule, doc] of Object.entries(rules)) parts.push(section(rule, doc));
  }
  return parts.join('\n');
}

function section(rule: string, { severity, what, why, fix, source }: RuleDoc): string {
  return `### ${rule}

${severityWords[severity]}. ${what}

${why}

**To fix it:** ${fix}

_Source:_ ${source}
`;
}
