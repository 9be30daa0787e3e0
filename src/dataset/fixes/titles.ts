import { t } from '@vscode/l10n';
import type { ProblemData } from '../problems.ts';

/** UTF-16 units of a text in a title: a row may have keys and values of any length. */
const longest = 60;

function text(data: ProblemData, name: string): string {
  const whole = String(data[name] ?? '')
    .slice(0, longest + 1)
    .replaceAll(/\p{Cc}/gu, ' ');
  return whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole;
}

/** What each fix does, as a person reads it in a menu. */
const titles = {
  removeComma: () => t('Remove the comma'),
  addComma: () => t('Add the comma'),
  removeComment: () => t('Remove the comment'),
  useNull: () => t('Replace with null'),
  useJsonLiterals: () => t('Write null, true and false as in JSON'),
  fromPython: () => t('Convert the line from Python to JSON'),
  straightQuotes: () => t('Replace the typographic quotes'),
  quoteKey: () => t('Put the key in double quotes'),
  escapeCharacter: () => t('Escape the character'),
  doubleBackslash: () => t('Double the backslash'),
  removeBackslash: () => t('Remove the backslash'),
  splitLines: () => t('Put each object on a line of its own'),
  keepLastKey: (data: ProblemData) => t('Keep the last "{0}" only', text(data, 'key')),
  useReplacementCharacter: () => t('Replace with \\uFFFD'),
  toJsonLines: () => t('Convert the array to JSONL'),
  joinLines: () => t('Put the example on one line'),
  renameKey: (data: ProblemData) => t('Rename "{0}" to "{1}"', text(data, 'from'), text(data, 'to')),
  removeKey: (data: ProblemData) => t('Remove "{0}"', text(data, 'key')),
  addKey: (data: ProblemData) => t('Add {0}', text(data, 'member')),
  useValue: (data: ProblemData) => t('Replace with {0}', text(data, 'value')),
  writeAsText: () => t('Write the value as text'),
  wrap: (data: ProblemData) => t('Wrap in {0}', text(data, 'shape')),
  addResult: () => t('Add an empty result for the call'),
  convertFunctions: () => t('Convert to tools and tool_calls'),
  removePart: () => t('Remove the part'),
  cutConversation: () => t('Delete the messages after the last answer'),
  cutToUser: () => t('Delete the messages after the last one of the user'),
  moveToReference: (data: ProblemData) => t('Move the answer to "{0}"', text(data, 'key')),
  moveToFront: () => t('Move the message to the front'),
  deleteLine: () => t('Delete the line'),
} as const satisfies Record<string, (data: ProblemData) => string>;

/** Names a kind of fix. */
export type FixId = keyof typeof titles;

/** What a fix does, in a few words. May quote the row: never log it. */
export function fixTitle(fix: { readonly id: FixId; readonly data: ProblemData }): string {
  return titles[fix.id](fix.data);
}
