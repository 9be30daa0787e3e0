import assert from 'node:assert/strict';
import { Learner } from '../../../../src/engines/baseline/learner.ts';
import { supervised } from '../../../../src/engines/baseline/methods/supervised.ts';
import { Predictor } from '../../../../src/engines/baseline/predictor.ts';
import { createRandom } from '../../../../src/engines/baseline/random.ts';
import { prepareRows } from '../../../support/baselineModel.ts';

/** Answers of words that are all equally frequent: nothing makes the way to a word short. */
function rows(answers: number, words: number, vocabulary: number): object[] {
  const random = createRandom(1);
  const word = (): string =>
    `w${Math.floor(random() * vocabulary)}`.replaceAll(/\d/g, (digit) => 'abcdefghij'[+digit]!);
  return Array.from({ length: answers }, (_, index) => ({
    prompt: `question ${index}`,
    completion: Array.from({ length: words }, word).join(' '),
  }));
}

/** Decisions that one round of learning asks for, and the tokens that it learns. */
function work(data: readonly object[]): { decisions: number; tokens: number; vocabulary: number } {
  const { model, examples } = prepareRows(supervised, data);
  const learner = new Learner(model);
  const plain = Object.getOwnPropertyDescriptor(Predictor.prototype, 'logit')!;
  let decisions = 0;
  let tokens = 0;
  Object.defineProperty(Predictor.prototype, 'logit', {
    ...plain,
    value(this: Predictor, node: number): number {
      decisions++;
      return (plain.value as Predictor['logit']).call(this, node);
    },
  });
  try {
    for (const answer of examples.flat()) {
      tokens += learner.accumulate(answer, 1).tokens;
      learner.update(0.7);
    }
  } finally {
    Object.defineProperty(Predictor.prototype, 'logit', plain);
  }
  return { decisions, tokens, vocabulary: model.vocabulary.size };
}

describe('The work of learning', () => {
  it('grows with the tokens', () => {
    const [once, thrice] = [work(rows(40, 100, 200)), work(rows(120, 100, 200))];
    const ratio = thrice.decisions / thrice.tokens / (once.decisions / once.tokens);
    assert.ok(ratio < 1.2, String(ratio));
  });

  it('is nearly the same for a token, however many words there are', () => {
    const [few, many] = [work(rows(80, 250, 100)), work(rows(80, 250, 6400))];
    assert.ok(many.vocabulary > 10 * few.vocabulary);
    const ratio = many.decisions / many.tokens / (few.decisions / few.tokens);
    // The way through the tree is longer by the logarithm: 13 decisions for 7.
    assert.ok(ratio < 3, String(ratio));
  });
});
