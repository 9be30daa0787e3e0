import * as vscode from 'vscode';
import type { FileCheck } from '../../dataset/checkFile.ts';
import { severities, type RuleId, type Severity } from '../../dataset/severities.ts';
import type { CheckedFile } from './checkedFiles.ts';

/** Lines named for each rule. */
const namedLines = 5;

/**
 * What was found in a file, as Markdown: figures, then each rule with its count and its first lines. Holds nothing of the
 * file's text.
 */
export function summaryText(name: string, { check, isOutdated }: CheckedFile): string {
  const { t } = vscode.l10n;
  const number = (count: number): string => count.toLocaleString();
  const words: Readonly<Record<Severity, string>> = { error: t('error'), warning: t('warning'), info: t('info') };
  const facts: readonly (readonly [string, string])[] = [
    [t('Format'), check.format ?? t('unknown')],
    [t('Lines'), number(check.rows)],
    [t('Examples'), number(check.examples)],
    ...(check.tokens === undefined ? [] : [[t('Tokens'), number(check.tokens)] as const]),
    [t('Errors'), number(check.errors)],
    [t('Warnings'), number(check.warnings)],
    [t('Infos'), number(check.infos)],
  ];
  const table = facts.map(([fact, value]) => `| ${fact} | ${value} |`).join('\n');
  const rows = byRule(check).map(
    ([rule, lines]) => `| ${rule} | ${words[severities[rule]]} | ${number(lines.length)} | ${lineList(lines)} |`,
  );
  const more = check.more > 0 ? `\n${t('{0} more problems were counted, but not kept.', number(check.more))}\n` : '';
  const head = `| ${t('Rule')} | ${t('Severity')} | ${t('Count')} | ${t('Lines')} |\n|---|---|---|---|\n`;
  const problems = rows.length === 0 ? t('No problems.') : head + rows.join('\n');
  const age = isOutdated ? `${t('The file has changed since it was checked.')}\n\n` : '';
  return `# ${name}\n\n${age}| | |\n|---|---|\n${table}\n\n## ${t('Problems')}\n\n${problems}\n${more}`;
}

/** Rules by how often they were broken, with the lines (1-based). */
function byRule(check: FileCheck): readonly (readonly [RuleId, readonly number[]])[] {
  const lines = new Map<RuleId, number[]>();
  for (const { rule, row } of check.problems) {
    const known = lines.get(rule);
    if (known) known.push(row + 1);
    else lines.set(rule, [row + 1]);
  }
  return Array.from(lines).sort(([, a], [, b]) => b.length - a.length);
}

function lineList(lines: readonly number[]): string {
  const shown = lines.slice(0, namedLines).map((line) => line.toLocaleString());
  return lines.length > namedLines ? `${shown.join(', ')}, ...` : shown.join(', ');
}
