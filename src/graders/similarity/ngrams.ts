/** Runs of `n` neighbouring words and how often each occurs. Words hold no white space. */
export function ngramsOf(words: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const ngram = words.slice(start, start + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many runs two counts share; each counts as often as both have it. */
export function sharedNgrams(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [ngram, count] of a) shared += Math.min(count, b.get(ngram) ?? 0);
  return shared;
}

/** What stands between white space, as the words of BLEU, GLEU and METEOR are usually told apart. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
