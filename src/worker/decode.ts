import type { Decode } from '../dataset/bytes.ts';

/** A method of buffers, for any bytes, that is in Node's source but not in its types. */
interface Utf8 {
  readonly utf8Slice: { call(bytes: Uint8Array, start: number, end: number): string };
}
const { utf8Slice }: Utf8 = Buffer.prototype;

/** Text of bytes as `decodeLine` makes it, but without an object for the bytes and the decoder's own checks. */
export const decode: Decode = (bytes, from, to) => utf8Slice.call(bytes, from, to);
