/** Passes over text sixteen bytes at a time. The bytes are those of its memory: a program of WebAssembly sees no others. */
export interface AsciiSkip {
  readonly memory: WebAssembly.Memory;
  /**
   * The first byte from `at` on that is not ASCII, or is a quote, a backslash or a control character. Where there is none
   * before `end`, a number that is not below it. The memory goes on for sixteen bytes after `end`.
   */
  skip(at: number, end: number): number;
}

/** Bytes of memory that are read after the end of what is looked at. */
export const bytesBeyond = 16;

/** Instructions of WebAssembly 2.0, https://webassembly.github.io/spec/core/appendix/index-instructions.html */
const loop = [0x03, 0x40];
const ifNotZero = [0x04, 0x40];
const end = [0x0b];
const branchIfNotZero = [0x0d];
const giveBack = [0x0f];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x22, local];
const lowerThan = [0x49];
const trailingZeros = [0x68];
const add = [0x6a];
const load16 = [0xfd, 0x00, 0x00, 0x00];
const eachEquals = [0xfd, 0x23];
const eachLower = [0xfd, 0x25];
const eitherOf = [0xfd, 0x50];
const bitOfEach = [0xfd, 0x64];
const number = (value: number): number[] => [0x41, (value & 0x7f) | 0x80, value >> 7];
const sixteenTimes = (value: number): number[] => [...number(value), 0xfd, 0x0f];

/** Parameters and variables of the function. */
const at = 0;
const limit = 1;
const special = 2;
const bytes = 3;

const program = [
  [loop],
  // Bytes that are not ASCII are negative, and so are lower than a blank, as control characters are.
  [get(at), load16, set(bytes), sixteenTimes(0x20), eachLower],
  [get(bytes), sixteenTimes(0x22), eachEquals, eitherOf],
  [get(bytes), sixteenTimes(0x5c), eachEquals, eitherOf],
  [bitOfEach, set(special), ifNotZero, get(at), get(special), trailingZeros, add, giveBack, end],
  [get(at), number(16), add, set(at), get(limit), lowerThan, branchIfNotZero, [0], end],
  [get(at), end],
];

const i32 = 0x7f;
const v128 = 0x7b;
const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
const body = [2, 1, i32, 1, v128, ...program.flat(2)];
const moduleBytes = Uint8Array.from(
  [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // The type of the function, that there is one, a page of memory, the names of both, and the function itself.
    section(1, 1, 0x60, 2, i32, i32, 1, i32),
    section(3, 1, 0),
    section(5, 1, 0, 1),
    section(7, 2, ...name('skip'), 0, 0, ...name('memory'), 2, 0),
    section(10, 1, body.length, ...body),
  ].flat(),
);

/** Where the machine has no instructions for sixteen bytes at once, one byte is looked at after the other. */
export function createAsciiSkip(): AsciiSkip {
  if (!WebAssembly.validate(moduleBytes)) return plainSkip(new WebAssembly.Memory({ initial: 1 }));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes));
  return exports as unknown as AsciiSkip;
}

/** The same without WebAssembly. */
export function plainSkip(memory: WebAssembly.Memory): AsciiSkip {
  let bytes = new Uint8Array(memory.buffer);
  const skip = (from: number, end: number): number => {
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
    let at = from;
    while (at < end && !isSpecial(bytes[at] as number)) at++;
    return at;
  };
  return { memory, skip };
}

function isSpecial(byte: number): boolean {
  return byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c;
}
