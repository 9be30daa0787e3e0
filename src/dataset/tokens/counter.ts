import type { Encoding } from './encoding.ts';
import { mergedTokens } from './merge.ts';
import { hashOf, RankTable } from './rankTable.ts';
import { createSplitter, endOfText } from './splitter.ts';

/** Counts tokens. */
export interface TokenCounter {
  /** Tokens of `text`, exactly as tiktoken's `encode_ordinary` makes them: `<|endoftext|>` is text like any other. */
  count(text: string): number;
  /** The same, for text that other rows are likely to have too: the names of roles, instructions, definitions of tools. */
  countRepeated(text: string): number;
}

/** Repeated texts that are remembered, and how long one may be, in UTF-16 units. */
const rememberedTexts = 256;
const rememberedLength = 1 << 14;

/** Bytes of the buffer that is kept between texts. */
const keptBytes = 1 << 20;

/**
 * A counter for an encoding. `ranks`: its tokens in the order of their ranks, the length of each in one byte before its
 * bytes.
 */
export function createCounter(encoding: Encoding, ranks: Uint8Array): TokenCounter {
  const table = new RankTable(ranks);
  const splitter = createSplitter(encoding);
  const merged = new MergedPieces(table);
  const encoder = new TextEncoder();
  const kept = new Uint8Array(keptBytes);
  const repeated = new Map<string, number>();

  const counter: TokenCounter = {
    countRepeated(text) {
      let tokens = repeated.get(text);
      if (tokens === undefined) {
        tokens = counter.count(text);
        if (repeated.size >= rememberedTexts) repeated.clear();
        if (text.length <= rememberedLength) repeated.set(text, tokens);
      }
      return tokens;
    },

    count(text) {
      // UTF-8 has at most three bytes for a UTF-16 unit.
      const needed = text.length * 3 + 1;
      const bytes = needed <= keptBytes ? kept : new Uint8Array(needed);
      const end = encoder.encodeInto(text, bytes).written;
      bytes[end] = endOfText;
      splitter.bytes = bytes;
      splitter.end = end;
      let tokens = 0;
      for (let at = 0; at < end;) {
        const next = splitter.next(at);
        // Every byte is a token.
        if (next - at === 1) tokens++;
        else {
          const hash = hashOf(bytes, at, next);
          tokens += table.has(bytes, at, next, hash) ? 1 : merged.tokens(bytes, at, next, hash);
        }
        at = next;
      }
      splitter.bytes = kept;
      return tokens;
    },
  };
  return counter;
}

const cachedPieces = 1 << 14;
const cachedLength = 32;

/** Tokens of pieces that are no token as a whole. Remembers short ones: rare words come again. */
class MergedPieces {
  readonly #table: RankTable;
  /** A place for each remainder of a hash; a later piece takes it over. */
  readonly #bytes = new Uint8Array(cachedPieces * cachedLength);
  readonly #lengths = new Uint8Array(cachedPieces);
  readonly #counts = new Uint8Array(cachedPieces);

  constructor(table: RankTable) {
    this.#table = table;
  }

  /** Tokens of the bytes from `from` to `to`, whose hash is `hash`. */
  tokens(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const length = to - from;
    if (length > cachedLength) return mergedTokens(this.#table, bytes, from, to);
    const slot = hash & (cachedPieces - 1);
    if (this.#lengths[slot] === length && this.#isCached(slot, bytes, from, to)) return this.#counts[slot] as number;
    const tokens = mergedTokens(this.#table, bytes, from, to);
    this.#bytes.set(bytes.subarray(from, to), slot * cachedLength);
    this.#lengths[slot] = length;
    this.#counts[slot] = tokens;
    return tokens;
  }

  #isCached(slot: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = slot * cachedLength;
    while (from < to) if (this.#bytes[at++] !== bytes[from++]) return false;
    return true;
  }
}
