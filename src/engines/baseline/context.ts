import { combine, mix } from './hash.ts';

/** Features of the answer so far, each with value 1. */
export const contextSize = 8;

/** Stands for the tokens before an answer's first. */
const start = -1;

/**
 * Fills `context` with the features for the token at `position` (0-based) of an answer: the one, two, three, four tokens
 * before it, the word so far where it is spelled in bytes (else five tokens), the token before the last, the position.
 */
export function readContext(context: Int32Array, tokens: ArrayLike<number>, position: number): void {
  const first = position > 0 ? (tokens[position - 1] as number) : start;
  const second = position > 1 ? (tokens[position - 2] as number) : start;
  const third = position > 2 ? (tokens[position - 3] as number) : start;
  const fourth = position > 3 ? (tokens[position - 4] as number) : start;
  const one = combine(1, first);
  const two = combine(one, second);
  const three = combine(two, third);
  const four = combine(three, fourth);
  context[0] = bias;
  context[1] = one;
  context[2] = two;
  context[3] = three;
  context[4] = four;
  context[5] =
    first >= 0 && first < 256
      ? spelling(tokens, position)
      : combine(four, position > 4 ? (tokens[position - 5] as number) : start);
  context[6] = combine(6, second);
  context[7] = combine(7, stretch(position));
}

/** The feature that every token has. */
export const bias = mix(0x2545f491);

/** The bytes since the last whole piece, and that piece. A long run counts from its last 64 bytes. */
function spelling(tokens: ArrayLike<number>, position: number): number {
  let hash = 5;
  for (let at = position - 1; at >= Math.max(0, position - 64); at--) {
    const token = tokens[at] as number;
    hash = combine(hash, token);
    if (token >= 256) break;
  }
  return hash;
}

/** Exact for the first eight tokens, then two steps a doubling. */
function stretch(position: number): number {
  return position < 8 ? position : 2 + Math.floor(2 * Math.log2(position));
}
