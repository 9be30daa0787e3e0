/** What the patterns of encodings ask of a character, as bits. */
export const upper = 1; // \p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}
export const lower = 2; // \p{Ll}\p{Lm}\p{Lo}\p{M}
export const letter = 4; // \p{L}
export const number = 8; // \p{N}
export const space = 16; // White space, line breaks included.
export const newline = 32; // CR and LF
export const symbol = 64; // Neither space nor \p{L} nor \p{N}.
/** In `byteClasses` only: the character has more bytes. */
export const wide = 128;

const tests: readonly (readonly [pattern: RegExp, bits: number])[] = [
  [/[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]/u, upper],
  [/[\p{Ll}\p{Lm}\p{Lo}\p{M}]/u, lower],
  [/\p{L}/u, letter],
  [/\p{N}/u, number],
  // Not \s: JavaScript's has U+FEFF and lacks U+0085, unlike that of tiktoken.
  [/\p{White_Space}/u, space],
  [/[\r\n]/, newline],
  [/[^\p{White_Space}\p{L}\p{N}]/u, symbol],
];

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  let bits = 0;
  for (const [pattern, bit] of tests) if (pattern.test(character)) bits |= bit;
  return bits;
}

/** Classes by the first byte of a character; 0 for bytes that start none, so that they end every run. */
export const byteClasses: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80) return asciiClass(String.fromCharCode(byte));
  return byte >= 0xc2 && byte <= 0xf4 ? wide : 0;
});

/** The same as the patterns say, which take milliseconds to be compiled: this is asked whenever a program starts. */
function asciiClass(character: string): number {
  if (character >= 'a' && character <= 'z') return letter | lower;
  if (character >= 'A' && character <= 'Z') return letter | upper;
  if (character >= '0' && character <= '9') return number;
  if (character === '\r' || character === '\n') return space | newline;
  return character === ' ' || (character >= '\t' && character < '\r') ? space : symbol;
}

/** Classes of 256 characters each, made when the first of them is met. */
const pages: (Uint8Array | undefined)[] = [];

/** The class of a character. */
export function classOf(codePoint: number): number {
  const index = codePoint >>> 8;
  const page = (pages[index] ??= Uint8Array.from({ length: 256 }, (_, low) => classify((index << 8) | low)));
  return page[codePoint & 0xff] ?? 0;
}
