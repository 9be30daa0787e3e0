import { t } from '@vscode/l10n';
import type { Format, Role } from './formats.ts';
import type { KeySchema, ObjectKind } from './schema.ts';
import type { KeyDocId } from './schemaDocs.ts';

// Snippets are TextMate's: `$1` is where the cursor goes first, `${2:x}` has a text to type over.

/** Something ready to type: what a person calls it, and the snippet. */
export interface Template {
  readonly label: string;
  readonly snippet: string;
}

const message = '{"role": "$1", "content": "$2"}';
const functionBody = '"name": "$1", "description": "$2", "parameters": {"type": "object", "properties": {$3}}';
const call = '{"id": "${1:call_1}", "type": "function", "function": {"name": "$2", "arguments": "{$3}"}}';

const valueSnippets: Partial<Record<KeyDocId, string>> = {
  messages: `[${message}]`,
  input: `{"messages": [${message}]}`,
  preferredOutput: '[{"role": "assistant", "content": "$1"}]',
  nonPreferredOutput: '[{"role": "assistant", "content": "$1"}]',
  tools: `[{"type": "function", "function": {${functionBody}}}]`,
  functions: `[{${functionBody}}]`,
  toolFunction: `{${functionBody}}`,
  parameters: '{"type": "object", "properties": {$1}}',
  toolCalls: `[${call}]`,
  calledFunction: '{"name": "$1", "arguments": "{$2}"}',
  functionCall: '{"name": "$1", "arguments": "{$2}"}',
  arguments: '"{$1}"',
  toolType: '"function"',
  imageUrl: '{"url": "$1"}',
};

/** What is typed after a key and its colon. */
export function valueSnippet({ doc, holds }: KeySchema): string {
  const own = valueSnippets[doc];
  if (own !== undefined) return own;
  switch (holds) {
    case 'text':
      return '"$1"';
    case 'object':
      return '{$1}';
    case 'list':
      return '[$1]';
    case 'number':
    case 'boolean':
      return '$1';
  }
}

const items: Partial<Record<ObjectKind, () => readonly Template[]>> = {
  part: () => [
    { label: t('text part'), snippet: '{"type": "text", "text": "$1"}' },
    { label: t('image part'), snippet: '{"type": "image_url", "image_url": {"url": "$1"}}' },
  ],
  tool: () => [{ label: t('tool'), snippet: `{"type": "function", "function": {${functionBody}}}` }],
  toolCall: () => [{ label: t('tool call'), snippet: call }],
};

/** Whole objects for a list of that kind; `roles` are those of messages. */
export function itemTemplates(kind: ObjectKind, roles: readonly Role[]): readonly Template[] {
  if (kind !== 'message' && kind !== 'output') return items[kind]?.() ?? [];
  return roles.map((role) => ({ label: t('{0} message', role), snippet: messageSnippet(role) }));
}

function messageSnippet(role: Role): string {
  const id = role === 'tool' ? '"tool_call_id": "$1", ' : '';
  return `{"role": "${role}", ${id}"content": "$${id ? 2 : 1}"}`;
}

const user = '{"role": "user", "content": "$1"}';
const answer = '{"role": "assistant", "content": "$2"}';
const lookUp =
  '{"type": "function", "function": {"name": "${4:look_up}", "parameters": {"type": "object", "properties": {"${5:key}": {"type": "string"}}}}}';
const lookUpCall =
  '{"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "${4:look_up}", "arguments": "{\\\\"${5:key}\\\\": \\\\"$6\\\\"}"}}]}';
const image =
  '[{"type": "text", "text": "$1"}, {"type": "image_url", "image_url": {"url": "${3:https://example.com/image.png}"}}]';

const examples: Readonly<Record<Format, () => readonly Template[]>> = {
  chat: () => [
    { label: t('chat example'), snippet: `{"messages": [${user}, ${answer}]}` },
    {
      label: t('chat example with instructions'),
      snippet: `{"messages": [{"role": "system", "content": "$3"}, ${user}, ${answer}]}`,
    },
    {
      label: t('chat example with a tool'),
      snippet: `{"messages": [${user}, ${lookUpCall}, {"role": "tool", "tool_call_id": "call_1", "content": "$7"}, ${answer}], "tools": [${lookUp}]}`,
    },
    {
      label: t('chat example with an image'),
      snippet: `{"messages": [{"role": "user", "content": ${image}}, ${answer}]}`,
    },
  ],
  completions: () => [{ label: t('completions example'), snippet: '{"prompt": "$1", "completion": "$2"}' }],
  preference: () => [
    {
      label: t('preference example'),
      snippet: `{"input": {"messages": [${user}]}, "preferred_output": [${answer}], "non_preferred_output": [{"role": "assistant", "content": "$3"}]}`,
    },
  ],
  reinforcement: () => [
    {
      label: t('reinforcement example'),
      snippet: `{"messages": [${user}], "\${2:reference_answer}": "$3"}`,
    },
  ],
};

/** Whole examples of a format. */
export function exampleTemplates(format: Format): readonly Template[] {
  return examples[format]();
}

/** Text that means itself in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
