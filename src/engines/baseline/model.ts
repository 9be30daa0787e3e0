import { TokenTree } from './tree.ts';
import { untrainedVocabulary, type Vocabulary } from './vocabulary.ts';
import { Weights } from './weights.ts';

/** Everything that decides the probabilities: tokens, the tree over them, weights. */
export class LanguageModel {
  readonly vocabulary: Vocabulary;
  readonly tree: TokenTree;
  readonly weights: Weights;

  constructor(vocabulary: Vocabulary, weights: Weights) {
    this.vocabulary = vocabulary;
    this.tree = new TokenTree(vocabulary.generations);
    this.weights = weights;
  }
}

/** The base model that has learned nothing yet: every byte is equally likely everywhere. */
export function untrainedModel(): LanguageModel {
  return new LanguageModel(untrainedVocabulary(), new Weights(1));
}
