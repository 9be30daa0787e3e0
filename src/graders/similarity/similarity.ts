import { bleu, gleu } from './bleu.ts';
import { commonSubsequence } from './commonSubsequence.ts';
import { meteor } from './meteor.ts';
import { rougeL, rougeN } from './rouge.ts';

/** How alike `input` is to `reference`: from 0 to 1. */
export type Similarity = (input: string, reference: string) => number;

/** The measures that need no model, by their names in a text_similarity. */
export const similarities: Readonly<Record<string, Similarity>> = {
  fuzzy_match: fuzzyMatch,
  bleu,
  gleu,
  meteor,
  rouge_1: (input, reference) => rougeN(input, reference, 1),
  rouge_2: (input, reference) => rougeN(input, reference, 2),
  rouge_3: (input, reference) => rougeN(input, reference, 3),
  rouge_4: (input, reference) => rougeN(input, reference, 4),
  rouge_5: (input, reference) => rougeN(input, reference, 5),
  rouge_l: rougeL,
};

/** Longest texts that are compared, in UTF-16 units: two of them take some milliseconds. Our choice. */
export const maxComparedLength = 10_000;

/**
 * `fuzz.ratio` of RapidFuzz (which the OpenAI graders guide names) as a share: the characters of both texts that belong to
 * their longest common subsequence. Two empty texts are equal.
 */
function fuzzyMatch(input: string, reference: string): number {
  const characters = Array.from(input);
  const wanted = Array.from(reference);
  const length = characters.length + wanted.length;
  return length === 0 ? 1 : (2 * commonSubsequence(characters, wanted)) / length;
}
