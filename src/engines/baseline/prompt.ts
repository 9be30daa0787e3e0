import type { ChatMessage } from '../engine.ts';
import { combine, hashText } from './hash.ts';

/** What the model sees of a conversation: hashed features, each once, with their values. */
export interface Prompt {
  readonly hashes: Int32Array;
  readonly values: Float32Array;
}

/** The most telling features are kept: more would make every token of a long question's answer slower. */
export const mostPromptFeatures = 128;

/** A part of the conversation: its features are told apart from those of other parts. */
interface Part {
  readonly kind: number;
  readonly importance: number;
  /** Features read of it, at most, so that a long conversation costs no more at each of its answers. */
  readonly most: number;
}

const latest: Part = { kind: 1, importance: 1, most: 8192 };
const earlier: Part = { kind: 2, importance: 0.4, most: 512 };
const instructions: Part = { kind: 3, importance: 0.4, most: 512 };

/** Kinds of features, beside words, of the latest part. */
const stemKind = 4;
const pairKind = 5;
/** A word is also known by its beginning, whatever its ending is. In UTF-16 units. */
const stemLength = 5;
const stemImportance = 0.7;
const pairImportance = 0.3;

const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}]+|\p{N}+|\p{S}/gu;

/** The words of one message, read once for all answers after it. */
export interface ReadMessage {
  readonly role: string;
  readonly words: readonly string[];
}

export function readMessage(message: ChatMessage): ReadMessage {
  return { role: message.role, words: message.content.toLowerCase().match(wordPattern) ?? [] };
}

/**
 * The features of a conversation before an answer, with how important their kind is: what was said since the last answer,
 * the turns before that, the instructions.
 */
export function readPrompt(messages: readonly ReadMessage[]): ReadonlyMap<number, number> {
  const features = new Map<number, number>();
  const lastAnswer = messages.findLastIndex((message) => message.role === 'assistant');
  const newestFirst = messages.map((message, index) => ({ ...message, index })).reverse();
  const isInstruction = ({ role }: ReadMessage): boolean => role === 'system' || role === 'developer';
  const said = newestFirst.filter((message) => !isInstruction(message));
  for (const { words, index } of said) if (index > lastAnswer) addLatest(features, words);
  addWords(
    features,
    said.filter(({ index }) => index <= lastAnswer),
    earlier,
  );
  addWords(features, newestFirst.filter(isInstruction), instructions);
  return features;
}

/** Words, their beginnings, and pairs of neighbours. */
function addLatest(features: Map<number, number>, words: readonly string[]): void {
  const { kind, importance, most } = latest;
  let previous = 0;
  for (const word of words) {
    if (features.size >= most) return;
    const hash = hashText(word, kind);
    features.set(hash, importance);
    if (word.length > stemLength) features.set(hashText(word.slice(0, stemLength), stemKind), stemImportance);
    if (previous !== 0) features.set(combine(combine(pairKind, previous), hash), pairImportance);
    previous = hash;
  }
}

function addWords(features: Map<number, number>, messages: readonly ReadMessage[], part: Part): void {
  const most = features.size + part.most;
  for (const { words } of messages) {
    for (const word of words) {
      if (features.size >= most) return;
      features.set(hashText(word, part.kind), part.importance);
    }
  }
}
