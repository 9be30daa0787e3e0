import { byteClasses, classOf, letter, lower, newline, number, space, symbol, upper, wide } from './characters.ts';
import type { Encoding } from './encoding.ts';

/** Stands after the text: no byte of UTF-8, and of no class, so that every run ends here. */
export const endOfText = 0xff;

const blank = 0x20;
const apostrophe = 0x27;
const slash = 0x2f;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts text into the pieces inside which tokens are merged, like the patterns of tiktoken's `openai_public.py`, but
 * without their backtracking: each piece is found in a time that grows with its length.
 */
export abstract class Splitter {
  /** The text in UTF-8, `endOfText` behind it. */
  bytes: Uint8Array = Uint8Array.of(endOfText);
  /** Number of bytes of the text. */
  end = 0;
  /** Bytes of the character that `classAt` looked at last. */
  protected width = 1;

  /** The end of the piece that starts at byte `at`, which lies before the end of the text. */
  next(at: number): number {
    const { bytes } = this;
    const end = plainWordEnd(bytes, at);
    if (end > at) return end;
    if (plainKinds[bytes[at] as number] === plainSign && bytes[at + 1] === blank) return at + 1;
    return this.anyPiece(at);
  }

  protected abstract anyPiece(at: number): number;

  protected classAt(at: number): number {
    const bits = byteClasses[this.bytes[at] as number] as number;
    this.width = 1;
    return bits === wide ? this.#wideClass(at) : bits;
  }

  /** The end of the run of characters from `at` on that have one of the bits of `mask`. */
  protected run(at: number, mask: number): number {
    const { bytes } = this;
    for (;;) {
      const bits = byteClasses[bytes[at] as number] as number;
      if ((bits & mask) !== 0) at++;
      else if (bits !== wide || (this.#wideClass(at) & mask) === 0) return at;
      else at += this.width;
    }
  }

  /** The start of the character that ends before `at`. */
  protected before(at: number): number {
    do at--;
    while (((this.bytes[at] as number) & 0xc0) === 0x80);
    return at;
  }

  /** `\p{N}{1,3}` */
  protected digits(at: number): number {
    let end = at;
    for (let count = 0; count < 3 && (this.classAt(end) & number) !== 0; count++) end += this.width;
    return end;
  }

  /** White space: up to its last line break, else all of it at the end of the text, else all but its last character. */
  protected spaces(at: number): number {
    const end = this.run(at, space);
    const lines = this.#lastLineEnd(at, end);
    if (lines > at) return lines;
    if (end === this.end) return end;
    const last = this.before(end);
    return last > at ? last : end;
  }

  /** `'s`, `'ll` and their like, in capitals too; `at` where there is none. U+017F is a kind of s. */
  protected contraction(at: number): number {
    const { bytes } = this;
    if (bytes[at] !== apostrophe) return at;
    const first = (bytes[at + 1] as number) | blank;
    if (first === 0x73 || first === 0x64 || first === 0x6d || first === 0x74) return at + 2;
    if (bytes[at + 1] === 0xc5 && bytes[at + 2] === 0xbf) return at + 3;
    const second = (bytes[at + 2] ?? endOfText) | blank;
    const isLong = (first === 0x6c && second === 0x6c) || ((first === 0x76 || first === 0x72) && second === 0x65);
    return isLong ? at + 3 : at;
  }

  #lastLineEnd(from: number, to: number): number {
    const { bytes } = this;
    while (to > from && bytes[to - 1] !== lineFeed && bytes[to - 1] !== carriageReturn) to--;
    return to;
  }

  #wideClass(at: number): number {
    const { bytes } = this;
    const lead = bytes[at] as number;
    const second = (bytes[at + 1] as number) & 0x3f;
    if (lead < 0xe0) {
      this.width = 2;
      return classOf(((lead & 0x1f) << 6) | second);
    }
    const third = (bytes[at + 2] as number) & 0x3f;
    if (lead < 0xf0) {
      this.width = 3;
      return classOf(((lead & 0x0f) << 12) | (second << 6) | third);
    }
    this.width = 4;
    return classOf(((lead & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] as number) & 0x3f));
  }
}

