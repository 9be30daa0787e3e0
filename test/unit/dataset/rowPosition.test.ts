import assert from 'node:assert/strict';
import { pointedAt, positionAt, type RowPosition } from '../../../src/dataset/rowPosition.ts';
import { readTree } from '../../../src/dataset/rowTree.ts';

const words = ({ type, containers, member, span }: RowPosition): string =>
  [type, ...containers.map(({ step }) => step ?? '$'), member ? `:${member.key}` : '', `${span.start}-${span.end}`]
    .filter((word) => word !== '')
    .join(' ');

/** `TYPE PATH :MEMBER SPAN` at `|`. */
function at(marked: string, find: typeof positionAt): string {
  const row = marked.replace('|', '');
  return words(find(row, readTree(row), marked.indexOf('|')));
}

describe('A position in a row', () => {
  const typing: readonly (readonly [marked: string, expected: string])[] = [
    ['{"a|"}', 'key $ :a 1-4'],
    ['{"a"|}', 'key $ :a 1-4'],
    ['{|"a": 1}', 'key $ 1-1'],
    ['{"a": |}', 'value $ :a 6-6'],
    ['{"a": "b|"}', 'value $ :a 6-9'],
    ['{"a": "b" |}', 'elsewhere $ 10-10'],
    ['{"a": "b", |}', 'key $ 11-11'],
    ['{"a": [1, |]}', 'value $ a 10-10'],
    ['{"a": [{"b": "c|', 'value $ a 0 :b 13-15'],
    ['{"a": []|}', 'elsewhere $ :a 6-8'],
    ['{"a": 1}|', 'elsewhere 8-8'],
    ['|', 'elsewhere 0-0'],
  ];
  for (const [marked, expected] of typing) {
    it(`while typing ${marked} is ${expected}`, () => assert.equal(at(marked, positionAt), expected));
  }

  const pointing: readonly (readonly [marked: string, expected: string])[] = [
    ['|{"a": 1}', 'bracket $ 0-1'],
    ['{|"a": 1}', 'key $ :a 1-4'],
    ['{"a"|: 1}', 'elsewhere $ :a 5-5'],
    ['{"a": |1}', 'value $ :a 6-7'],
    ['{"a": 1|}', 'elsewhere 8-8'],
  ];
  for (const [marked, expected] of pointing) {
    it(`under the mouse at ${marked} is ${expected}`, () => assert.equal(at(marked, pointedAt), expected));
  }
});
