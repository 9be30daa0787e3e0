import { t } from '@vscode/l10n';
import type { Trial, TrialAnswers } from '../../jobs/answers/tryModel.ts';
import { plainText } from '../markdown.ts';

/** A question and the answers of a model and its base as Markdown, in which none of these texts is markup. */
export function triedText(
  { model, base, message, system }: Trial,
  { answer, baseAnswer, baseFailure }: TrialAnswers,
): string {
  const asked = [
    [t('Message'), message],
    ...(system === '' ? [] : [[t('System message'), system] as const]),
    [model, answer],
  ] as const;
  const sections = asked.map(([title, text]) => section(title, text));
  if (baseAnswer !== undefined) sections.push(section(t('{0} (its base model)', base ?? ''), baseAnswer));
  if (baseFailure !== undefined)
    sections.push(plainText(t('The base model {0} gave no answer. {1}', base ?? '', baseFailure)));
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, text: string): string {
  return `## ${plainText(title)}\n\n${text.trim() === '' ? t('(empty)') : fenced(text)}`;
}

/** The text as it stands: its fence is longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
