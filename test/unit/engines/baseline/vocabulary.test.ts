import assert from 'node:assert/strict';
import {
  createVocabulary,
  endToken,
  extendVocabulary,
  firstPiece,
  untrainedVocabulary,
  WordCounter,
  type Vocabulary,
} from '../../../../src/engines/baseline/vocabulary.ts';
import { splitPieces, splitWords } from '../../../../src/engines/baseline/pieces.ts';

const texts = [
  'Take two tablets, then rest.',
  'J45.909 Unspecified asthma; see billing_refund & 2024-01-05',
  '  indented\n\n\tcode(x) { return x ?? "" }   ',
  'Straße, naïve, 東京タワー, สวัสดี, e\u0301, 👩‍👩‍👧 and \u2028 too',
  '1234567 -- ==================== 3.14',
  '',
];

function counted(...answers: string[]): WordCounter {
  const counter = new WordCounter();
  for (const answer of answers) counter.add(answer);
  return counter;
}

function decode(vocabulary: Vocabulary, tokens: readonly number[]): string {
  return Buffer.concat(tokens.map((token) => vocabulary.bytesOf(token))).toString('utf8');
}

describe('words and pieces', () => {
  for (const text of texts) {
    it(`cover all of ${JSON.stringify(text.slice(0, 24))}`, () => {
      assert.equal(splitPieces(text).join(''), text);
      assert.equal(splitWords(text).join(''), text);
      assert.deepEqual(splitWords(text).flatMap(splitPieces), splitPieces(text));
    });
  }

  it('keep codes and labels in one word, cut them into pieces', () => {
    assert.deepEqual(splitWords('J45.909 is billing_refund.'), ['J45.909', ' is', ' billing_refund', '.']);
    const long = `${'a/'.repeat(30)}a`;
    assert.deepEqual(splitWords(long), splitPieces(long));
    assert.deepEqual(splitPieces(' billing_refund'), [' billing', '_', 'refund']);
  });
});

describe('the vocabulary', () => {
  it('gives back any text, whatever it was made from', () => {
    for (const vocabulary of [untrainedVocabulary(), createVocabulary(counted(...texts, ...texts))]) {
      for (const text of texts) assert.equal(decode(vocabulary, vocabulary.encode(text)), text);
    }
  });

  it('has tokens for what occurs twice and spells the rest in bytes', () => {
    const vocabulary = createVocabulary(counted('red A1.5 rose', 'red A1.5 fox'));
    assert.equal(vocabulary.encode('red A1.5').length, 2);
    assert.deepEqual(vocabulary.encode('fox'), Array.from(Buffer.from('fox')));
    assert.ok(vocabulary.encode('red A1.5').every((token) => token >= firstPiece));
  });

  it('counts a compound that occurs once as its pieces', () => {
    const vocabulary = createVocabulary(counted('red_rose', 'red_fox'));
    assert.equal(decode(vocabulary, vocabulary.encode('red_fox').slice(0, 1)), 'red');
  });

  it('grows by another job and keeps the numbers of its tokens', () => {
    const base = createVocabulary(counted('red rose', 'red rose'));
    const grown = extendVocabulary(base, counted('red tulip', 'red tulip'));
    assert.deepEqual(grown.encode('red rose'), base.encode('red rose'));
    assert.equal(grown.encode(' tulip').length, 1);
    assert.equal(grown.size, base.size + 1);
    assert.equal(extendVocabulary(grown, counted('red rose tulip')), grown);
  });

  it('has one end token, which has no text', () => {
    assert.equal(untrainedVocabulary().bytesOf(endToken).length, 0);
    assert.equal(untrainedVocabulary().size, firstPiece);
  });
});
