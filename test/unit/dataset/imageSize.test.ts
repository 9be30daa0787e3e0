import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageSize } from '../../../src/dataset/imageSize.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('The size of an image', () => {
  const table: readonly (readonly [what: string, hex: string, width: number, height: number])[] = [
    ['PNG', '89504e47 0d0a1a0a 0000000d 49484452 00000384 000002bc 08 02', 900, 700],
    ['JPEG behind an application segment', 'ffd8 ffe0 0004 0000 ffc0 0011 08 02bc 0384 03', 900, 700],
    ['progressive JPEG behind its tables', 'ffd8 ffc4 0003 00 ffc2 0011 08 0010 0020 03', 32, 16],
    ['lossy WebP', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 2000 1000', 32, 16],
    ['lossless WebP', '52494646 00000000 57454250 5650384c 00000000 2f 1fc00300', 32, 16],
    ['extended WebP', '52494646 00000000 57454250 56503858 0a000000 00000000 1f0000 0f0000', 32, 16],
  ];
  for (const [what, hex, width, height] of table) {
    it(`is read from a ${what}`, () => assert.deepEqual(imageSize(bytes(hex)), { width, height }));
  }

  it('is not told by anything else, and no bytes throw', () => {
    assert.equal(imageSize(bytes('')), undefined);
    assert.equal(imageSize(bytes('89504e47')), undefined);
    assert.equal(imageSize(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')), undefined);
    const start = fc.constantFrom('', '89504e47', 'ffd8ff', '52494646000000005745425056503858');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 40 }), (hex, rest) => {
        imageSize(Uint8Array.from([...bytes(hex), ...rest]));
      }),
    );
  });
});
