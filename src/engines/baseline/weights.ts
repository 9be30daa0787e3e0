/** Multiplier of the hash (2^32 divided by the golden ratio). */
const spread = 0x9e3779b1;

/** One weight for each pair of a tree node and a feature, in a table of 2^bits places found by hashing. */
export class Weights {
  readonly bits: number;
  readonly values: Float32Array;

  constructor(bits: number, values: Float32Array = new Float32Array(2 ** bits)) {
    this.bits = bits;
    this.values = values;
  }

  /** Places of a table for that many answer tokens: room enough that weights seldom share one. */
  static bitsFor(tokens: number): number {
    return Math.min(22, Math.max(18, Math.ceil(Math.log2(64 * Math.max(1, tokens)))));
  }

  /** The same function in a table of at least 2^bits places. The upper bits of the hash choose the place, so each splits into its successors. */
  grown(bits: number): Weights {
    if (bits <= this.bits) return this;
    const copies = 2 ** (bits - this.bits);
    const values = new Float32Array(2 ** bits);
    for (let place = 0; place < this.values.length; place++) {
      const value = this.values[place] as number;
      if (value !== 0) values.fill(value, place * copies, (place + 1) * copies);
    }
    return new Weights(bits, values);
  }
}

/** The place of the weight for a node's key and a feature's hash, in a table of 2^(32 - shift). */
export function placeOf(key: number, feature: number, shift: number): number {
  return Math.imul(key ^ feature, spread) >>> shift;
}
