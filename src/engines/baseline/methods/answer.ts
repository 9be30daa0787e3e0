import type { Answer } from '../scorer.ts';
import type { LanguageModel } from '../model.ts';
import { endToken } from '../vocabulary.ts';

/** A text as an answer to a conversation with these features. */
export function answerTo(
  features: ReadonlyMap<number, number>,
  text: string,
  { vocabulary, rarity }: LanguageModel,
): Answer {
  return { prompt: rarity.weigh(features), tokens: Int32Array.from([...vocabulary.encode(text), endToken]) };
}
