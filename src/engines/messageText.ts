import { isObject } from '../common/json.ts';

/**
 * The text of a chat message, the same in training and when a model is asked: its content or refusal, and calls of tools as
 * JSON after it. Undefined where there is nothing at all. What is no text is left out.
 */
export function messageText(message: Readonly<Record<string, unknown>>): string | undefined {
  const calls = callsOf(message);
  const texts = [contentText(message['content']), contentText(message['refusal'])];
  if (calls.length > 0) texts.push(JSON.stringify(calls));
  const given = texts.filter((text) => text !== undefined);
  return given.length > 0 ? given.filter((text) => text !== '').join('\n') : undefined;
}

function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const parts: readonly unknown[] = content;
  return parts
    .map((part) => (isObject(part) ? (stringOf(part['text']) ?? stringOf(part['refusal']) ?? '') : ''))
    .join('');
}

function callsOf(message: Readonly<Record<string, unknown>>): unknown[] {
  const calls: unknown[] = Array.isArray(message['tool_calls'])
    ? message['tool_calls'].map((call: unknown) => (isObject(call) ? call['function'] : undefined))
    : [message['function_call']];
  return calls.filter(isObject).map((call) => ({ name: call['name'], arguments: call['arguments'] }));
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
