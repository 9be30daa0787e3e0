import type { Method } from '../../src/engines/baseline/methods/method.ts';
import { LanguageModel } from '../../src/engines/baseline/model.ts';
import { Rarity } from '../../src/engines/baseline/rarity.ts';
import type { Settings } from '../../src/engines/baseline/settings.ts';
import { createVocabulary, WordCounter } from '../../src/engines/baseline/vocabulary.ts';
import { Weights } from '../../src/engines/baseline/weights.ts';

export const neverPaused = async (): Promise<void> => undefined;

/** A model that knows the words of the rows and has learned nothing, and the rows as a method's examples. */
export function prepareRows<Example, S extends Settings>(
  method: Method<Example, S>,
  rows: readonly unknown[],
): { model: LanguageModel; examples: readonly Example[] } {
  const words = new WordCounter();
  const rarity = new Rarity();
  for (const { features, texts } of rows.flatMap((row) => method.look(row, 'a test'))) {
    for (const text of texts) words.add(text);
    rarity.add(features);
  }
  const model = new LanguageModel(createVocabulary(words), rarity, new Weights(16));
  return { model, examples: rows.flatMap((row) => method.read(row, 'a test', model) ?? []) };
}
