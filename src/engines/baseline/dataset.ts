import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { readRow, type TrainingMessage } from './conversation.ts';
import type { Answer } from './learner.ts';
import { readLines } from './lines.ts';
import { readMessage, readPrompt, type ReadMessage } from './prompt.ts';
import { endToken, PieceCounter, type Vocabulary } from './vocabulary.ts';

/** One row: the answers to learn from it. Never empty. */
export type Example = readonly Answer[];

/** The conversations of a JSONL file, without those that have nothing to learn. Throws UserError for a line that is none. */
async function* readConversations(path: string): AsyncGenerator<readonly TrainingMessage[]> {
  const name = basename(path);
  let line = 0;
  try {
    for await (const text of readLines(createReadStream(path))) {
      line++;
      if (text.trim() === '') continue;
      const messages = readRow(parse(text, line, name), `line ${line} of ${name}`);
      if (messages.some((message) => message.isLearned)) yield messages;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError('file_not_found', `There is no ${name} in the run folder.`, '', { cause: error });
  }
}

function parse(text: string, line: number, name: string): unknown {
  try {
    // A byte order mark may stand before the first row.
    return JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text);
  } catch {
    throw new UserError('invalid_json', `Line ${line} of ${name} is not valid JSON.`);
  }
}

/** Counts the pieces of all answers to be learned from a file. */
export async function countPieces(path: string): Promise<PieceCounter> {
  const counter = new PieceCounter();
  for await (const messages of readConversations(path)) {
    for (const message of messages) if (message.isLearned) counter.add(message.content);
  }
  return counter;
}

/** Reads the examples of a file into memory: tokens and hashed features, no text. */
export async function readExamples(path: string, vocabulary: Vocabulary): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for await (const messages of readConversations(path)) examples.push(toExample(messages, vocabulary));
  return examples;
}

/** Every learned message of a conversation with everything before it. */
export function toExample(messages: readonly TrainingMessage[], vocabulary: Vocabulary): Example {
  const answers: Answer[] = [];
  const before: ReadMessage[] = [];
  for (const message of messages) {
    if (message.isLearned) {
      const tokens = Int32Array.from([...vocabulary.encode(message.content), endToken]);
      answers.push({ prompt: readPrompt(before), tokens });
    }
    before.push(readMessage(message));
  }
  return answers;
}
