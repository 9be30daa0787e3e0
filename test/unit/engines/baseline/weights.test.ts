import assert from 'node:assert/strict';
import { packSparse, unpackSparse } from '../../../../src/engines/baseline/sparse.ts';
import { placeOf, Weights } from '../../../../src/engines/baseline/weights.ts';

describe('the table of weights', () => {
  it('gives the same weights when it has grown', () => {
    const small = new Weights(4);
    for (let index = 0; index < 16; index++) small.values[index] = index % 3;
    const large = small.grown(7);
    assert.equal(large.values.length, 128);
    for (let feature = -1000; feature < 1000; feature += 7) {
      const weight = small.values[placeOf(99, feature, 32 - 4)];
      assert.equal(large.values[placeOf(99, feature, 32 - 7)], weight);
    }
  });

  it('never shrinks', () => {
    const weights = new Weights(6);
    assert.equal(weights.grown(5), weights);
  });

  it('has a size for the tokens of a job, within bounds', () => {
    assert.deepEqual(
      [1, 10_000, 1e9].map((tokens) => Weights.bitsFor(tokens)),
      [18, 20, 22],
    );
  });
});

describe('a packed table', () => {
  const first = Float32Array.of(0, 1.5, 0, -2, 0, 0, 0, 1e-30);
  const second = Float32Array.of(0, 0, 0, 4, 0, 0.1, 0, 0);

  it('comes back number by number', () => {
    const bytes = Buffer.concat(packSparse([first, second]));
    assert.deepEqual(unpackSparse(bytes, 2, 3), [first, second]);
  });

  it('holds only places that are used', () => {
    assert.equal(Buffer.concat(packSparse([first])).length, 4 + 3 * 8);
    assert.equal(Buffer.concat(packSparse([new Float32Array(1024)])).length, 4);
  });

  it('is refused when it is cut short', () => {
    const bytes = Buffer.concat(packSparse([first]));
    assert.throws(() => unpackSparse(bytes.subarray(0, -1), 1, 3), RangeError);
    assert.throws(() => unpackSparse(bytes, 2, 3), RangeError);
  });
});
