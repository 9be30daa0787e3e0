import { commonSubsequence } from './commonSubsequence.ts';
import { ngramsOf, sharedNgrams } from './ngrams.ts';

/**
 * ROUGE-N: the balanced F-measure of shared runs of `n` words. C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of
 * Summaries", 2004; words as in Google's rouge_score: lower case, letters and digits only. Words are not cut to stems.
 */
export function rougeN(input: string, reference: string, n: number): number {
  const words = rougeWords(input);
  const wanted = rougeWords(reference);
  const shared = sharedNgrams(ngramsOf(words, n), ngramsOf(wanted, n));
  return fMeasure(shared, words.length - n + 1, wanted.length - n + 1);
}

/** ROUGE-L: the balanced F-measure of the longest common subsequence of words. Source as for ROUGE-N. */
export function rougeL(input: string, reference: string): number {
  const words = rougeWords(input);
  const wanted = rougeWords(reference);
  return fMeasure(commonSubsequence(words, wanted), words.length, wanted.length);
}

/** Letters of all languages, where rouge_score knows English ones only. */
function rougeWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** 2PR / (P + R) for `shared` of `given` and of `wanted`; 0 where nothing is shared. */
function fMeasure(shared: number, given: number, wanted: number): number {
  return shared === 0 ? 0 : (2 * shared) / (given + wanted);
}
