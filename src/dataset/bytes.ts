import { inRow, rowProblem, type Problem } from './problems.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const damage = '\ufffd';

/** Text of bytes `from` to `to` (exclusive). What is not UTF-8 becomes U+FFFD, as the WHATWG encoding standard has it. */
export type Decode = (bytes: Uint8Array, from: number, to: number) => string;

/** `Decode` on any platform. */
export function decodeLine(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return utf8.decode(bytes.subarray(from, to));
}

/**
 * True where the `byteLength` bytes of a text are all ASCII: any other character takes more bytes than UTF-16 units, and
 * what is not UTF-8 was replaced.
 */
export function isAscii(text: string, byteLength: number): boolean {
  return text.length === byteLength && !text.includes(damage);
}

/** True for bytes that start with the UTF-8 byte-order mark. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Bytes of the UTF-8 byte-order mark. */
export const byteOrderMarkLength = 3;

/** True for bytes that start with a UTF-16 byte-order mark, of either kind. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** True for bytes that are UTF-8. */
export async function isUtf8(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) if (!takes(decoder, chunk)) return false;
  return takes(decoder);
}

/** False where the decoder meets what is not UTF-8; without a chunk, where it is left in the middle of a character. */
function takes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The first place in a line whose bytes are not UTF-8. `text` is what `bytes` were decoded to. */
export function encodingProblem(text: string, bytes: Uint8Array, row: number): Problem | undefined {
  let offset = 0;
  for (let column = text.indexOf(damage), from = 0; column >= 0; column = text.indexOf(damage, from)) {
    offset += utf8Length(text, from, column);
    const isGenuine = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!isGenuine) return inRow(rowProblem('file/encoding', column, column + 1), row);
    offset += 3;
    from = column + 1;
  }
  return undefined;
}

/** The problem of a file in UTF-16, of which nothing else is said. */
export function utf16Problem(): Problem {
  return inRow(rowProblem('file/encoding', 0, 1), 0);
}

/** Bytes of a part of a well-formed text in UTF-8. */
function utf8Length(text: string, from: number, to: number): number {
  let length = 0;
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    // Each half of a surrogate pair stands for two of its four bytes.
    else length += unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
  }
  return length;
}
