import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeLine, isAscii } from '../../../src/dataset/bytes.ts';
import { decode } from '../../../src/worker/decode.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';

/** Bytes of text, some of them damaged, and any bytes. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: anyCharacter, maxLength: 20 }).map((text) => new TextEncoder().encode(text)),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => new TextEncoder().encode(text).slice(1)),
);

describe('Text of bytes', () => {
  it('is the same in Node’s fast way as on any platform, whatever the bytes are', () => {
    const property = fc.property(anyBytes, fc.nat(8), fc.nat(8), (bytes, skipped, left) => {
      const from = Math.min(skipped, bytes.length);
      const to = Math.max(from, bytes.length - left);
      assert.equal(decode(bytes, from, to), decodeLine(bytes, from, to));
    });
    fc.assert(property, { numRuns: 1000, examples: [[Uint8Array.of(0xef, 0xbb, 0xbf, 65), 0, 0]] });
  });

  it('is known to be ASCII by its length alone', () => {
    const property = fc.property(anyBytes, (bytes) => {
      const isPlain = bytes.every((byte) => byte < 0x80);
      assert.equal(isAscii(decodeLine(bytes), bytes.length), isPlain);
    });
    fc.assert(property, { numRuns: 1000, examples: [[Uint8Array.of(0xff)], [Uint8Array.of()]] });
  });
});
