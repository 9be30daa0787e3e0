import assert from 'node:assert/strict';
import fc from 'fast-check';
import { similarities } from '../../../../src/graders/similarity/similarity.ts';

const party = 'It is a guide to action which ensures that the military always obeys the commands of the party';
const partyReference = 'It is a guide to action that ensures that the military will forever heed Party commands';
const troops = 'It is to insure the troops forever hearing the activity guidebook that party direct';

/** Values are those that the source publishes, to four places; NLTK cuts them off. */
const published: readonly (readonly [
  metric: string,
  input: string,
  reference: string,
  value: number,
  source: string,
])[] = [
  ['fuzzy_match', 'this is a test', 'this is a test!', 0.9655, 'RapidFuzz'],
  ['fuzzy_match', 'fuzzy wuzzy was a bear', 'wuzzy fuzzy was a bear', 0.9091, 'RapidFuzz'],
  ['bleu', party, partyReference, 0.4118, 'NLTK'],
  ['gleu', party, partyReference, 0.4393, 'NLTK'],
  ['gleu', troops, partyReference, 0.1206, 'NLTK'],
  ['gleu', 'the the the the the the the', 'the cat is on the mat', 0.0909, 'NLTK'],
  ['meteor', party, partyReference, 0.6944, 'NLTK'],
  ['meteor', 'the cat sat on the mat', 'the cat sat on the mat', 0.9977, 'Wikipedia'],
  ['meteor', 'on the mat sat the cat', 'the cat sat on the mat', 0.5, 'Wikipedia'],
  ['meteor', 'the cat was sat on the mat', 'the cat sat on the mat', 0.9654, 'Wikipedia'],
  ['rouge_1', 'testing', 'testing one two', 1 / 2, 'rouge_score'],
  ['rouge_2', 'testing one', 'testing one two', 2 / 3, 'rouge_score'],
  ['rouge_l', 'testing one', 'testing one two', 4 / 5, 'rouge_score'],
  ['rouge_l', 'testing two', 'testing one two', 4 / 5, 'rouge_score'],
  ['rouge_l', 'police kill the gunman', 'police killed the gunman', 3 / 4, 'Lin 2004'],
  ['rouge_l', 'the gunman kill police', 'police killed the gunman', 1 / 2, 'Lin 2004'],
];

/** Counted by hand. */
const counted: readonly (readonly [metric: string, input: string, reference: string, value: number])[] = [
  ['fuzzy_match', '', '', 1],
  ['fuzzy_match', 'a', '', 0],
  ['fuzzy_match', '😀a', '😀b', 1 / 2],
  ['bleu', 'a b c d', 'a b c d', 1],
  ['bleu', 'a b c d', 'a b c d e f g h', Math.exp(-1)],
  ['bleu', 'a b c', 'a b c', 0],
  ['gleu', 'a', 'a', 1],
  ['gleu', '', '', 0],
  ['meteor', 'no match', 'at all', 0],
  ['meteor', 'WORD', 'word', 0.5],
  ['rouge_1', 'Größe: 12!', 'größe 12', 1],
  ['rouge_1', '?!', '?!', 0],
  ['rouge_3', 'a b c d', 'x b c d', 1 / 2],
  ['rouge_4', 'a b c d e', 'a b c d x', 1 / 2],
  ['rouge_5', 'a b c d e f', 'a b c d e x', 1 / 2],
];

describe('the similarity of two texts', () => {
  for (const [metric, input, reference, value, source] of published) {
    it(`by ${metric} is what ${source} says: ${value.toFixed(4)}`, () => {
      assert.ok(Math.abs(similarities[metric]!(input, reference) - value) < 1e-4);
    });
  }

  for (const [metric, input, reference, value] of counted) {
    it(`by ${metric} of ${JSON.stringify(input)} and ${JSON.stringify(reference)} is ${value.toFixed(3)}`, () => {
      assert.ok(Math.abs(similarities[metric]!(input, reference) - value) < 1e-9);
    });
  }

  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'A', ' ', '. ', '😀')).map((parts) => parts.join(''));
  for (const [metric, similarity] of Object.entries(similarities)) {
    it(`by ${metric} is between 0 and 1, whatever the texts are`, () => {
      fc.assert(
        fc.property(texts, texts, (input, reference) => {
          const value = similarity(input, reference);
          assert.ok(value >= 0 && value <= 1 + 1e-12, String(value));
        }),
      );
    });
  }

  for (const metric of ['fuzzy_match', 'gleu', 'rouge_1', 'rouge_l']) {
    it(`by ${metric} is the same from either side`, () => {
      const similarity = similarities[metric]!;
      fc.assert(fc.property(texts, texts, (a, b) => assert.equal(similarity(a, b), similarity(b, a))));
    });
  }
});
