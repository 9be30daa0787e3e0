import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSameData } from '../../../src/dataset/sameData.ts';
import { ValueLook } from '../../../src/dataset/valueLook.ts';
import { runs } from '../../support/runs.ts';

const fingerprint = (json: string, isFull = false): number =>
  new ValueLook(JSON.parse(json) as object, { isFull }).fingerprint;

/** The same value with the keys of each object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return JSON.parse(
    `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(reversed(item))}`).join()}}`,
  );
}

describe('the fingerprint of a value', () => {
  const same: readonly (readonly [what: string, a: string, b: string])[] = [
    ['spacing', '{"a":[1,2]}', ' { "a" : [ 1 , 2 ] } '],
    ['the order of keys', '{"a":{"b":1,"c":2},"d":3}', '{"d":3,"a":{"c":2,"b":1}}'],
    ['the way a number is written', '[100,0.5,0]', '[1e2,5e-1,-0]'],
    ['escapes', '["é\\n/"]', '["\\u00e9\\u000a\\/"]'],
  ];
  for (const [what, a, b] of same) {
    it(`does not depend on ${what}`, () => {
      assert.equal(fingerprint(a), fingerprint(b));
      assert(isSameData(JSON.parse(a), JSON.parse(b)));
    });
  }

  const different: readonly (readonly [a: string, b: string])[] = [
    ['[1,2]', '[2,1]'],
    ['[1,[2]]', '[[1],2]'],
    ['[1]', '["1"]'],
    ['[null]', '[false]'],
    ['[true]', '[false]'],
    ['[0.5]', '[0.25]'],
    ['{"a":1,"b":2}', '{"a":2,"b":1}'],
    ['{"a":null}', '{}'],
    ['[{}]', '[[]]'],
    ['[[]]', '[0]'],
    ['["ab"]', '["ba"]'],
    ['{"a":{}}', '{"a":[]}'],
  ];
  for (const [a, b] of different) {
    it(`tells ${a} from ${b}`, () => {
      assert.notEqual(fingerprint(a), fingerprint(b));
      assert(!isSameData(JSON.parse(a), JSON.parse(b)));
    });
  }

  it('tells long texts apart when it reads all of them', () => {
    const text = (middle: string): string => JSON.stringify(['x'.repeat(1001) + middle + 'x'.repeat(1000)]);
    assert.equal(fingerprint(text('a')), fingerprint(text('b')));
    assert.notEqual(fingerprint(text('a'), true), fingerprint(text('b'), true));
  });

  it('is the same for equal data and not for other data', () => {
    const property = fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (a, b) => {
      const other = reversed(a);
      assert.equal(new ValueLook(a).fingerprint, new ValueLook(other as object).fingerprint);
      assert(isSameData(a, other));
      const isSame = new ValueLook(a, { isFull: true }).fingerprint === new ValueLook(b, { isFull: true }).fingerprint;
      assert.equal(isSame, isSameData(a, b));
    });
    const examples: [fc.JsonValue[], fc.JsonValue[]][] = [
      [[0], [-5e-324]],
      [[-0], [0]],
      [[{ a1: 1 }], [{ a2: 1 }]],
    ];
    fc.assert(property, { numRuns: runs(15), examples });
  });

  it('takes any depth', () => {
    const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
    const other = `${'['.repeat(20_000)}2${']'.repeat(20_000)}`;
    assert.notEqual(fingerprint(deep), fingerprint(other));
    assert(!isSameData(JSON.parse(deep), JSON.parse(other)));
  });
});

describe('a look at a value', () => {
  it('counts the keys of all objects and sees halves of surrogate pairs', () => {
    const look = new ValueLook({ a: [{ b: 1, c: { d: null } }], e: '😀' });
    assert.deepEqual([look.keys, look.isWellFormed], [5, true]);
    assert(!new ValueLook({ a: ['\ud83d'] }).isWellFormed);
    assert(!new ValueLook({ a: { '\ude00': 1 } }).isWellFormed);
  });
});
