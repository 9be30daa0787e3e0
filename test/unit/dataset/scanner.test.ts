import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRow } from '../../../src/dataset/parseRow.ts';
import { placeRow } from '../../../src/dataset/placedRow.ts';
import { runs } from '../../support/runs.ts';
import { anyRow, fragmentRow } from './arbitraries.ts';

/** `start-end rule` of the error in a row that is not JSON. */
function errorIn(row: string): string {
  const parsed = parseRow(row);
  if (parsed.type !== 'broken') return parsed.type;
  const { span, rule } = parsed.problem;
  return `${span.start}-${span.end} ${rule}`;
}

describe('the first syntax error of a row', () => {
  const cases: readonly (readonly [row: string, error: string])[] = [
    ["{'a': 1}", '1-4 json/single-quotes'],
    [`{"a": 'it\\'s'}`, '6-13 json/single-quotes'],
    [`{"a": 'open}`, '6-7 json/single-quotes'],
    [`{"a": 1 'b': 2}`, '8-11 json/single-quotes'],
    ['{“a”: 1}', '1-2 json/smart-quotes'],
    ['{"a": «b»}', '6-7 json/smart-quotes'],
    ['{a: 1}', '1-2 json/unquoted-key'],
    ['{"a": 1, größe: 2}', '9-14 json/unquoted-key'],
    ['{"a": 1,}', '7-8 json/trailing-comma'],
    ['[1, 2 , ]', '6-7 json/trailing-comma'],
    ['{"a": 1}, ', '8-9 json/trailing-comma'],
    ['[,]', '1-2 json/syntax'],
    ['[1,,]', '3-4 json/syntax'],
    ['{"a": 1 "b": 2}', '8-9 json/missing-comma'],
    ['[{} {}]', '4-5 json/missing-comma'],
    ['[1 [2]]', '3-4 json/missing-comma'],
    ['// note ', '0-7 json/comment'],
    ['{"a": /* b */ 1}', '6-13 json/comment'],
    ['{"a": 1} /* b ', '9-13 json/comment'],
    ['{"a": / 1}', '6-7 json/syntax'],
    ['[NaN]', '1-4 json/nan'],
    ['[-Infinity]', '1-10 json/nan'],
    ['[Infinity]', '1-9 json/nan'],
    ['[None]', '1-5 json/python-literal'],
    ['[1 None]', '3-4 json/syntax'],
    ['["a\tb"]', '3-4 json/control-char'],
    ['["a\u0000b"]', '3-4 json/control-char'],
    ['["C:\\kitchen"]', '4-6 json/bad-escape'],
    ['["\\u12g4"]', '2-4 json/bad-escape'],
    ['["\\😀"]', '2-5 json/bad-escape'],
    ['["\\u12', '5-6 json/unterminated'],
    ['["\\', '2-3 json/unterminated'],
    ['{"a": 1} {"b": 2} ', '9-17 json/multiple-values'],
    ['{"a": 1}, {"b": 2}', '8-18 json/multiple-values'],
    ['{"a": 1} "b"', '9-12 json/multiple-values'],
    ['{"a": 1} 2', '9-10 json/syntax'],
    ['{"a": 1}}', '8-9 json/syntax'],
    ['{"a": "b ', '7-8 json/unterminated'],
    ['{"a": [1, ', '8-9 json/unterminated'],
    ['"abc', '3-4 json/unterminated'],
    ['hello', '0-5 json/syntax'],
    ['[nul]', '1-4 json/syntax'],
    ['[02]', '1-3 json/syntax'],
    ['[-]', '1-2 json/syntax'],
    ['[1.]', '1-3 json/syntax'],
    ['[1e+]', '1-4 json/syntax'],
    ['[+1]', '1-2 json/syntax'],
    ['[.5]', '1-2 json/syntax'],
    ['[0x1F]', '2-3 json/syntax'],
    ['{"a" 1}', '5-6 json/syntax'],
    ['{"a": "b" c"}', '10-11 json/syntax'],
    ['{1: 2}', '1-2 json/syntax'],
    ['{"a": 1]', '7-8 json/syntax'],
    ['[1}', '2-3 json/syntax'],
    ['[😀]', '1-3 json/syntax'],
    ['\ufeff{}', '0-1 json/syntax'],
  ];
  for (const [row, error] of cases) {
    it(`of ${JSON.stringify(row)} is ${error}`, () => assert.equal(errorIn(row), error));
  }

  it('names what it did not expect, cut to a readable length', () => {
    const parsed = parseRow(`[${'x'.repeat(1000)}]`);
    assert(parsed.type === 'broken');
    assert.deepEqual(parsed.problem.data, { token: `${'x'.repeat(40)}…` });
  });

  it('is there if and only if JSON.parse refuses the row, and else both read the same', () => {
    const same = (row: string): void => {
      let value: unknown;
      try {
        value = JSON.parse(row);
      } catch {
        assert.equal(placeRow(row), undefined);
        return;
      }
      assert.deepEqual(placeRow(row)?.value, value);
    };
    fc.assert(fc.property(fc.oneof(anyRow, fragmentRow), same), { numRuns: runs(65) });
    fc.assert(fc.property(fc.json(), same), { numRuns: runs(18) });
  });

  it('lies inside the row', () => {
    fc.assert(
      fc.property(fragmentRow, (row) => {
        const parsed = parseRow(row);
        if (parsed.type !== 'broken') return;
        const { start, end } = parsed.problem.span;
        assert(start >= 0 && start < end && end <= row.length);
      }),
      { numRuns: runs(35) },
    );
  });
});

describe('a placed row', () => {
  const row = '{ "a": [1, {"b": "x"}], "a": [true] }';
  const placed = placeRow(row);
  assert(placed);
  const text = ({ start, end }: { start: number; end: number }): string => row.slice(start, end);
  const root = placed.value as { a: unknown[] };

  it('knows the place of keys and values, the last of a key counts', () => {
    assert.equal(text(placed.valueOf(root, 'a')), '[true]');
    assert.equal(text(placed.valueOf(root.a, 0)), 'true');
    assert.deepEqual(
      placed.keysOf(root, 'a').map(({ start }) => start),
      [2, 24],
    );
    assert.deepEqual(placed.bracket(root), { start: 0, end: 1 });
  });

  it('knows keys that stand twice', () => {
    assert.deepEqual(placed.duplicateKeys, [{ start: 24, end: 27 }]);
  });
});
