import { wordsOf } from './ngrams.ts';

/** A word of the input and the word of the reference that it matches, by their places. */
type Match = readonly [input: number, reference: number];

/**
 * METEOR with its exact module: words match that are the same apart from case. (Stems and synonyms need data of a
 * language.) S. Banerjee and A. Lavie, "METEOR: An Automatic Metric for MT Evaluation", 2005; which of several equal words
 * belong together is settled as in NLTK: from the end.
 */
export function meteor(input: string, reference: string): number {
  const words = wordsOf(input.toLowerCase());
  const wanted = wordsOf(reference.toLowerCase());
  const matches = alignment(words, wanted);
  if (matches.length === 0) return 0;
  const precision = matches.length / words.length;
  const recall = matches.length / wanted.length;
  const mean = (10 * precision * recall) / (recall + 9 * precision);
  return mean * (1 - 0.5 * (chunksOf(matches) / matches.length) ** 3);
}

/** In the order of the input. */
function alignment(words: readonly string[], wanted: readonly string[]): readonly Match[] {
  const places = new Map<string, number[]>();
  for (const [place, word] of wanted.entries()) {
    const known = places.get(word);
    if (known) known.push(place);
    else places.set(word, [place]);
  }
  const matches: Match[] = [];
  for (let place = words.length - 1; place >= 0; place--) {
    const partner = places.get(words[place] as string)?.pop();
    if (partner !== undefined) matches.push([place, partner]);
  }
  return matches.reverse();
}

/** Runs of matches that are neighbours in both texts. */
function chunksOf(matches: readonly Match[]): number {
  const isStart = ([input, reference]: Match, index: number): boolean => {
    const [before, beforeReference] = matches[index - 1] ?? [];
    return before !== input - 1 || beforeReference !== reference - 1;
  };
  return matches.filter(isStart).length;
}
