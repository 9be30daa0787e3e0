import assert from 'node:assert/strict';
import { chatRow, rowProblemsOf } from '../support.ts';

const answer = { role: 'assistant', content: 'Yes' };

/** Problems of a chat row that begins with `message` and goes on with a question and an answer. */
function problemsOf(message: unknown): string[] {
  return rowProblemsOf(chatRow(message as object, { role: 'user', content: 'Hi' }, answer));
}

/** The rules only, without columns. */
function rulesOf(message: unknown): string[] {
  return problemsOf(message).map((problem) => problem.replace(/^\S+ /, ''));
}

describe('a message', () => {
  const cases: readonly (readonly [what: string, message: unknown, problems: readonly string[]])[] = [
    ['that is a text', 'Hi', ['13-17 chat/message-not-object']],
    ['that is a list', [], ['13-15 chat/message-not-object']],
    ['without a role', { content: 'Hi' }, ['13-14 chat/missing-role']],
    ['with a role of null', { role: null, content: 'Hi' }, ['21-25 chat/invalid-role']],
    ['with an unknown role is not looked into', { role: 'human', x: 1 }, ['21-28 chat/invalid-role']],
    ['of the developer', { role: 'developer', content: 'Hi' }, ['21-32 chat/developer-role']],
    ['with a key of its own', { role: 'user', content: 'Hi', id: 1 }, ['43-47 chat/unknown-message-key']],
    ['with null for such a key', { role: 'user', content: 'Hi', id: null }, ['43-47 chat/unknown-message-key']],
    ['without content', { role: 'user' }, ['13-14 chat/missing-content']],
    ['with null for content', { role: 'user', content: null }, ['38-42 chat/missing-content']],
    ['with a number for content', { role: 'user', content: 5 }, ['38-39 chat/invalid-content']],
    ['with an object for content', { role: 'user', content: {} }, ['38-40 chat/invalid-content']],
    ['with white space for content', { role: 'user', content: ' \n' }, ['38-43 chat/empty-content']],
    ['without parts', { role: 'user', content: [] }, ['38-40 chat/empty-content-array']],
    ['with a number for a name', { role: 'user', content: 'Hi', name: 7 }, ['50-51 chat/invalid-name']],
    ['with a weight', { role: 'user', content: 'Hi', weight: 1 }, ['43-51 chat/weight-on-non-assistant']],
  ];
  for (const [what, message, problems] of cases) {
    it(`${what}: ${problems.join(', ')}`, () => assert.deepEqual(problemsOf(message), problems));
  }

  const fine: readonly (readonly [what: string, message: unknown])[] = [
    ['of a function may be null', { role: 'function', name: 'f', content: null }],
    ['of a user may have parts', { role: 'user', content: [{ type: 'text', text: '' }] }],
    ['may have null for keys that are then not there', { role: 'user', content: 'Hi', name: null, weight: null }],
    ['of an assistant may be empty beside a refusal', { role: 'assistant', content: '', refusal: 'No' }],
    ['of an assistant may refuse in a part', { role: 'assistant', content: [{ type: 'refusal', refusal: 'No' }] }],
    ['of an assistant may have a weight of 1.0', { role: 'assistant', content: 'a', weight: 1 }],
    ['of an assistant may have null for audio', { role: 'assistant', content: 'a', audio: null }],
  ];
  for (const [what, message] of fine) it(what, () => assert.deepEqual(problemsOf(message), []));

  it('of a function needs a content, if only null, and no parts', () => {
    assert.deepEqual(rulesOf({ role: 'function', name: 'f' }), ['chat/missing-content']);
    assert.deepEqual(rulesOf({ role: 'function', name: 'f', content: [] }), ['chat/invalid-content']);
  });

  it('of a tool may be empty and have a name, and of an assistant may only call', () => {
    const rows = [
      { role: 'tool', tool_call_id: 'a', content: '', name: 'f' },
      { role: 'assistant', tool_calls: [] },
      { role: 'assistant', content: null, function_call: {} },
      { role: 'assistant', content: '', function_call: {} },
    ];
    for (const row of rows) {
      const ofContent = rulesOf(row).filter((rule) => rule.startsWith('chat/'));
      assert.deepEqual(ofContent, [], JSON.stringify(row));
    }
  });

  it('of an assistant with neither content nor call has none', () => {
    const empty = { role: 'assistant', content: '', tool_calls: null, refusal: null };
    assert.deepEqual(rulesOf({ role: 'assistant', tool_calls: null }), ['chat/missing-content']);
    assert.deepEqual(rulesOf(empty), ['chat/empty-content']);
  });

  it('of an assistant has a weight of 0 or 1 and a refusal in words', () => {
    for (const weight of [0.5, '1', true, -1]) {
      assert.deepEqual(rulesOf({ ...answer, weight }), ['chat/invalid-weight'], String(weight));
    }
    assert.deepEqual(rulesOf({ ...answer, refusal: 5 }), ['chat/invalid-refusal']);
    assert.deepEqual(rulesOf({ ...answer, audio: { id: 'a' } }), ['chat/unsupported-part']);
  });

  it('may have a name of 64 characters without white space and marks', () => {
    const named = (name: string): string[] => rulesOf({ role: 'user', content: 'Hi', name });
    assert.deepEqual(named('a'.repeat(64)), []);
    for (const name of ['a'.repeat(65), 'a b', 'a<', 'a|', 'a\\', 'a/', 'a>']) {
      assert.deepEqual(named(name), ['chat/invalid-name'], name);
    }
  });

  it('has an unknown key marked at each place where it stands', () => {
    const row = '{"messages":[{"role":"user","content":"a","x":1,"x":2},{"role":"assistant","content":"b"}]}';
    assert.deepEqual(rowProblemsOf(row), [
      '42-45 chat/unknown-message-key',
      '48-51 chat/unknown-message-key',
      '48-51 json/duplicate-key',
    ]);
  });
});

describe('a part', () => {
  const partOf = (role: string, part: unknown): string[] => rulesOf({ role, content: [part] });
  const image = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } };

  it('is an object of a known type that has what the type needs', () => {
    const broken = [
      'text',
      {},
      { type: 1 },
      { type: 'input_text', text: 'Hi' },
      { type: 'text' },
      { type: 'text', text: null },
      { type: 'image_url' },
      { type: 'image_url', image_url: 'https://example.org/a.png' },
      { type: 'image_url', image_url: {} },
    ];
    for (const part of broken) assert.deepEqual(partOf('user', part), ['chat/invalid-part'], JSON.stringify(part));
    assert.deepEqual(partOf('assistant', { type: 'refusal' }), ['chat/invalid-part']);
    assert.deepEqual(partOf('user', image), []);
  });

  it('is not audio and no file', () => {
    assert.deepEqual(partOf('user', { type: 'input_audio', input_audio: {} }), ['chat/unsupported-part']);
    assert.deepEqual(partOf('system', { type: 'file', file: {} }), ['chat/unsupported-part']);
  });

  it('with an image stands in a user message, with a refusal in one of the assistant', () => {
    assert.deepEqual(partOf('system', image), ['chat/part-not-allowed-for-role']);
    assert.deepEqual(partOf('developer', image), ['chat/developer-role', 'chat/part-not-allowed-for-role']);
    assert.deepEqual(partOf('user', { type: 'refusal', refusal: 'No' }), ['chat/part-not-allowed-for-role']);
  });
});
