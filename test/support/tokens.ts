import { createCounter, type TokenCounter } from '../../src/dataset/tokens/counter.ts';
import type { Encoding } from '../../src/dataset/tokens/encoding.ts';
import { packRanks } from '../../scripts/packRanks.mjs';

const counters = new Map<Encoding, Promise<TokenCounter>>();

/** The counter of an encoding, made once for all tests: its tables take a while. */
export function counterOf(encoding: Encoding): Promise<TokenCounter> {
  const known = counters.get(encoding);
  if (known) return known;
  const made = packRanks(encoding).then((ranks) => createCounter(encoding, ranks));
  counters.set(encoding, made);
  return made;
}
