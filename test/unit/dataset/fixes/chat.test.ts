import assert from 'node:assert/strict';
import { fixesOf } from './support.ts';

const user = '{"role":"user","content":"Hi"}';
const answer = '{"role":"assistant","content":"Hello"}';
const chat = (...messages: readonly string[]): string => `{"messages":[${messages.join(',')}]}`;

describe('fixes of chat rows', () => {
  const cases: readonly (readonly [rule: string, row: string, title: string, fixed: string])[] = [
    [
      'chat/missing-messages',
      `{ "mesages" : [${user}, ${answer}] }`,
      'Rename "mesages" to "messages"',
      `{ "messages" : [${user}, ${answer}] }`,
    ],
    ['chat/invalid-role', chat('{"role":"Human","content":"Hi"}', answer), 'Replace with "user"', chat(user, answer)],
    [
      'chat/invalid-role',
      chat(user, '{"role":"gpt","content":"Hello"}'),
      'Replace with "assistant"',
      chat(user, answer),
    ],
    [
      'chat/invalid-role',
      chat(user, '{"role":"asistant","content":"Hello"}'),
      'Replace with "assistant"',
      chat(user, answer),
    ],
    ['chat/missing-role', chat('{"from":"human","value":"Hi"}', answer), 'Rename "from" to "role"', chat(user, answer)],
    ['chat/missing-role', chat(user, '{"content":"Hello"}'), 'Add "role": "assistant"', chat(user, answer)],
    [
      'chat/missing-content',
      chat(user, '{"role":"assistant","contents":"Hello"}'),
      'Rename "contents" to "content"',
      chat(user, answer),
    ],
    [
      'chat/unknown-message-key',
      chat('{"role":"user","id":1,"content":"Hi"}', answer),
      'Remove "id"',
      chat(user, answer),
    ],
    [
      'chat/unknown-key',
      `{"messages":[${user},${answer}],"source":{"a":[1, 2]}}`,
      'Remove "source"',
      chat(user, answer),
    ],
    [
      'chat/invalid-content',
      chat('{"role":"user","content":5.0}', answer),
      'Write the value as text',
      chat('{"role":"user","content":"5.0"}', answer),
    ],
    [
      'chat/invalid-part',
      chat('{"role":"user","content":["Hi", {"type":"text","text":"!"}]}', answer),
      'Wrap in {"type": "text", …}',
      chat('{"role":"user","content":[{"type":"text","text":"Hi"}, {"type":"text","text":"!"}]}', answer),
    ],
    [
      'chat/invalid-part',
      chat('{"role":"user","content":[{"type":"image_url","image_url":"https://a.b/c.png"}]}', answer),
      'Wrap in {"url":…}',
      chat('{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.b/c.png"}}]}', answer),
    ],
    [
      'chat/invalid-part',
      chat('{"role":"user","content":[{"type":"input_text","text":"Hi"}]}', answer),
      'Replace with "text"',
      chat('{"role":"user","content":[{"type":"text","text":"Hi"}]}', answer),
    ],
    [
      'chat/unsupported-part',
      chat('{"role":"user","content":[{"type":"file"}]}', answer),
      'Remove the part',
      chat('{"role":"user","content":""}', answer),
    ],
    [
      'chat/last-not-assistant',
      chat(user, answer, user, user),
      'Delete the messages after the last answer',
      chat(user, answer),
    ],
    [
      'chat/system-not-first',
      chat(user, answer, '{"role":"system","content":"Be \\u0062rief."}', answer),
      'Move the message to the front',
      chat('{"role":"system","content":"Be \\u0062rief."}', user, answer, answer),
    ],
    [
      'chat/invalid-name',
      chat('{"role":"user","content":"Hi","name":"Aunt May"}', answer),
      'Replace with "Aunt_May"',
      chat('{"role":"user","content":"Hi","name":"Aunt_May"}', answer),
    ],
    [
      'chat/invalid-weight',
      chat(user, '{"role":"assistant","content":"Hello","weight":"0"}', answer),
      'Replace with 0',
      chat(user, '{"role":"assistant","content":"Hello","weight":0}', answer),
    ],
    [
      'chat/all-weights-zero',
      chat(user, '{"role":"assistant","content":"Hello","weight":0}'),
      'Replace with 1',
      chat(user, '{"role":"assistant","content":"Hello","weight":1}'),
    ],
  ];
  for (const [rule, row, title, fixed] of cases) {
    it(`${rule}: ${title} in ${row}`, () => assert.deepEqual(fixesOf(row, rule)[0], [title, fixed]));
  }

  it('ask what a weight between 0 and 1 is to be', () => {
    const titles = fixesOf(chat(user, '{"role":"assistant","content":"Hello","weight":0.2}'), 'chat/invalid-weight');
    assert.deepEqual(
      titles.map(([title]) => title),
      ['Replace with 0', 'Replace with 1'],
    );
  });

  it('offer no role for a word that is like none', () => {
    assert.deepEqual(fixesOf(chat('{"role":"narrator","content":"Hi"}', answer), 'chat/invalid-role'), []);
  });
});
