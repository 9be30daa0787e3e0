import { Rarity } from './rarity.ts';
import { TokenTree } from './tree.ts';
import { untrainedVocabulary, type Vocabulary } from './vocabulary.ts';
import { Weights } from './weights.ts';

/** Everything that decides the probabilities: tokens, the tree over them, how telling words of prompts are, weights. */
export class LanguageModel {
  readonly vocabulary: Vocabulary;
  readonly tree: TokenTree;
  readonly rarity: Rarity;
  readonly weights: Weights;

  constructor(vocabulary: Vocabulary, rarity: Rarity, weights: Weights) {
    this.vocabulary = vocabulary;
    this.tree = new TokenTree(vocabulary.generations);
    this.rarity = rarity;
    this.weights = weights;
  }

  /** The same with other weights, in a table of the same size. */
  withWeights(values: Float32Array): LanguageModel {
    return new LanguageModel(this.vocabulary, this.rarity, new Weights(this.weights.bits, values));
  }

  /** With weights that may change while those of this one stay. */
  copy(): LanguageModel {
    return this.withWeights(this.weights.values.slice());
  }
}

/** The id of the base model; `serve` takes it in the place of a folder. */
export const baseModelId = 'baseline-1';

/** The base model that has learned nothing yet: every byte is equally likely everywhere. */
export function untrainedModel(): LanguageModel {
  return new LanguageModel(untrainedVocabulary(), new Rarity(), new Weights(1));
}
