import { combine, mix } from './hash.ts';
import { mostPromptFeatures, type Prompt } from './prompt.ts';

/** Hashed features and their values: entries 0 to `size - 1` count. */
export interface FeatureList {
  readonly hashes: Int32Array;
  readonly values: Float32Array;
  size: number;
}

/** The sum of the squared values that the answer so far can have at one token, and the prompt at the first one. */
const contextEnergy = 3;
export const promptEnergy = 12;

/** Further into an answer the prompt matters less together with the last tokens: half the energy after this many. */
const promptReach = 8;
/** From here on only what the prompt says about the whole answer counts. Keeps long answers cheap. */
const promptEnd = 32;

const mostContextFeatures = 8;
/** Stands for the token before an answer's first. */
const start = -1;

export function createFeatureList(): FeatureList {
  const most = mostContextFeatures + mostPromptFeatures;
  return { hashes: new Int32Array(most), values: new Float32Array(most), size: 0 };
}

/** Fills `list` with the features for the token at `position` (0-based) of an answer, given the prompt and the tokens before it. */
export function readFeatures(list: FeatureList, prompt: Prompt, tokens: ArrayLike<number>, position: number): void {
  list.size = 0;
  readContext(list, tokens, position);
  list.values.fill(Math.sqrt(contextEnergy / list.size), 0, list.size);
  if (position < promptEnd) readPromptHere(list, prompt, tokens, position);
}

/** The tokens before: one to four of them, the word so far or five, the last but one, the position. All have the same value. */
function readContext(list: FeatureList, tokens: ArrayLike<number>, position: number): void {
  add(list, mix(1));
  let hash = 2;
  for (let order = 1; order <= Math.min(4, position + 1); order++) {
    hash = combine(hash, before(tokens, position, order));
    add(list, hash);
  }
  if (position === 0) return;
  if (before(tokens, position, 1) < 256) add(list, spelling(tokens, position));
  else if (position >= 4) add(list, combine(hash, before(tokens, position, 5)));
  add(list, combine(3, before(tokens, position, 2)));
  add(list, combine(4, stretch(position)));
}

/** The prompt's features, each together with the last two tokens: what a word of the question means just here. */
function readPromptHere(list: FeatureList, prompt: Prompt, tokens: ArrayLike<number>, position: number): void {
  const here = combine(combine(5, before(tokens, position, 1)), before(tokens, position, 2));
  const scale = Math.sqrt(promptReach / (promptReach + position));
  const { hashes, values } = prompt;
  const most = Math.min(hashes.length, Math.ceil((mostPromptFeatures * promptReach) / (promptReach + position)));
  for (let index = 0; index < most; index++) {
    list.values[list.size] = scale * (values[index] as number);
    add(list, combine(here, hashes[index] as number));
  }
}

function add(list: FeatureList, hash: number): void {
  list.hashes[list.size++] = hash;
}

function before(tokens: ArrayLike<number>, position: number, distance: number): number {
  return position >= distance ? (tokens[position - distance] as number) : start;
}

/** The bytes since the last whole piece, and that piece. A long run counts from its last 64 bytes. */
function spelling(tokens: ArrayLike<number>, position: number): number {
  let hash = 6;
  for (let distance = 1; distance <= Math.min(64, position); distance++) {
    const token = before(tokens, position, distance);
    hash = combine(hash, token);
    if (token >= 256) break;
  }
  return hash;
}

/** Exact for the first eight tokens, then two steps a doubling. */
function stretch(position: number): number {
  return position < 8 ? position : 2 + Math.floor(2 * Math.log2(position));
}
