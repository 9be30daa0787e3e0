import assert from 'node:assert/strict';
import { brief, chatRow, rowProblemsOf, sessionOf } from '../support.ts';

const user = { role: 'user', content: 'Hi' };
const assistant = { role: 'assistant', content: 'Hello' };
const system = { role: 'system', content: 'Be brief.' };

describe('a chat row', () => {
  const cases: readonly (readonly [what: string, row: string, problems: readonly string[]])[] = [
    ['without any known key lacks messages', '{"text":1}', ['0-1 chat/missing-messages']],
    [
      'with the keys of requests',
      `{"messages":[],"model":"m"}`,
      ['12-14 chat/messages-empty', '15-22 chat/unknown-key'],
    ],
    ['with a text for messages', '{"messages":"Hi"}', ['12-16 chat/messages-not-array']],
    ['with null for messages', '{"messages":null}', ['12-16 chat/messages-not-array']],
    ['without an answer', chatRow(user), ['1-11 chat/missing-assistant']],
    ['without a question', chatRow(assistant), ['1-11 chat/no-user-message']],
    ['that goes on after the answer', chatRow(user, assistant, user), ['91-97 chat/last-not-assistant']],
    ['with late instructions', chatRow(user, system, assistant), ['52-60 chat/system-not-first']],
    ['that trains nothing', chatRow(user, { ...assistant, weight: 0 }), ['91-92 chat/all-weights-zero']],
    ['of preference data', '{"input":{},"messages":1}', ['1-8 chat/unknown-key', '23-24 chat/messages-not-array']],
    ['of another format', '{"prompt":"a","completion":"b"}', ['1-9 file/mixed-formats']],
  ];
  for (const [what, row, problems] of cases) {
    it(`${what}: ${problems.join(', ') || 'nothing'}`, () => assert.deepEqual(rowProblemsOf(row), problems));
  }

  it('trains something as long as one answer has a weight other than 0', () => {
    assert.deepEqual(rowProblemsOf(chatRow(user, { ...assistant, weight: 0 }, user, assistant)), []);
  });

  it('with an answer of an unknown role has no answer', () => {
    assert.deepEqual(rowProblemsOf(chatRow(user, { role: 'bot', content: 'Hello' })), [
      '1-11 chat/missing-assistant',
      '52-57 chat/invalid-role',
    ]);
  });

  it('may use tools', () => {
    const called = { name: 'f', arguments: '{}' };
    const call = { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: called }] };
    const result = { role: 'tool', tool_call_id: 'a', content: '5' };
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const row = { messages: [user, call, result, assistant], tools, parallel_tool_calls: false };
    assert.deepEqual(rowProblemsOf(JSON.stringify(row)), []);
    // What is learned last may be a call.
    assert.deepEqual(rowProblemsOf(JSON.stringify({ messages: [user, call], tools })), []);
  });
});

describe('instructions', () => {
  const rows = (instructedRows: number, plainRows: number): string =>
    Array.from({ length: instructedRows + plainRows }, (_, row) => {
      const conversation = [{ ...user, content: `Hi ${row}` }, assistant];
      return row < instructedRows ? chatRow(system, ...conversation) : chatRow(...conversation);
    }).join('\n');

  it('are missed where at least 80 % of the examples have some', () => {
    assert.deepEqual(brief(sessionOf(rows(8, 2)).problems), [
      '9:1-11 chat/inconsistent-system',
      '10:1-11 chat/inconsistent-system',
    ]);
    assert.deepEqual(sessionOf(rows(8, 2)).summary.infos, 2);
  });

  it('are not missed where fewer have some', () => {
    assert.deepEqual(brief(sessionOf(rows(7, 3)).problems), []);
  });

  it('are missed at the key, wherever it stands', () => {
    const row = `{"tools":[], "messages" : [${JSON.stringify(assistant)},{"role":"user","content":"\\"messages\\""}]}`;
    const twice = `{"messages":1,${row.slice(1)}`;
    const problems = brief(sessionOf([rows(10, 0), row, twice].join('\n')).problems);
    assert(problems.includes('11:13-23 chat/inconsistent-system'), problems.join());
    assert(problems.includes('12:26-36 chat/inconsistent-system'), problems.join());
  });
});
