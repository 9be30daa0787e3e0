import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesAt, bytesBeyond, createTextProgram, plainProgram } from '../../../src/dataset/textProgram.ts';
import { runs } from '../../support/runs.ts';

const fast = createTextProgram(new Uint8Array(256));
const plain = plainProgram(fast.memory);
const byte = fc.oneof({ arbitrary: fc.integer({ min: 0x23, max: 0x5b }), weight: 20 }, fc.nat(255));
const bytesOf = ({ memory }: { readonly memory: WebAssembly.Memory }): Uint8Array =>
  new Uint8Array(memory.buffer).subarray(bytesAt);

describe('passing over ASCII', () => {
  it('stops at what is special, sixteen bytes at a time as well as one by one', () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.array(byte, { maxLength: 80 }),
      fc.nat(9),
      (any, most, from) => {
        for (const bytes of [any, Uint8Array.from(most)]) {
          const memory = bytesOf(fast);
          memory.fill(0, 0, bytes.length + bytesBeyond);
          memory.set(bytes);
          const end = bytes.length;
          if (from < end) assert.equal(Math.min(fast.skip(from, end), end), plain.skip(from, end));
        }
      },
    );
    fc.assert(property, { numRuns: runs(35) });
  });

  it('stops at quotes, backslashes, control characters and what is not ASCII, and at nothing else', () => {
    const memory = bytesOf(fast);
    for (let value = 0; value < 256; value++) {
      memory.fill(0x61, 0, 48);
      memory[21] = value;
      const isSpecial = value < 0x20 || value > 0x7f || value === 0x22 || value === 0x5c;
      for (const way of [fast, plain]) assert.equal(Math.min(way.skip(3, 32), 32), isSpecial ? 21 : 32, `${value}`);
    }
  });

  it('goes on in memory that has grown', () => {
    fast.memory.grow(1);
    const memory = bytesOf(fast);
    const at = memory.length - 40;
    memory.fill(0x61, at);
    memory[at + 20] = 0x22;
    for (const way of [fast, plain]) assert.equal(way.skip(at, at + 24), at + 20);
  });
});

describe('the program that reads texts', () => {
  it('is there wherever these tests run, and reads plain texts by itself', () => {
    bytesOf(fast).set(new TextEncoder().encode('Because of its end."'));
    assert.equal(fast.read(0, 20, 7), 19);
  });
});
