import assert from 'node:assert/strict';
import fc from 'fast-check';
import { memberOf, readTree, textOf, type RowNode } from '../../../src/dataset/rowTree.ts';

/** The tree as plain data; `#` marks what is no string. */
function plain(node: RowNode | undefined): unknown {
  if (!node) return undefined;
  if (node.type === 'scalar') return node.isText ? node.text : `#${node.text}`;
  if (node.type === 'array') return node.items.map(plain);
  return node.members.map(({ key, value }) => [key, plain(value)]);
}

describe('The tree of a row', () => {
  const table: readonly (readonly [what: string, row: string, expected: unknown])[] = [
    [
      'a good row',
      '{"a": [1, "b"], "c": {"d": true}}',
      [
        ['a', ['#1', 'b']],
        ['c', [['d', '#true']]],
      ],
    ],
    ['a row that was cut off', '{"a": [{"role": "us', [['a', [[['role', 'us']]]]]],
    [
      'a key without a value',
      '{"a": , "b": 1}',
      [
        ['a', undefined],
        ['b', '#1'],
      ],
    ],
    [
      'a missing comma',
      '{"a": 1 "b": 2}',
      [
        ['a', '#1'],
        ['b', '#2'],
      ],
    ],
    [
      'a missing colon',
      '{"a" 1, "b": 2}',
      [
        ['a', '#1'],
        ['b', '#2'],
      ],
    ],
    ['a missing bracket', '{"a": [1, 2, "b": 3}', [['a', ['#1', '#2', 'b', '#3']]]],
    ['a bracket too many', '{"a": 1]}', [['a', '#1']]],
    [
      'Python literals',
      "{'a': None, 'b': 'it\\'s'}",
      [
        ['a', '#None'],
        ['b', "it\\'s"],
      ],
    ],
    ['escapes', '{"a": "x\\n\\u0041"}', [['a', 'x\nA']]],
    ['a broken escape', '{"a": "x\\q"}', [['a', 'x\\q']]],
    ['nothing after the row', '{"a": 1} {"b": 2}', [['a', '#1']]],
    ['a blank row', '  ', undefined],
  ];
  for (const [what, row, expected] of table) {
    it(`reads ${what}`, () => assert.deepEqual(plain(readTree(row)), expected));
  }

  it('takes the last of two equal keys, as JSON does', () => {
    assert.equal(textOf(memberOf(readTree('{"a": "1", "a": "2"}'), 'a')), '2');
  });

  it('says of any JSON what JSON.parse says, up to keys that stand twice', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        assert.deepEqual(sorted(plain(readTree(json))), sorted(plainValue(JSON.parse(json))));
      }),
    );
  });

  it('has places inside the row, one within the other, whatever the row is', () => {
    const row = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', "'", '“', 'a', ' ', '😀'));
    fc.assert(
      fc.property(row, (pieces) => {
        const text = pieces.join('');
        const visit = (node: RowNode, start: number, end: number): void => {
          assert.ok(start <= node.start && node.start <= node.end && node.end <= end, text);
          if (node.type === 'array') for (const item of node.items) visit(item, node.start, node.end);
          if (node.type !== 'object') return;
          for (const { value } of node.members) if (value) visit(value, node.start, node.end);
        };
        const tree = readTree(text);
        if (tree) visit(tree, 0, text.length);
      }),
    );
  });

  it('takes 10,000 levels', () => {
    const row = '{"a":['.repeat(10_000);
    assert.equal(readTree(row)?.end, row.length);
  });
});

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return `#${JSON.stringify(value)}`;
  return Object.entries(value).map(([key, item]) => [key, plainValue(item)]);
}

/** JavaScript moves keys that are numbers to the front, so that the order of keys is not compared. */
function sorted(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : value;
}
