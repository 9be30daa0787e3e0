/** UTF-16 units at the start of a text that count for its hash, whatever they are. */
const headUnits = 16;
/** Units at its end that count, as far as they are plain. */
const tailUnits = 8;
export const prime = 0x01000193;
export const mixer = 0x45d9f3b;

/** The path of a row's whole value. */
export const rootPath = prime;

/**
 * A sum of hashes, each of a part of a value with the path to it, so that the order in which they are added makes no
 * difference.
 */
export class Fingerprint {
  #low = 0;
  #high = 0;

  /** A whole number of 53 bits: equal for values that are equal as data, and seldom for others. */
  get value(): number {
    return (this.#high & 0x1fffff) * 0x1_0000_0000 + (this.#low >>> 0);
  }

  /** Its halves, of 32 bits. */
  get low(): number {
    return this.#low;
  }

  get high(): number {
    return this.#high;
  }

  /** Starts anew. */
  clear(): void {
    this.#low = 0;
    this.#high = 0;
  }

  /** `factor`: the product of those of the arrays that the part is in. */
  add(hash: number, factor = 1): void {
    const mixed = Math.imul(hash ^ (hash >>> 16), mixer);
    this.#low = (this.#low + Math.imul(mixed ^ (mixed >>> 15), factor)) | 0;
    this.#high = (this.#high + Math.imul(mixed ^ (mixed >>> 13), Math.imul(prime, factor))) | 0;
  }

  /** Adds all that has been added to another one. */
  addAll(other: Fingerprint, factor = 1): void {
    this.#low = (this.#low + Math.imul(other.#low, factor)) | 0;
    this.#high = (this.#high + Math.imul(other.#high, factor)) | 0;
  }

  /** Takes that back. */
  removeAll(other: Fingerprint): void {
    this.#low = (this.#low - other.#low) | 0;
    this.#high = (this.#high - other.#high) | 0;
  }

  /** Takes back one hash. */
  remove(hash: number): void {
    const other = new Fingerprint();
    other.add(hash);
    this.removeAll(other);
  }
}

/** The path to an item of an array. It is the same for all of them, so that like items add the same but for a factor. */
export function itemPath(path: number): number {
  return Math.imul(path ^ 1, mixer);
}

/** By what all that `array[index]` adds to a fingerprint is multiplied. An odd number, which loses nothing of it. */
export function itemFactor(index: number): number {
  return (Math.imul(index + 1, mixer) << 1) | 1;
}

/** The path to `object[key]`. Keys are much the same in all rows: a quick fingerprint needs little of them. */
export function memberPath(path: number, key: string): number {
  return Math.imul(path ^ key.length, mixer) ^ key.charCodeAt(0);
}

/**
 * The hash of a text: its first units, its last ones as far as they are plain, and its length. No more, since every text
 * of every row is read for it; and nothing that `assembly/text.ts` could not tell from the text as it is written in JSON.
 */
export function textHash(text: string, path: number): number {
  const { length } = text;
  const head = length < headUnits ? length : headUnits;
  let hash = path;
  for (let at = 0; at < head; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  const first = Math.max(head, length - tailUnits);
  for (let at = length - 1; at >= first; at--) {
    const unit = text.charCodeAt(at);
    if (!isPlain(unit)) break;
    hash = Math.imul(hash ^ unit, prime);
  }
  return Math.imul(hash ^ length, mixer);
}

/** ASCII that JSON can only write as itself, or hardly anybody writes otherwise. A slash may have a backslash before it. */
function isPlain(unit: number): boolean {
  return unit >= 0x20 && unit < 0x7f && unit !== 0x22 && unit !== 0x5c && unit !== 0x2f;
}
