import assert from 'node:assert/strict';
import { keysWritten } from '../../../../src/dataset/duplicateKeys.ts';
import { ValueLook } from '../../../../src/dataset/valueLook.ts';
import { brief, chatRow, rowProblemsOf, sessionOf } from '../support.ts';

/** Problems of a chat row whose question is the JSON text `content`. */
function problemsOf(content: string): string[] {
  return rowProblemsOf(`{"messages":[{"role":"user","content":"${content}"},{"role":"assistant","content":"a"}]}`);
}

describe('the text of a row', () => {
  const cases: readonly (readonly [what: string, content: string, problems: readonly string[]])[] = [
    ['with an escaped emoji', '\\ud83d\\ude00', []],
    ['with an emoji', '😀', []],
    ['with a first half', 'a\\ud83d', ['40-46 json/lone-surrogate']],
    [
      'with a first half before another escape',
      '\\ud83d\\n\\ude00',
      ['39-45 json/lone-surrogate', '47-53 json/lone-surrogate'],
    ],
    ['with two first halves', '\\ud83d\\ud83d\\ude00', ['39-45 json/lone-surrogate']],
    ['with a second half', '\\uDE00', ['39-45 json/lone-surrogate']],
    ['with a second half too many', '\\ud83d\\ude00\\ude00', ['51-57 json/lone-surrogate']],
    ['with one half of a pair escaped', '\\ud83d\ude00 \ud83d\\ude00', []],
    ['with a backslash before the letter u', '\\\\ud83d', []],
    ['with damage', 'Cr\ufffd\ufffdme\ufffd', ['41-43 text/replacement-char', '45-46 text/replacement-char']],
    [
      'with unusual line ends',
      'a\u2028b\u2029\u0085',
      [40, 42, 43].map((at) => `${at}-${at + 1} file/unusual-line-terminator`),
    ],
    ['that looks like keys', '\\"role\\": a, \\"role\\": b, \\\\\\": c', []],
    ['that starts with a colon', ': a', []],
  ];
  for (const [what, content, problems] of cases) {
    it(`${what}: ${problems.join(', ') || 'nothing'}`, () => assert.deepEqual(problemsOf(content), problems));
  }

  it('says so of unusual line ends in broken rows, and of damage in whole ones only', () => {
    const text = [chatRow(), '{"a": "\u2028\ufffd', '["\ufffd\\ud83d"]'].join('\n');
    assert.deepEqual(brief(sessionOf(text, { format: 'chat' }).problems).slice(1), [
      '2:7-8 file/unusual-line-terminator',
      '2:8-9 json/unterminated',
      '3:0-11 json/not-an-object',
      '3:3-9 json/lone-surrogate',
    ]);
  });
});

describe('a key that stands twice', () => {
  it('is not looked for where texts only look like keys', () => {
    const example = { messages: [{ content: '{"a": 1, "a": 2}', 'b\\': ['"'] }] };
    assert.equal(keysWritten(JSON.stringify(example)), new ValueLook(example).keys);
    assert.equal(keysWritten('{"a":1,"a":2}'), 2);
  });

  const cases: readonly (readonly [row: string, columns: readonly string[]])[] = [
    ['{"messages":[],"messages":[]}', ['15-25']],
    ['{"a":1,"\\u0061":2,"messages":[]}', ['7-15']],
    ['{"messages":[{"tools":{"x":{"y" : 1,"y"\t:2}}}]}', ['36-39']],
    ['{"__proto__":1,"__proto__":2}', ['15-26']],
    ['{"1":1,"2":2,"1":3}', ['13-16']],
    ['{"a":[":"],"b":":","a:":"\\":"}', []],
    ['{"a":{"a":{"a":1}}}', []],
  ];
  for (const [row, columns] of cases) {
    it(`in ${row}: ${columns.join() || 'nowhere'}`, () => {
      const found = rowProblemsOf(row).filter((problem) => problem.endsWith('json/duplicate-key'));
      assert.deepEqual(
        found,
        columns.map((column) => `${column} json/duplicate-key`),
      );
    });
  }
});
