import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Envelope, roughness } from '../../../src/webview/chart/envelope.ts';

/** Of a curve through these points; null is a gap. */
function stretches(points: readonly (readonly [x: number, y: number] | null)[], left = 0, right = 100) {
  const envelope = new Envelope(left, right);
  for (const point of points) {
    if (point) envelope.lineTo(...point);
    else envelope.gap();
  }
  return envelope.stretches;
}

describe('The area that a curve covers', () => {
  it('has the smallest and the largest y of each column of pixels', () => {
    const curve = [
      [2.1, 5],
      [2.5, 1],
      [2.9, 7],
    ] as const;
    assert.deepEqual(stretches(curve), [{ first: 2, tops: [1], bottoms: [7] }]);
  });

  it('has what lies between two points that are columns apart', () => {
    const curve = [
      [0.5, 0],
      [3.5, 30],
    ] as const;
    assert.deepEqual(stretches(curve), [{ first: 0, tops: [0, 5, 15, 25], bottoms: [5, 15, 25, 30] }]);
  });

  it('goes up and down at one place', () => {
    const curve = [
      [4, 5],
      [4, 9],
      [4, 2],
      [4, 5],
    ] as const;
    assert.deepEqual(stretches(curve), [{ first: 4, tops: [2], bottoms: [9] }]);
  });

  it('has a stretch on either side of a gap, be it of one point', () => {
    assert.deepEqual(stretches([[1, 1], null, null, [1.5, 3], [2, 3], null]), [
      { first: 1, tops: [1], bottoms: [1] },
      { first: 1, tops: [3, 3], bottoms: [3, 3] },
    ]);
  });

  it('ends with the picture, however far the curve goes on', () => {
    const curve = [
      [-1e6, 0],
      [1e6, 2e6],
    ] as const;
    assert.deepEqual(stretches(curve, 10, 12), [
      { first: 10, tops: [1_000_010, 1_000_011], bottoms: [1_000_011, 1_000_012] },
    ]);
    assert.deepEqual(
      stretches([
        [-5, 1],
        [-3, 2],
      ]),
      [],
    );
    assert.deepEqual(
      stretches([
        [100, 1],
        [101, 2],
      ]),
      [],
    );
  });

  it('has every point of the curve in it and no hole, whatever the curve', () => {
    const anyPoint = fc.tuple(
      fc.double({ min: 0, max: 99.9, noNaN: true }),
      fc.double({ min: -50, max: 50, noNaN: true }),
    );
    const anyCurve = fc.array(anyPoint, { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(anyCurve, (points) => {
        const curve = points.toSorted((a, b) => a[0] - b[0]);
        const [stretch, ...others] = stretches(curve);
        assert.ok(stretch && others.length === 0);
        const { first, tops, bottoms } = stretch;
        for (const [x, y] of curve) {
          const i = Math.floor(x) - first;
          assert.ok(tops[i]! <= y && y <= bottoms[i]!);
        }
        const hair = 1e-9;
        for (let i = 1; i < tops.length; i++) {
          assert.ok(tops[i]! <= bottoms[i - 1]! + hair && bottoms[i]! >= tops[i - 1]! - hair);
        }
      }),
    );
  });
});

describe('The roughness of an area', () => {
  it('is what its two edges go up and down together from column to column', () => {
    assert.equal(roughness([{ first: 0, tops: [1, 3, 1], bottoms: [5, 5, 9] }]), 4);
    assert.equal(roughness([{ first: 0, tops: [1], bottoms: [5] }]), 0);
  });
});
