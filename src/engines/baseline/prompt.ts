import type { ChatMessage } from '../engine.ts';
import { combine, hashText } from './hash.ts';

/** What the model sees of a conversation: weighted, hashed features, each once. */
export interface Prompt {
  readonly hashes: Int32Array;
  readonly values: Float32Array;
}

/** Features of one part of the conversation. `energy` is the sum of their squared values: how much the part can say. */
interface Part {
  readonly kind: number;
  readonly most: number;
  readonly energy: number;
}

const latest: Part = { kind: 1, most: 384, energy: 6 };
const earlier: Part = { kind: 2, most: 96, energy: 1 };
const instructions: Part = { kind: 3, most: 64, energy: 1 };

const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}]+|\p{N}+|\p{S}/gu;
/** Longer words are known by their beginning too, whatever their ending is. */
const stemLength = 5;

/** Words of one message, read once and used in every answer after it. */
export interface ReadMessage {
  readonly role: string;
  readonly words: readonly string[];
}

export function readMessage(message: ChatMessage): ReadMessage {
  return { role: message.role, words: message.content.toLowerCase().match(wordPattern) ?? [] };
}

/** The features of a conversation before an answer. Costs no more for a long conversation than for a short one. */
export function readPrompt(messages: readonly ReadMessage[]): Prompt {
  const lastAnswer = messages.findLastIndex((message) => message.role === 'assistant');
  const system = new Map<number, number>();
  const before = new Map<number, number>();
  const last = new Map<number, number>();
  for (let index = messages.length - 1; index >= 0; index--) {
    const { role, words } = messages[index] as ReadMessage;
    if (role === 'system' || role === 'developer') {
      add(system, hashText(words.join(' '), instructions.kind), 1, instructions);
      addWords(system, words, instructions);
    } else if (index < lastAnswer + 1) {
      if (before.size >= earlier.most) continue;
      addWords(before, words, earlier);
    } else {
      addWords(last, words, latest);
      addPhrases(last, words, latest);
    }
  }
  return together([
    [last, latest],
    [before, earlier],
    [system, instructions],
  ]);
}

function add(features: Map<number, number>, hash: number, value: number, part: Part): void {
  if (features.has(hash) || features.size < part.most) features.set(hash, Math.max(features.get(hash) ?? 0, value));
}

function addWords(features: Map<number, number>, words: readonly string[], part: Part): void {
  for (const word of words) add(features, hashText(word, part.kind), 1, part);
}

/** Pairs of neighbours and beginnings of words. */
function addPhrases(features: Map<number, number>, words: readonly string[], part: Part): void {
  for (const word of words) {
    if (word.length > stemLength) add(features, hashText(word.slice(0, stemLength), part.kind + 16), 0.7, part);
  }
  let previous = 0;
  for (const word of words) {
    const current = hashText(word, part.kind + 32);
    if (previous !== 0) add(features, combine(previous, current), 0.7, part);
    previous = current;
  }
}

function together(parts: readonly (readonly [Map<number, number>, Part])[]): Prompt {
  const size = parts.reduce((sum, [features]) => sum + features.size, 0);
  const hashes = new Int32Array(size);
  const values = new Float32Array(size);
  let at = 0;
  for (const [features, { energy }] of parts) {
    let squares = 0;
    for (const value of features.values()) squares += value * value;
    const scale = Math.sqrt(energy / Math.max(squares, 1));
    for (const [hash, value] of features) {
      hashes[at] = hash;
      values[at++] = value * scale;
    }
  }
  return { hashes, values };
}
