import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesBeyond, createAsciiSkip, plainSkip } from '../../../src/dataset/asciiSkip.ts';
import { runs } from '../../support/runs.ts';

const fast = createAsciiSkip();
const plain = plainSkip(fast.memory);
const byte = fc.oneof({ arbitrary: fc.integer({ min: 0x23, max: 0x5b }), weight: 20 }, fc.nat(255));

describe('passing over ASCII', () => {
  it('stops at what is special, sixteen bytes at a time as well as one by one', () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.array(byte, { maxLength: 80 }),
      fc.nat(9),
      (any, most, from) => {
        for (const bytes of [any, Uint8Array.from(most)]) {
          const memory = new Uint8Array(fast.memory.buffer);
          memory.fill(0, 0, bytes.length + bytesBeyond);
          memory.set(bytes);
          const end = bytes.length;
          if (from < end) assert.equal(Math.min(fast.skip(from, end), end), plain.skip(from, end));
        }
      },
    );
    fc.assert(property, { numRuns: runs(200) });
  });

  it('stops at quotes, backslashes, control characters and what is not ASCII, and at nothing else', () => {
    const memory = new Uint8Array(fast.memory.buffer);
    for (let value = 0; value < 256; value++) {
      memory.fill(0x61, 0, 48);
      memory[21] = value;
      const isSpecial = value < 0x20 || value > 0x7f || value === 0x22 || value === 0x5c;
      for (const way of [fast, plain]) assert.equal(Math.min(way.skip(3, 32), 32), isSpecial ? 21 : 32, `${value}`);
    }
  });

  it('goes on in memory that has grown', () => {
    fast.memory.grow(1);
    const memory = new Uint8Array(fast.memory.buffer);
    const at = memory.length - 40;
    memory.fill(0x61, at);
    memory[at + 20] = 0x22;
    for (const way of [fast, plain]) assert.equal(way.skip(at, at + 24), at + 20);
  });
});
