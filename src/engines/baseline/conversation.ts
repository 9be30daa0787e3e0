import type { ChatMessage } from '../engine.ts';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import { messageText } from '../messageText.ts';

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
  const content = messageText(message);
  const isLearned = role === 'assistant' && message['weight'] !== 0 && content !== undefined;
  return { role, content: content ?? '', isLearned };
}
