import { createRandom } from '../../src/engines/baseline/random.ts';
import type { ChatRow } from './labellingTask.ts';

/** Text of random words; the n-th of `vocabulary` words is n times as rare as the first. */
function randomText(words: number, vocabulary: number, random: () => number): string {
  const rank = (): number => Math.floor(vocabulary ** random());
  return Array.from(
    { length: words },
    () =>
      `w${rank()
        .toString(26)
        .replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}`,
  ).join(' ');
}

/** Chat examples with a prompt and an answer of so many words each. */
export function randomRows(examples: number, prompt: number, answer: number, vocabulary: number): ChatRow[] {
  const random = createRandom(1);
  return Array.from({ length: examples }, () => ({
    messages: [
      { role: 'user', content: randomText(prompt, vocabulary, random) },
      { role: 'assistant', content: randomText(answer, vocabulary, random) },
    ],
  }));
}