const plainLower = 1;
const plainUpper = 2;
/** From here on, what ends a plain word: ASCII, but no letter, and no apostrophe, which a contraction may start with. */
const plainEnd = 3;
/** A digit or a symbol: a piece of its own where a blank follows. */
const plainSign = 4;

const plainKinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return byte === endOfText ? plainEnd : 0;
  const bits = byteClasses[byte] as number;
  if ((bits & letter) !== 0) return (bits & lower) !== 0 ? plainLower : plainUpper;
  if (byte === apostrophe) return 0;
  return (bits & (number | symbol)) !== 0 ? plainSign : plainEnd;
});

/** The end of a word as most are: a blank, a capital, both or neither, and ASCII letters. A piece in every encoding. */
function plainWordEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  if (bytes[end] === blank) end++;
  if (plainKinds[bytes[end] as number] === plainUpper) end++;
  const letters = end;
  while (plainKinds[bytes[end] as number] === plainLower) end++;
  return end > letters && (plainKinds[bytes[end] as number] as number) >= plainEnd ? end : at;
}

/** Words keep their case together, and their contraction; line breaks and slashes stay with symbols. */
class O200kSplitter extends Splitter {
  protected override anyPiece(at: number): number {
    const first = this.classAt(at);
    const after = at + this.width;
    if ((first & letter) !== 0) return this.#word(at);
    if ((first & number) !== 0) return this.digits(at);
    if ((first & newline) === 0) {
      // Any other character may stand in front of a word.
      const isBeforeWord = (this.classAt(after) & (upper | lower)) !== 0;
      const end = isBeforeWord ? this.#mixedWord(after) : after;
      if (end > after) return this.contraction(end);
      // A combining mark is a word of its own.
      if ((first & lower) !== 0) return this.contraction(this.#mixedWord(at));
      if (isBeforeWord) return this.contraction(this.run(after, upper));
    }
    if ((first & symbol) !== 0) return this.#symbols(at);
    if (this.bytes[at] === blank && (this.classAt(after) & symbol) !== 0) return this.#symbols(after);
    return this.spaces(at);
  }

  #word(at: number): number {
    const end = this.#mixedWord(at);
    return this.contraction(end > at ? end : this.run(at, upper));
  }

  /** Upper-case letters, if any, and one or more lower-case ones; letters without case are both. `at` where there are none. */
  #mixedWord(at: number): number {
    const capitals = this.run(at, upper);
    const end = this.run(capitals, lower);
    if (end > capitals) return end;
    // Capitals only: without those behind the last letter that is both.
    for (let last = capitals; last > at;) {
      const start = this.before(last);
      if ((this.classAt(start) & lower) !== 0) return last;
      last = start;
    }
    return at;
  }

  #symbols(at: number): number {
    const { bytes } = this;
    let end = this.run(at, symbol);
    while (bytes[end] === lineFeed || bytes[end] === carriageReturn || bytes[end] === slash) end++;
    return end;
  }
}

/** Words are runs of letters; contractions are pieces of their own. */
class Cl100kSplitter extends Splitter {
  protected override anyPiece(at: number): number {
    const contraction = this.contraction(at);
    if (contraction > at) return contraction;
    const first = this.classAt(at);
    const after = at + this.width;
    if ((first & letter) !== 0) return this.run(after, letter);
    if ((first & number) !== 0) return this.digits(at);
    const second = this.classAt(after);
    if ((first & newline) === 0 && (second & letter) !== 0) return this.run(after, letter);
    if ((first & symbol) !== 0) return this.run(this.run(at, symbol), newline);
    if (this.bytes[at] === blank && (second & symbol) !== 0) return this.run(this.run(after, symbol), newline);
    const end = this.run(at, space);
    return end === this.end ? end : this.spaces(at);
  }
}

export function createSplitter(encoding: Encoding): Splitter {
  return encoding === 'o200k_base' ? new O200kSplitter() : new Cl100kSplitter();
}
