import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { readLines } from '../lines.ts';
import type { Method } from './methods/method.ts';
import type { LanguageModel } from './model.ts';
import type { Breathe } from './pause.ts';
import { Rarity } from './rarity.ts';
import { WordCounter } from './vocabulary.ts';

interface Row {
  readonly value: unknown;
  /** Such as "line 3 of train.jsonl". */
  readonly where: string;
}

/** The rows of a JSONL file. Throws UserError for a line that is no JSON. */
async function* readRows(path: string, breathe: Breathe): AsyncGenerator<Row> {
  const name = basename(path);
  let line = 0;
  try {
    for await (const text of readLines(createReadStream(path))) {
      await breathe();
      line++;
      if (text.trim() !== '') yield { value: parse(text, line, name), where: `line ${line} of ${name}` };
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
  /** Words that answers may be made of. */
  readonly words: WordCounter;
  /** Of the features of their prompts. */
  readonly rarity: Rarity;
}

/** Reads a training file without keeping it. */
export async function survey(path: string, method: Method<unknown>, breathe: Breathe): Promise<Survey> {
  const words = new WordCounter();
  const rarity = new Rarity();
  for await (const { value, where } of readRows(path, breathe)) {
    for (const { features, texts } of method.look(value, where)) {
      for (const text of texts) words.add(text);
      rarity.add(features);
    }
  }
  return { words, rarity };
}

/** Reads the examples of a file into memory: tokens and hashed features, no text of the conversations. */
export async function readExamples<Example>(
  path: string,
  method: Method<Example>,
  model: LanguageModel,
  breathe: Breathe,
): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for await (const { value, where } of readRows(path, breathe)) {
    const example = method.read(value, where, model);
    if (example !== undefined) examples.push(example);
  }
  return examples;
}
