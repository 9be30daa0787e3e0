import type { ChatMessage } from '../engine.ts';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';

/** A message as the model reads it, and whether it is to be learned. */
export interface TrainingMessage extends ChatMessage {
  readonly isLearned: boolean;
}

/**
 * The conversation of one row: `messages`, or `prompt` and `completion` as a question and its answer. Learned are the
 * assistant's messages whose weight is not 0.
 * @param where such as "line 3 of train.jsonl", for the error
 */
export function readRow(row: unknown, where: string): readonly TrainingMessage[] {
  if (!isObject(row)) throw new UserError('invalid_row', `There is no JSON object on ${where}.`);
  if (Array.isArray(row['messages'])) return readMessages(row['messages'], where);
  if (typeof row['prompt'] === 'string' && typeof row['completion'] === 'string') {
    return [
      { role: 'user', content: row['prompt'], isLearned: false },
      { role: 'assistant', content: row['completion'], isLearned: true },
    ];
  }
  throw new UserError('invalid_row', `There are neither messages nor a prompt with its completion on ${where}.`);
}

/** The messages of a list; `where` as for `readRow`. */
export function readMessages(messages: readonly unknown[], where: string): readonly TrainingMessage[] {
  return messages.map((message) => readMessage(message, where));
}

function readMessage(message: unknown, where: string): TrainingMessage {
  if (!isObject(message) || typeof message['role'] !== 'string') {
    throw new UserError('invalid_row', `There is a message without a role on ${where}.`);
  }
  const role = message['role'];
  const content = textOf(message);
  const isLearned = role === 'assistant' && message['weight'] !== 0 && content !== undefined;
  return { role, content: content ?? '', isLearned };
}

/** The text of a message; calls of tools as JSON after it. Undefined where there is nothing at all. */
function textOf(message: Readonly<Record<string, unknown>>): string | undefined {
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
