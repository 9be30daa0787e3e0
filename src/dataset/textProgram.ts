import { textScanProgram } from './textScanProgram.ts';

/** The program of `textScan.wat`. The bytes are those of its memory: a program of WebAssembly sees no others. */
export interface TextProgram {
  /** The hash that was read last is its first four bytes; the bytes that are read start at `bytesAt`. */
  readonly memory: WebAssembly.Memory;
  /**
   * The first byte from `at` on that is not ASCII, or is a quote, a backslash or a control character. Where there is none
   * before `end`, a number that is not below it.
   */
  skip(at: number, end: number): number;
  /**
   * Reads the text from `from` on, of ASCII and escapes of two characters, none of them among its first sixteen. Returns
   * where its closing quote is, and leaves the hash that `textHash` makes of it; -1 for any other text, and a blank one.
   */
  read(from: number, end: number, path: number): number;
}

/** Where the bytes start; `at`, `from` and `end` count from there. */
export const bytesAt = 512;
/** Bytes of memory that are read after the end of what is looked at. */
export const bytesBeyond = 16;
/** By each byte, not 0 where a backslash before it makes an escape of two. */
const escapesAt = 256;

/** Where the machine has no instructions for sixteen bytes at once, one byte is looked at after the other. */
export function createTextProgram(escapes: Uint8Array): TextProgram {
  const bytes = Uint8Array.from(textScanProgram.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  if (!WebAssembly.validate(bytes)) return plainProgram(new WebAssembly.Memory({ initial: 1 }));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const program = exports as unknown as TextProgram;
  new Uint8Array(program.memory.buffer).set(escapes, escapesAt);
  return program;
}

/** The same without WebAssembly, which takes no text for a plain one. */
export function plainProgram(memory: WebAssembly.Memory): TextProgram {
  let bytes = new Uint8Array(memory.buffer);
  const skip = (from: number, end: number): number => {
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer);
    let at = from;
    while (at < end && !isSpecial(bytes[bytesAt + at] as number)) at++;
    return at;
  };
  return { memory, skip, read: () => -1 };
}

function isSpecial(byte: number): boolean {
  return byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c;
}
