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
  'file/duplicate-example': (data) => t('Duplicate of line {0}.', text(data, 'line')),
  'file/train-validation-overlap': (data) => t('Also in {0}, line {1}.', text(data, 'file'), text(data, 'line')),
  'file/needs-uploads-api': () => t('Too large for one POST /files; will be sent in parts.'),
  'file/too-large': () => t('Larger than the 8 GB upload maximum.'),
  'tokens/over-limit': (data) =>
    data.count === 'exact'
      ? t('{0} tokens; the end will be cut at {1}.', count(data, 'tokens'), count(data, 'limit'))
      : t('About {0} tokens; the end will be cut at {1}.', count(data, 'tokens'), count(data, 'limit')),
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

  'tools/not-array': () => t('Must be an array.'),
  'tools/empty-functions': () => t('functions must not be empty.'),
  'tools/too-many': () => t('At most 128.'),
  'tools/invalid-tool': () => t('Invalid tool.'),
  'tools/missing-name': () => t('Function has no name.'),
  'tools/invalid-name': () => t('Invalid function name.'),
  'tools/invalid-parameters': () => t('parameters must be a JSON Schema object.'),
  'tools/duplicate-name': (data) => t('Function {0} is defined twice.', text(data, 'name')),
  'tools/deprecated-functions': () => t('Deprecated; use tools/tool_calls.'),
  'tools/invalid-parallel': () => t('Must be true or false.'),
  'tools/parallel-without-tools': () => t('Has no effect without tools.'),
  'tools/invalid-tool-call': () => t('Invalid tool call.'),
  'tools/arguments-not-string': () => t('arguments must be a JSON string.'),
  'tools/arguments-not-json': () => t('arguments is not a JSON object.'),
  'tools/unknown-function': (data) => t('Function {0} is not defined.', text(data, 'name')),
  'tools/missing-tools': () => t('No tool definitions in this example.'),
  'tools/missing-tool-call-id': () => t('Tool message needs tool_call_id.'),
  'tools/unmatched-tool-result': () => t('No call with this id.'),
  'tools/unanswered-tool-call': (data) => t('Call {0} has no result.', text(data, 'id')),
  'tools/duplicate-call-id': () => t('Duplicate call id.'),
  'tools/function-result-missing-name': () => t('Function message needs a name.'),
  'tools/invalid-function-call': () => t('Invalid function_call.'),

  'vision/invalid-url': () => t('Image must be an http(s) or data URL.'),
  'vision/unsupported-format': () => t('Only JPEG, PNG and WEBP; the image will be skipped.'),
  'vision/invalid-base64': () => t('Not valid base64; the image will be skipped.'),
  'vision/image-too-large': () => t('More than 10 MB; the image will be skipped.'),
  'vision/inaccessible-url': () => t('Service cannot reach it; image will be skipped.'),
  'vision/invalid-detail': () => t('detail must be auto, low or high.'),
  'vision/too-many-images': (data) => t('At most {0} images per example.', text(data, 'limit')),
  'vision/too-many-image-examples': (data) => t('At most {0} examples may contain images.', count(data, 'limit')),
  'vision/assistant-image': () => t('Images are not allowed in assistant messages.'),

  'completion/missing-prompt': () => t("Missing 'prompt'."),
  'completion/missing-completion': () => t("Missing 'completion'."),
  'completion/invalid-type': () => t('Must be a string.'),
  'completion/unknown-key': () => t('Unexpected key.'),
  'completion/empty-completion': () => t('Empty completion.'),

  'dpo/missing-input': () => t("Missing 'input'."),
  'dpo/missing-preferred': () => t("Missing 'preferred_output'."),
  'dpo/missing-non-preferred': () => t("Missing 'non_preferred_output'."),
  'dpo/legacy-key': (data) => t('Renamed to {0}.', text(data, 'key')),
  'dpo/input-not-object': () => t("'input' must be an object with messages."),
  'dpo/unknown-key': () => t('Unexpected key.'),
  'dpo/output-not-array': () => t('Must be an array with one assistant message.'),
  'dpo/output-empty': () => t('Output has no message.'),
  'dpo/output-too-many': () => t('Exactly one assistant message.'),
  'dpo/output-not-assistant': () => t('Output must be an assistant message.'),
  'dpo/last-input-assistant': () => t('The outputs must be the next assistant turn.'),
  'dpo/identical-outputs': () => t('No preference to learn.'),
  'dpo/image': () => t('The guide says DPO is text-only.'),

  'rft/last-not-user': () => t('The last message must be from the user.'),
  'rft/system-role': (data) =>
    data.target === 'azure'
      ? t('System messages are not supported; put the text in the user message.')
      : t('System messages are not supported; use developer.'),
  'rft/no-reference': () => t('Graders have no item.* field to read.'),
  'rft/inconsistent-fields': (data) => t('Field {0} is missing; most examples have it.', text(data, 'field')),
  'rft/too-many-examples': (data) => t('At most {0} examples.', count(data, 'limit')),
  'rft/azure-image': () => t('Images are not supported in Azure RFT.'),
};

/** A number with commas, the same in every place. */
function count(data: ProblemData, name: string): string {
  return String(data[name] ?? '').replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function tooFewExamples(examples: number, minimum: number): string {
  return examples === 1
    ? t('1 example found; fine-tuning needs at least {0}.', minimum)
    : t('{0} examples found; fine-tuning needs at least {1}.', examples, minimum);
}

/** What is wrong, in one sentence: the same words in editor, command line and server. May quote the row: never log it. */
export function problemMessage(problem: Pick<Problem, 'rule' | 'data' | 'row'>): string {
  return sentences[problem.rule](problem.data, problem.row);
}
