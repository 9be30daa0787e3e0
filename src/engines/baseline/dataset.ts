import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { readRow, type TrainingMessage } from './conversation.ts';
import type { Answer } from './learner.ts';
import { readLines } from './lines.ts';
import type { LanguageModel } from './model.ts';
import { readMessage, readPrompt, type ReadMessage } from './prompt.ts';
import { Rarity } from './rarity.ts';
import { endToken, WordCounter } from './vocabulary.ts';

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

/** What the first reading of a training file tells. */
export interface Survey {
  /** Words of the answers to learn. */
  readonly words: WordCounter;
  /** Of the features of their prompts. */
  readonly rarity: Rarity;
}

export async function survey(path: string): Promise<Survey> {
  const words = new WordCounter();
  const rarity = new Rarity();
  for await (const messages of readConversations(path)) {
    for (const { features, text } of toLearn(messages)) {
      words.add(text);
      rarity.add(features);
    }
  }
  return { words, rarity };
}

/** Reads the examples of a file into memory: tokens and hashed features, no text. */
export async function readExamples(path: string, model: LanguageModel): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for await (const messages of readConversations(path)) examples.push(toExample(messages, model));
  return examples;
}

/** Every learned message of a conversation with everything before it. */
export function toExample(messages: readonly TrainingMessage[], { vocabulary, rarity }: LanguageModel): Example {
  return Array.from(toLearn(messages), ({ features, text }) => ({
    prompt: rarity.weigh(features),
    tokens: Int32Array.from([...vocabulary.encode(text), endToken]),
  }));
}

function* toLearn(
  messages: readonly TrainingMessage[],
): Generator<{ features: ReadonlyMap<number, number>; text: string }> {
  const before: ReadMessage[] = [];
  for (const message of messages) {
    if (message.isLearned) yield { features: readPrompt(before), text: message.content };
    before.push(readMessage(message));
  }
}
