import { Fingerprint, itemFactor, itemPath, memberPath, mixer, prime, rootPath, textHash } from './fingerprint.ts';

/** Levels of nesting read by recursion; deeper ones wait, so that no depth overflows the stack. */
const recursedDepth = 200;
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
  /** Of the item that is visited, or of all. */
  #sum = new Fingerprint();
  readonly #isFull: boolean;
  #deferred: Deferred[] | undefined;

  /** `isFull` reads whole texts for the fingerprint, not samples. `path`: to the value, where it is a part of another. */
  constructor(value: object, { isFull = false, path = rootPath }: { isFull?: boolean; path?: number } = {}) {
    this.#isFull = isFull;
    this.#visit(value, path, 0);
    for (let next = this.#deferred?.pop(); next; next = this.#deferred?.pop()) this.#visit(next.value, next.path, 0);
  }

  /** A whole number of 53 bits: equal for values that are equal as data, and seldom for others. */
  get fingerprint(): number {
    return this.#sum.value;
  }

  /** The same, to be added to others. */
  get sum(): Fingerprint {
    return this.#sum;
  }

  /** Everything adds to the sum by itself, with the path to it, so that the order of keys makes no difference. */
  #visit(value: object, path: number, depth: number): void {
    if (depth > recursedDepth) {
      (this.#deferred ??= []).push({ value, path });
      return;
    }
    if (Array.isArray(value)) {
      this.#sum.add(arrayHash(path, value.length));
      this.#items(value, itemPath(path), depth);
      return;
    }
    // Not for...in, which becomes slow for all objects once one had a key like "0".
    const keys = Object.keys(value);
    for (const key of keys) {
      if (!key.isWellFormed()) this.isWellFormed = false;
      this.#part((value as Record<string, unknown>)[key], this.#keyHash(key, path), depth);
    }
    this.keys += keys.length;
    this.#sum.add(Math.imul(path ^ kinds.object, mixer) ^ keys.length);
  }

  #items(array: readonly unknown[], path: number, depth: number): void {
    const all = this.#sum;
    const item = new Fingerprint();
    this.#sum = item;
    for (let index = 0; index < array.length; index++) {
      this.#part(array[index], path, depth);
      all.addAll(item, itemFactor(index));
      item.clear();
    }
    this.#sum = all;
  }

  #part(value: unknown, path: number, depth: number): void {
    if (typeof value === 'string') this.#sum.add(this.#textHash(value, path));
    else if (typeof value === 'object' && value !== null) this.#visit(value, path, depth + 1);
    else if (typeof value === 'number') this.#sum.add(numberHash(value, path));
    else this.#sum.add(path ^ (value === null ? kinds.null : value === true ? kinds.true : kinds.false));
  }

  #keyHash(key: string, path: number): number {
    return this.#isFull ? fullHash(key, path) : memberPath(path, key);
  }

  #textHash(text: string, path: number): number {
    if (!text.isWellFormed()) this.isWellFormed = false;
    return this.#isFull ? fullHash(text, path) : textHash(text, path);
  }
}

/** What an array adds to a fingerprint, beside its elements. */
export function arrayHash(path: number, length: number): number {
  return Math.imul(path ^ kinds.array, mixer) ^ length;
}

/** Depends on every unit of the text. */
function fullHash(text: string, path: number): number {
  let hash = Math.imul(path ^ text.length, mixer);
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash;
}

/** The bits of a number. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** Equal for numbers that are equal; 0 and -0 are. */
function numberHash(value: number, path: number): number {
  double[0] = value + 0;
  return Math.imul(Math.imul(path ^ kinds.number ^ (words[0] ?? 0), mixer) ^ (words[1] ?? 0), prime);
}
