import { t } from '@vscode/l10n';
import type { Problem, ProblemData, RuleId } from './problems.ts';

const text = (data: ProblemData, name: string): string => String(data[name] ?? '');

/** The sentence of each rule. `row` is 0-based; sentences count lines from 1. */
const sentences: Readonly<Record<RuleId, (data: ProblemData, row: number) => string>> = {
  'file/encoding': () => t('File is not valid UTF-8.'),
  'file/bom': () => t('File starts with a byte-order mark; some upload paths treat line 1 as not JSON.'),
  'file/empty': () => t('File has no examples.'),
  'file/too-few-examples': (data) => tooFewExamples(Number(data.examples), Number(data.minimum)),
  'file/mixed-formats': (data) =>
    t('This line is {0} data in a {1} file.', text(data, 'lineFormat'), text(data, 'fileFormat')),
  'file/unusual-line-terminator': () => t('Some readers split the line here.'),
  'format/unknown': () => t('Not a fine-tuning example.'),
  'text/replacement-char': () => t('Damaged character.'),

  'json/array-file': () => t('JSON array; JSONL needs one object per line.'),
  'json/pretty-printed': (data, row) =>
    t('Example spans lines {0}–{1}; must be on one line.', row + 1, row + Number(data.rows)),
  'json/blank-line': () => t('Blank line.'),
  'json/single-quotes': () => t('JSON strings use double quotes.'),
  'json/smart-quotes': () => t('Typographic quote.'),
  'json/unquoted-key': () => t('Key must be in double quotes.'),
  'json/trailing-comma': () => t('Remove the comma.'),
  'json/missing-comma': () => t('Missing comma.'),
  'json/comment': () => t('JSON has no comments.'),
  'json/nan': () => t('Not a JSON number.'),
  'json/python-literal': () => t('Python literal.'),
  'json/control-char': () => t('Escape this control character.'),
  'json/bad-escape': () => t('Invalid escape.'),
  'json/multiple-values': () => t('One object per line.'),
  'json/unterminated': () => t('Line is cut off.'),
  'json/syntax': (data) => t('Unexpected {0}.', text(data, 'token')),
  'json/not-an-object': () => t('Each line must be an object.'),
  'json/duplicate-key': () => t('Duplicate key; the last one wins.'),
  'json/lone-surrogate': () => t('Half of a surrogate pair (cut emoji?).'),

  'chat/missing-messages': () => t("Missing 'messages'."),
  'chat/messages-not-array': () => t("'messages' must be an array."),
  'chat/messages-empty': () => t("'messages' is empty."),
  'chat/unknown-key': () => t('Unexpected key; the service rejects extra keys.'),
  'chat/message-not-object': () => t('A message must be an object.'),
  'chat/missing-role': () => t('Message has no role.'),
  'chat/invalid-role': (data) => t('Unknown role {0}.', text(data, 'role')),
  'chat/developer-role': () => t('Not in the supervised/DPO schema; use system.'),
  'chat/unknown-message-key': (data) =>
    data.role === 'assistant'
      ? t('Unexpected key in an assistant message.')
      : t('Unexpected key in a {0} message.', text(data, 'role')),
  'chat/missing-content': () => t('Message has no content.'),
  'chat/invalid-content': () => t('content must be text or parts.'),
  'chat/empty-content': () => t('Empty content.'),
  'chat/empty-content-array': () => t('content has no parts.'),
  'chat/invalid-part': () => t('Invalid content part.'),
  'chat/unsupported-part': () => t('Audio and file input are not supported for fine-tuning.'),
  'chat/part-not-allowed-for-role': (data) => t('Not allowed in a {0} message.', text(data, 'role')),
  'chat/missing-assistant': () => t('No assistant message to learn from.'),
  'chat/last-not-assistant': () => t('Messages after the last answer are not trained on.'),
  'chat/no-user-message': () => t('No user message.'),
  'chat/system-not-first': () => t('System message is not first.'),
  'chat/inconsistent-system': () => t('Most examples have a system message.'),
  'chat/invalid-name': () => t('Invalid name.'),
  'chat/invalid-weight': () => t('weight must be 0 or 1.'),
  'chat/weight-on-non-assistant': () => t('weight only applies to assistant messages.'),
  'chat/all-weights-zero': () => t('Nothing in this example is trained.'),
  'chat/invalid-refusal': () => t('refusal must be text.'),
};

function tooFewExamples(examples: number, minimum: number): string {
  return examples === 1
    ? t('1 example found; fine-tuning needs at least {0}.', minimum)
    : t('{0} examples found; fine-tuning needs at least {1}.', examples, minimum);
}

/** What is wrong, in one sentence: the same words in editor, command line and server. May quote the row: never log it. */
export function problemMessage(problem: Pick<Problem, 'rule' | 'data' | 'row'>): string {
  return sentences[problem.rule](problem.data, problem.row);
}
