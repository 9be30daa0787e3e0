import assert from 'node:assert/strict';
import { fixesOf } from './support.ts';

const user = '{"role":"user","content":"Hi"}';
const answer = '{"role":"assistant","content":"Hello"}';
const good = `{"messages":[${user},${answer}]}`;

describe('fixes of rows that are not JSON', () => {
  const cases: readonly (readonly [rule: string, row: string, fixed: string])[] = [
    ['json/trailing-comma', `{"messages":[${user},${answer},],}`, good],
    ['json/trailing-comma', `${good},`, good],
    ['json/missing-comma', `{"messages":[${user} ${answer}]}`, `{"messages":[${user}, ${answer}]}`],
    ['json/missing-comma', `{"messages":[${user}${answer}]}`, `{"messages":[${user}, ${answer}]}`],
    ['json/comment', `${good} // the first`, good],
    ['json/comment', `{"messages":/* two */[${user}, /* and */ ${answer}]}`, `{"messages":[${user},  ${answer}]}`],
    [
      'json/nan',
      `{"messages":[{"role":"user","content":NaN},{"role":"user","content":-Infinity}]}`,
      `{"messages":[{"role":"user","content":null},{"role":"user","content":null}]}`,
    ],
    [
      'json/python-literal',
      `{"messages":[${user},${answer}],"tools":None}`,
      `{"messages":[${user},${answer}],"tools":null}`,
    ],
    [
      'json/single-quotes',
      `{'messages': ({'role': 'user', 'content': "it's\\x41"}, {'role': u'assistant', 'content': 'say "hi"', 'weight': 1,},), 'n': None}`,
      `{"messages": [{"role": "user", "content": "it'sA"}, {"role": "assistant", "content": "say \\"hi\\"", "weight": 1}], "n": null}`,
    ],
    [
      'json/smart-quotes',
      `{“messages”: [{“role”: "user", "content": “say "hi" – ‘yo’!”}]}`,
      `{"messages": [{"role": "user", "content": "say \\"hi\\" – ‘yo’!"}]}`,
    ],
    ['json/unquoted-key', `{messages:[{role:"user",content:"Hi"}]}`, `{"messages":[{"role":"user","content":"Hi"}]}`],
    [
      'json/control-char',
      `{"messages":[{"role":"user","content":"a\tb\u0001c"}]}`,
      `{"messages":[{"role":"user","content":"a\\tb\\u0001c"}]}`,
    ],
    [
      'json/bad-escape',
      `{"messages":[{"role":"user","content":"C:\\dir\\u12"}]}`,
      `{"messages":[{"role":"user","content":"C:\\\\dir\\\\u12"}]}`,
    ],
  ];
  for (const [rule, row, fixed] of cases) {
    it(`${rule}: ${JSON.stringify(row)}`, () => {
      const [first] = fixesOf(row, rule);
      assert.deepEqual(first?.slice(1), [fixed]);
    });
  }

  it('takes away the backslash of a quote that needs none, or keeps it as text', () => {
    const fixes = fixesOf(`{"messages":[{"role":"user","content":"it\\'s"}]}`, 'json/bad-escape');
    assert.deepEqual(fixes, [
      ['Remove the backslash', `{"messages":[{"role":"user","content":"it's"}]}`],
      ['Double the backslash', `{"messages":[{"role":"user","content":"it\\\\'s"}]}`],
    ]);
  });

  it('puts several objects on lines of their own, whatever stands between them', () => {
    const [first] = fixesOf(`${good}${good}, ${good} ,`, 'json/multiple-values');
    assert.deepEqual(first, ['Put each object on a line of its own', good, good, good]);
  });

  it('removes a comment after which a comma is one too many', () => {
    assert.deepEqual(fixesOf(good.replace(']', ', /* end */ ]'), 'json/comment')[0]?.slice(1), [
      good.replace(']', ', ]'),
    ]);
  });

  it('offers nothing where the end of a line comment would have to be guessed', () => {
    assert.deepEqual(fixesOf(`{"messages":[${user} // ]}`, 'json/comment'), []);
  });

  it('offers nothing where text follows an object', () => {
    assert.deepEqual(fixesOf(`${good} "b"`, 'json/multiple-values'), []);
  });
});

describe('fixes of texts', () => {
  it('keep the last of the members with one key', () => {
    const [first] = fixesOf(
      `{"messages":[],"messages": [${user}], "messages":[${user},${answer}]}`,
      'json/duplicate-key',
    );
    assert.deepEqual(first?.[0], 'Keep the last "messages" only');
  });

  it('write half a surrogate pair as the character for damage', () => {
    const [first] = fixesOf(good.replace('Hi', 'Hi \\ud83d'), 'json/lone-surrogate');
    assert.deepEqual(first, ['Replace with \\uFFFD', good.replace('Hi', 'Hi \\uFFFD')]);
  });

  it('escape characters that some readers take for line breaks', () => {
    const [first] = fixesOf(good.replace('Hi', 'a\u2028b'), 'file/unusual-line-terminator');
    assert.deepEqual(first, ['Escape the character', good.replace('Hi', 'a\\u2028b')]);
  });
});
