/** Hash of no bytes. FNV-1a: cheap for the short pieces that words are. */
const emptyHash = 0x811c9dc5 | 0;

/** Hash of the bytes from `from` to `to`. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = emptyHash;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

/**
 * The tokens of an encoding with their ranks, which say what is merged first. Made from packed ranks: each token in the
 * order of ranks, its length in one byte before its bytes.
 */
export class RankTable {
  /** Number of tokens. */
  readonly size: number;
  /** Bytes of the longest token. */
  readonly longest: number;
  readonly #packed: Uint8Array;
  /** Where the length of each token stands. */
  readonly #starts: Int32Array;
  /** Open addressing; two entries a slot: hash, and rank + 1 (0 = free). */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(packed: Uint8Array) {
    const starts: number[] = [];
    let longest = 0;
    for (let at = 0; at < packed.length; at += 1 + (packed[at] as number)) {
      starts.push(at);
      longest = Math.max(longest, packed[at] as number);
    }
    this.size = starts.length;
    this.longest = longest;
    this.#packed = packed;
    this.#starts = Int32Array.from(starts);
    // Less than half full, so that a search seldom needs a second look.
    const slots = 2 ** Math.ceil(Math.log2(starts.length * 2 + 1));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots * 2);
    for (let rank = 0; rank < starts.length; rank++) this.#insert(rank);
  }

  #insert(rank: number): void {
    const start = (this.#starts[rank] as number) + 1;
    const hash = hashOf(this.#packed, start, start + (this.#packed[start - 1] as number));
    let slot = hash & this.#mask;
    while (this.#slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = rank + 1;
  }

  /** The rank of the token that is the bytes from `from` to `to`, whose hash is `hash`; -1 where there is none. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = slots[slot * 2 + 1] as number;
      if (entry === 0) return -1;
      if (slots[slot * 2] === hash && this.#isToken(entry - 1, bytes, from, to)) return entry - 1;
    }
  }

  /** The rank of the token that is the bytes from `from` to `to`; -1 where there is none. */
  rankOf(bytes: Uint8Array, from: number, to: number): number {
    return to - from > this.longest ? -1 : this.find(bytes, from, to, hashOf(bytes, from, to));
  }

  #isToken(rank: number, bytes: Uint8Array, from: number, to: number): boolean {
    const packed = this.#packed;
    let at = this.#starts[rank] as number;
    if (packed[at++] !== to - from) return false;
    while (from < to) if (packed[at++] !== bytes[from++]) return false;
    return true;
  }
}
