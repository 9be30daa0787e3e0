/** UTF-16 units of a text that is read as a whole for a quick fingerprint. */
const shortText = 24;
/**
 * Of a longer text about 2 ** 3 units count: enough, together with its length, that different examples seldom share a
 * fingerprint, and no more, since every text of every row is read for it.
 */
const sampleShift = 3;
/** UTF-16 units below this one are no half of a surrogate pair. */
const firstSurrogate = 0xd800;
/** Levels of nesting read by recursion; deeper ones wait, so that no depth overflows the stack. */
const recursedDepth = 200;
const prime = 0x01000193;
const mixer = 0x45d9f3b;
/** Tell apart values of different kinds that are alike. */
const kinds = {
  array: 0x51ed270b,
  object: 0x1b873593,
  number: 0x2545f491,
  null: 0x6b43a9b5,
  true: 0x3c6ef372,
  false: 0x14057b7e,
};

interface Deferred {
  readonly value: object;
  readonly path: number;
}

/**
 * One look at all of a row's value: how many keys it has, whether a text has half a surrogate pair, and a fingerprint that
 * does not depend on spacing, on escapes, or on the order of keys.
 */
export class ValueLook {
  /** Keys of all objects. */
  keys = 0;
  /** No text or key has half of a surrogate pair. */
  isWellFormed = true;
  readonly #isFull: boolean;
  #deferred: Deferred[] | undefined;
  #low = 0;
  #high = 0;

  /** `isFull` reads whole texts for the fingerprint, not samples. */
  constructor(value: object, isFull = false) {
    this.#isFull = isFull;
    this.#visit(value, prime, 0);
    for (let next = this.#deferred?.pop(); next; next = this.#deferred?.pop()) this.#visit(next.value, next.path, 0);
  }

  /** A whole number of 53 bits: equal for values that are equal as data, and seldom for others. */
  get fingerprint(): number {
    return (this.#high & 0x1fffff) * 0x1_0000_0000 + (this.#low >>> 0);
  }

  /** Everything adds to the sums by itself, with the path to it, so that order makes no difference. */
  #visit(value: object, path: number, depth: number): void {
    if (depth > recursedDepth) {
      (this.#deferred ??= []).push({ value, path });
      return;
    }
    if (Array.isArray(value)) {
      this.#add(Math.imul(path ^ kinds.array, mixer) ^ value.length);
      for (let index = 0; index < value.length; index++) {
        this.#part(value[index], Math.imul(path ^ (index + 1), mixer), depth);
      }
      return;
    }
    // Not for...in, which becomes slow for all objects once one had a key like "0".
    const keys = Object.keys(value);
    for (const key of keys) {
      if (!key.isWellFormed()) this.isWellFormed = false;
      this.#part((value as Record<string, unknown>)[key], this.#keyHash(key, path), depth);
    }
    this.keys += keys.length;
    this.#add(Math.imul(path ^ kinds.object, mixer) ^ keys.length);
  }

  #part(value: unknown, path: number, depth: number): void {
    if (typeof value === 'string') this.#add(this.#textHash(value, path));
    else if (typeof value === 'object' && value !== null) this.#visit(value, path, depth + 1);
    else if (typeof value === 'number') this.#add(numberHash(value, path));
    else this.#add(path ^ (value === null ? kinds.null : value === true ? kinds.true : kinds.false));
  }

  /** Keys are much the same in all rows: a quick fingerprint needs little of them. */
  #keyHash(key: string, path: number): number {
    return this.#isFull ? this.#textHash(key, path) : Math.imul(path ^ key.length, mixer) ^ key.charCodeAt(0);
  }

  #textHash(text: string, seed: number): number {
    const { length } = text;
    let hash = Math.imul(seed ^ length, mixer);
    if (length <= shortText || this.#isFull) {
      let highest = 0;
      for (let at = 0; at < length; at++) {
        const unit = text.charCodeAt(at);
        highest |= unit;
        hash = Math.imul(hash ^ unit, prime);
      }
      if (highest < firstSurrogate) return hash;
    } else {
      const step = length >> sampleShift;
      for (let at = 0; at < length; at += step) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
    }
    if (!text.isWellFormed()) this.isWellFormed = false;
    return hash;
  }

  #add(hash: number): void {
    const mixed = Math.imul(hash ^ (hash >>> 16), mixer);
    this.#low = (this.#low + (mixed ^ (mixed >>> 15))) | 0;
    this.#high = (this.#high + Math.imul(mixed ^ (mixed >>> 13), prime)) | 0;
  }
}

/** The bits of a number. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** Equal for numbers that are equal; 0 and -0 are. */
function numberHash(value: number, path: number): number {
  double[0] = value + 0;
  return Math.imul(Math.imul(path ^ kinds.number ^ (words[0] ?? 0), mixer) ^ (words[1] ?? 0), prime);
}
