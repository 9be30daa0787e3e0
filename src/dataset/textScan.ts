import { headUnits, isPlain, mixer, prime, tailUnits } from './fingerprint.ts';
import { bytesAt, bytesBeyond, createTextProgram } from './textProgram.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;
/** What the escapes of one letter stand for, by that letter; 0 for others. */
const simpleEscapes = new Uint8Array(256);
const escapedLetters = '"\\/bfnrt';
const escapedFor = '"\\/\b\f\n\r\t';
for (let at = 0; at < escapedFor.length; at++) simpleEscapes[escapedLetters.charCodeAt(at)] = escapedFor.charCodeAt(at);
const inNoText = -1;
/** Memory of WebAssembly grows by pages. */
const pageBytes = 1 << 16;
/** A text that is not as plain as most are. */
const unusual = -1;

/**
 * Reads texts as JSON writes them, from bytes and without making a string. It takes only texts that no rule can object to,
 * and leaves every doubt to those who read the row as a whole.
 */
export class TextScan {
  /** Of the text read last: what `textHash` says of it. */
  hash = 0;
  /** The bytes in which texts are. */
  bytes = new Uint8Array();
  view = new DataView(new ArrayBuffer());
  readonly #program = createTextProgram(simpleEscapes);
  /** What the program hands back. */
  #memory = new DataView(this.#program.memory.buffer);
  /** Of the escape or character read last. */
  #unit = 0;
  /** The second half of a surrogate pair; 0 where it is none. */
  #second = 0;

  /** The next texts are in a copy of `bytes`, at the same places. */
  use(bytes: Uint8Array): void {
    const { memory } = this.#program;
    const missing = bytesAt + bytes.length + bytesBeyond - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      this.#memory = new DataView(memory.buffer);
    }
    this.bytes = new Uint8Array(memory.buffer, bytesAt, bytes.length);
    this.bytes.set(bytes);
    this.view = new DataView(memory.buffer, bytesAt, bytes.length);
  }

  /**
   * Reads the text whose first byte, after the quote, is at `from`. Returns where its closing quote is; -1 if it does not
   * end here, is not right, seems blank, or has characters that rules may have something to say of.
   */
  read(from: number, path: number): number {
    const end = this.#program.read(from, this.bytes.length, path);
    if (end === unusual) return this.#readUnusual(from, path);
    this.hash = this.#memory.getInt32(0, true);
    return end;
  }

  /** The same for any text. */
  #readUnusual(from: number, path: number): number {
    const bytes = this.bytes;
    const { length } = bytes;
    let at = from;
    let hash = path;
    let units = 0;
    let isBlank = true;
    while (units < headUnits) {
      if (at >= length) return inNoText;
      const byte = bytes[at] as number;
      if (byte === quote) break;
      if (byte >= 0x20 && byte < 0x80 && byte !== backslash) {
        if (byte > 0x20) isBlank = false;
        hash = Math.imul(hash ^ byte, prime);
        units++;
        at++;
        continue;
      }
      const next = this.#special(at);
      if (next < 0) return inNoText;
      if (isInk(this.#unit)) isBlank = false;
      hash = Math.imul(hash ^ this.#unit, prime);
      units++;
      if (this.#second !== 0) {
        if (units < headUnits) hash = Math.imul(hash ^ this.#second, prime);
        units++;
      }
      at = next;
    }
    if (isBlank) return inNoText;
    /** By how many the bytes are more than the units. */
    let excess = at - from - units;
    /** Where the last run of ASCII without escapes starts. */
    let run = at;
    for (;;) {
      at = this.#program.skip(at, length);
      if (at >= length) return inNoText;
      const byte = bytes[at] as number;
      if (byte === quote) break;
      const next = this.#special(at);
      if (next < 0) return inNoText;
      excess += next - at - (this.#second === 0 ? 1 : 2);
      at = next;
      run = next;
    }
    const first = Math.max(run, at - tailUnits);
    for (let tail = at - 1; tail >= first; tail--) {
      const byte = bytes[tail] as number;
      if (!isPlain(byte)) break;
      hash = Math.imul(hash ^ byte, prime);
    }
    this.hash = Math.imul(hash ^ (at - from - excess), mixer);
    return at;
  }

  /** Reads an escape, or a character that is not ASCII. Returns where the next one starts; -1 for what is not right or doubtful. */
  #special(at: number): number {
    const byte = this.bytes[at] as number;
    this.#second = 0;
    if (byte >= 0x80) return this.#character(at, byte);
    if (byte !== backslash || at + 1 >= this.bytes.length) return inNoText;
    const kind = this.bytes[at + 1] as number;
    if (kind === letterU) return this.#unicodeEscape(at);
    this.#unit = simpleEscapes[kind] as number;
    return this.#unit === 0 ? inNoText : at + 2;
  }

  #unicodeEscape(at: number): number {
    const unit = this.#hexadecimal(at + 2);
    if (unit < 0 || isPlain(unit) || isLow(unit)) return inNoText;
    this.#unit = unit;
    if (!isHigh(unit)) return at + 6;
    if (this.bytes[at + 6] !== backslash || this.bytes[at + 7] !== letterU) return inNoText;
    const second = this.#hexadecimal(at + 8);
    if (!isLow(second)) return inNoText;
    this.#second = second;
    return at + 12;
  }

  /** The number of four digits; below 0 where there are none. */
  #hexadecimal(at: number): number {
    if (at + 4 > this.bytes.length) return inNoText;
    let value = 0;
    for (let digit = at; digit < at + 4; digit++) {
      const byte = this.bytes[digit] as number;
      const letter = byte | 0x20;
      if (byte >= 0x30 && byte <= 0x39) value = (value << 4) | (byte - 0x30);
      else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57);
      else return inNoText;
    }
    return value;
  }

  /** A character of two to four bytes of UTF-8. Not those that rules look for: U+0085, U+2028, U+2029 and U+FFFD. */
  #character(at: number, byte: number): number {
    if (byte < 0xc2 || byte > 0xf4) return inNoText;
    const more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (at + more >= this.bytes.length) return inNoText;
    let code = byte & (0x3f >> more);
    for (let next = at + 1; next <= at + more; next++) {
      const part = this.bytes[next] as number;
      if ((part & 0xc0) !== 0x80) return inNoText;
      code = (code << 6) | (part & 0x3f);
    }
    if (more === 3) {
      if (code < 0x10000 || code > 0x10ffff) return inNoText;
      this.#unit = 0xd800 + ((code - 0x10000) >> 10);
      this.#second = 0xdc00 + (code & 0x3ff);
    } else {
      if (more === 2 && (code < 0x800 || isHigh(code) || isLow(code))) return inNoText;
      if (code === 0x85 || code === 0x2028 || code === 0x2029 || code === 0xfffd) return inNoText;
      this.#unit = code;
    }
    return at + more + 1;
  }
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** True for units that are certainly no white space. */
function isInk(unit: number): boolean {
  return (unit > 0xa0 && unit < 0x1680) || (unit > 0x3000 && unit !== 0xfeff);
}
