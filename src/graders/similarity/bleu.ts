import { ngramsOf, sharedNgrams, wordsOf } from './ngrams.ts';

/** Longest runs of words that BLEU and GLEU compare. */
const longest = 4;

/**
 * BLEU of one text against one reference, not smoothed: 0 where they share no run of four words. K. Papineni and others,
 * "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002.
 */
export function bleu(input: string, reference: string): number {
  const words = wordsOf(input);
  const wanted = wordsOf(reference);
  if (words.length < longest) return 0;
  let logs = 0;
  for (let n = 1; n <= longest; n++) {
    const shared = sharedNgrams(ngramsOf(words, n), ngramsOf(wanted, n));
    if (shared === 0) return 0;
    logs += Math.log(shared / (words.length - n + 1)) / longest;
  }
  const brevity = Math.min(0, 1 - wanted.length / words.length);
  return Math.exp(logs + brevity);
}

/**
 * Google's BLEU for single sentences: the lower of precision and recall over all runs of one to four words. Y. Wu and
 * others, "Google's Neural Machine Translation System", 2016, section 5.1.
 */
export function gleu(input: string, reference: string): number {
  const words = wordsOf(input);
  const wanted = wordsOf(reference);
  let shared = 0;
  let all = 0;
  for (let n = 1; n <= longest; n++) {
    shared += sharedNgrams(ngramsOf(words, n), ngramsOf(wanted, n));
    all += Math.max(0, Math.max(words.length, wanted.length) - n + 1);
  }
  return all === 0 ? 0 : shared / all;
}
