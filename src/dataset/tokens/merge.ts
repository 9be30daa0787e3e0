import type { RankTable } from './rankTable.ts';

/** No pair: nothing is merged here. */
const none = 0x7fffffff;
/** Pieces up to so many bytes are merged by looking through all pairs, which is quicker as long as they are few. */
const shortPiece = 96;

const starts = new Int32Array(shortPiece + 1);
const ranks = new Int32Array(shortPiece + 1);

/**
 * Number of tokens that byte-pair encoding makes of the bytes from `from` to `to`: of all neighbours the pair with the
 * lowest rank is merged, the first of equals, until no pair is a token.
 */
export function mergedTokens(table: RankTable, bytes: Uint8Array, from: number, to: number): number {
  return to - from <= shortPiece ? mergeShort(table, bytes, from, to) : mergeLong(table, bytes, from, to);
}

function mergeShort(table: RankTable, bytes: Uint8Array, from: number, to: number): number {
  let parts = to - from;
  const rank = (part: number): number => {
    if (part + 2 > parts) return none;
    const found = table.rankOf(bytes, starts[part] as number, starts[part + 2] as number);
    return found < 0 ? none : found;
  };
  for (let part = 0; part <= parts; part++) starts[part] = from + part;
  for (let part = 0; part < parts; part++) ranks[part] = rank(part);
  for (;;) {
    let best = 0;
    for (let part = 1; part < parts; part++) if ((ranks[part] as number) < (ranks[best] as number)) best = part;
    if (parts < 2 || ranks[best] === none) return parts;
    starts.copyWithin(best + 1, best + 2, parts + 1);
    ranks.copyWithin(best + 1, best + 2, parts);
    parts--;
    ranks[best] = rank(best);
    if (best > 0) ranks[best - 1] = rank(best - 1);
  }
}

/** The same with a heap of pairs and linked parts: its time grows hardly faster than the piece. */
function mergeLong(table: RankTable, bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  // A part is known by the place of its first byte; `length` stands for the end.
  const next = new Int32Array(length + 1);
  const previous = new Int32Array(length + 1);
  const pairRanks = new Int32Array(length + 1).fill(none);
  const heap = new PairHeap(length);
  const look = (part: number): void => {
    const second = next[part] as number;
    const found = second < length ? table.rankOf(bytes, from + part, from + (next[second] as number)) : -1;
    pairRanks[part] = found < 0 ? none : found;
    if (found >= 0) heap.push(found, part);
  };
  for (let part = 0; part <= length; part++) {
    next[part] = part + 1;
    previous[part] = part - 1;
  }
  for (let part = 0; part < length; part++) look(part);
  let parts = length;
  while (heap.pop()) {
    const { part } = heap;
    // What a merge has changed since is in the heap once more, with its new rank.
    if (pairRanks[part] !== heap.rank) continue;
    const gone = next[part] as number;
    pairRanks[gone] = none;
    const after = next[gone] as number;
    next[part] = after;
    previous[after] = part;
    parts--;
    look(part);
    const before = previous[part] as number;
    if (before >= 0) look(before);
  }
  return parts;
}

/** Beyond any place in a text. */
const places = 2 ** 31;

/** Pairs, the one of the lowest rank first, the first in the text of equals. */
class PairHeap {
  /** The pair that was taken last. */
  rank = 0;
  part = 0;
  /** rank * places + part: below 2^53. */
  #keys: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
  }

  push(rank: number, part: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const key = rank * places + part;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((keys[parent] as number) <= key) break;
      keys[at] = keys[parent] as number;
      at = parent;
    }
    keys[at] = key;
  }

  /** Takes the first pair; false where none is left. */
  pop(): boolean {
    if (this.#size === 0) return false;
    const keys = this.#keys;
    const first = keys[0] as number;
    this.part = first % places;
    this.rank = (first - this.part) / places;
    const size = --this.#size;
    const key = keys[size] as number;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if (key <= (keys[child] as number)) break;
      keys[at] = keys[child] as number;
      at = child;
    }
    keys[at] = key;
    return true;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
  }
}
