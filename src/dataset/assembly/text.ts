import { backslash, quote } from './characters';
import { width } from './literal';
import { headUnits, mixer, prime, tailUnits } from './fingerprint';

/** Of the text that was read last: what `textHash` in ../fingerprint.ts makes of it. */
let hash: i32 = 0;
/** Of the escape or character that was read last. */
let unit: i32 = 0;
/** The second half of a surrogate pair; 0 where it is none. */
let second: i32 = 0;

export function textHash(): i32 {
  return hash;
}

/**
 * Reads the text whose first byte, after the quote, is at `from`. Returns where its closing quote is; 0 if it does not end in
 * these bytes, is not right, seems blank, or has characters that rules may have something to say of.
 */
export function readText(from: usize, path: i32): usize {
  let at = from;
  let units = 0;
  let isBlank = true;
  let sum = path;
  while (units < headUnits) {
    const byte = load<u8>(at);
    if (byte === quote) break;
    if (byte >= 0x20 && byte < 0x80 && byte !== backslash) {
      if (byte > 0x20) isBlank = false;
      sum = (sum ^ byte) * prime;
      units++;
      at++;
      continue;
    }
    at = readSpecial(at);
    if (at === 0) return 0;
    if (isInk(unit)) isBlank = false;
    sum = (sum ^ unit) * prime;
    units++;
    if (second !== 0) {
      if (units < headUnits) sum = (sum ^ second) * prime;
      units++;
    }
  }
  if (isBlank) return 0;
  // By how many the bytes are more than the units, and where the last run of ASCII without escapes starts.
  let excess = i32(at - from) - units;
  let run = at;
  for (at = skipPlain(at); load<u8>(at) !== quote; at = skipPlain(at)) {
    const next = readSpecial(at);
    if (next === 0) return 0;
    excess += i32(next - at) - (second === 0 ? 1 : 2);
    at = next;
    run = next;
  }
  const first = max<usize>(run, at - tailUnits);
  for (let tail = at - 1; tail >= first; tail--) {
    const byte = load<u8>(tail);
    // A slash may have a backslash before it, and the last of ASCII is mostly escaped.
    if (byte === 0x2f || byte === 0x7f) break;
    sum = (sum ^ byte) * prime;
  }
  hash = (sum ^ (i32(at - from) - excess)) * mixer;
  return at;
}

/** The first byte from `at` on that is not ASCII, or is a quote, a backslash or a control character. */
function skipPlain(at: usize): usize {
  let special = specialAt(at);
  while (special === 0) {
    at += width;
    special = specialAt(at);
  }
  return at + ctz(special);
}

/** Which of the next bytes are special, a bit for each. */
function specialAt(at: usize): i32 {
  const bytes = v128.load(at, 0, 1);
  const isQuote = i8x16.eq(bytes, i8x16.splat(quote));
  const isBackslash = i8x16.eq(bytes, i8x16.splat(backslash));
  // Bytes that are not ASCII are negative, and so are lower than a blank, as control characters are.
  const isOther = i8x16.lt_s(bytes, i8x16.splat(0x20));
  return i8x16.bitmask(v128.or(isOther, v128.or(isQuote, isBackslash)));
}

/** Reads an escape, or a character that is not ASCII. Returns where the next one starts; 0 for what is not right or doubtful. */
function readSpecial(at: usize): usize {
  const byte = load<u8>(at);
  second = 0;
  if (byte >= 0x80) return readCharacter(at, byte);
  if (byte !== backslash) return 0;
  const letter = load<u8>(at + 1);
  if (letter === 0x75) return readUnicodeEscape(at);
  unit = escapedBy(letter);
  return unit === 0 ? 0 : at + 2;
}

/** What the escape of one letter stands for; 0 for a letter that is none. */
function escapedBy(letter: u8): i32 {
  switch (letter) {
    case 0x22: // "
    case 0x2f: // /
    case 0x5c: // \
      return letter;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    default:
      return 0;
  }
}

/** Not one of a letter that need not be escaped: its hash would differ. */
function readUnicodeEscape(at: usize): usize {
  const first = hexadecimal(at + 2);
  if (first < 0 || isPlain(first) || isLow(first)) return 0;
  unit = first;
  if (!isHigh(first)) return at + 6;
  if (load<u8>(at + 6) !== backslash || load<u8>(at + 7) !== 0x75) return 0;
  second = hexadecimal(at + 8);
  return isLow(second) ? at + 12 : 0;
}

/** The number of four digits; below 0 where there are none. */
function hexadecimal(at: usize): i32 {
  let value = 0;
  for (let digit = at; digit < at + 4; digit++) {
    const byte = i32(load<u8>(digit));
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = (value << 4) | (byte - 0x30);
    else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57);
    else return -1;
  }
  return value;
}

/** A character of two to four bytes of UTF-8. Not those that rules look for: U+0085, U+2028, U+2029 and U+FFFD. */
function readCharacter(at: usize, byte: u8): usize {
  if (byte < 0xc2 || byte > 0xf4) return 0;
  const more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  let code = i32(byte) & (0x3f >> more);
  const last = at + more;
  for (let next = at + 1; next <= last; next++) {
    const part = i32(load<u8>(next));
    if ((part & 0xc0) !== 0x80) return 0;
    code = (code << 6) | (part & 0x3f);
  }
  if (more === 3) {
    if (code < 0x10000 || code > 0x10ffff) return 0;
    unit = 0xd800 + ((code - 0x10000) >> 10);
    second = 0xdc00 + (code & 0x3ff);
  } else {
    if (more === 2 && (code < 0x800 || isHigh(code) || isLow(code))) return 0;
    if (code === 0x85 || code === 0x2028 || code === 0x2029 || code === 0xfffd) return 0;
    unit = code;
  }
  return last + 1;
}

function isHigh(unit: i32): bool {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: i32): bool {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** As in ../fingerprint.ts. */
function isPlain(unit: i32): bool {
  return unit >= 0x20 && unit < 0x7f && unit !== 0x22 && unit !== 0x5c && unit !== 0x2f;
}

/** True for units that are certainly no white space. */
function isInk(unit: i32): bool {
  return (unit > 0xa0 && unit < 0x1680) || (unit > 0x3000 && unit !== 0xfeff);
}
