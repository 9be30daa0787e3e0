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
  /** Bytes of the longest token. */
  readonly longest: number;
  readonly #packed: Uint8Array;
  /** Open addressing; two entries a slot: hash, and where the bytes of the token start, behind their length (0 = free). */
  readonly #slots: Int32Array;
  /** By slot. Apart from the slots, since most searches only ask whether there is a token. */
  readonly #ranks: Int32Array;
  readonly #mask: number;

  constructor(packed: Uint8Array) {
    let size = 0;
    let longest = 0;
    for (let at = 0; at < packed.length; at += 1 + (packed[at] as number)) {
      size++;
      longest = Math.max(longest, packed[at] as number);
    }
    this.longest = longest;
    this.#packed = packed;
    // Less than half full, so that a search seldom needs a second look.
    const slots = 2 ** Math.ceil(Math.log2(size * 2 + 1));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots * 2);
    this.#ranks = new Int32Array(slots);
    for (let start = 1, rank = 0; rank < size; rank++) {
      const end = start + (packed[start - 1] as number);
      this.#insert(rank, start, end);
      start = end + 1;
    }
  }

  #insert(rank: number, start: number, end: number): void {
    const hash = hashOf(this.#packed, start, end);
    let slot = hash & this.#mask;
    while (this.#slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = start;
    this.#ranks[slot] = rank;
  }

  /** True where the bytes from `from` to `to`, whose hash is `hash`, are a token. */
  has(bytes: Uint8Array, from: number, to: number, hash: number): boolean {
    return this.#find(bytes, from, to, hash) >= 0;
  }

  /** The rank of the token that is the bytes from `from` to `to`; -1 where there is none. */
  rankOf(bytes: Uint8Array, from: number, to: number): number {
    if (to - from > this.longest) return -1;
    const slot = this.#find(bytes, from, to, hashOf(bytes, from, to));
    return slot < 0 ? -1 : (this.#ranks[slot] as number);
  }

  /** The slot of a token; -1 where there is none. */
  #find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const start = slots[slot * 2 + 1] as number;
      if (start === 0) return -1;
      if (slots[slot * 2] === hash && this.#isToken(start, bytes, from, to)) return slot;
    }
  }

  #isToken(start: number, bytes: Uint8Array, from: number, to: number): boolean {
    const packed = this.#packed;
    if (packed[start - 1] !== to - from) return false;
    let at = start;
    while (from < to) if (packed[at++] !== bytes[from++]) return false;
    return true;
  }
}
