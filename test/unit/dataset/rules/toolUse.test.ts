import assert from 'node:assert/strict';
import { markedIn } from '../support.ts';

const user = { role: 'user', content: 'Hi' };
const answer = { role: 'assistant', content: 'Hello' };
const tools = ['f', 'g'].map((name) => ({ type: 'function', function: { name } }));
const call = (id: unknown, parts: object = {}): object => ({
  id,
  type: 'function',
  function: { name: 'f', arguments: '{}', ...parts },
});
const calls = (...list: readonly unknown[]): object => ({ role: 'assistant', tool_calls: list });
const result = (id?: unknown): object => ({ role: 'tool', tool_call_id: id, content: '5' });

const marked = (...messages: readonly object[]): string[] => markedIn({ messages: [user, ...messages], tools });

describe('a call', () => {
  const cases: readonly (readonly [what: string, calls: unknown, problems: readonly string[]])[] = [
    ['stands in a list', {}, ['tools/invalid-tool-call {}']],
    ['stands in a list that has some', [], ['tools/invalid-tool-call []']],
    ['is an object', ['f'], ['tools/invalid-tool-call "f"']],
    ['lacks what it needs once', [{}], ['tools/invalid-tool-call {']],
    ['has an id', [call(undefined)], ['tools/invalid-tool-call {']],
    ['has a text for an id', [call(5)], ['tools/invalid-tool-call 5']],
    ['of another type is left alone', [{ type: 'custom', id: 5 }], ['tools/invalid-tool-call "custom"']],
    ['has an object for a function', [{ id: 'a', type: 'function', function: 5 }], ['tools/invalid-tool-call 5']],
    ['lacks name and arguments once', [{ id: 'a', type: 'function', function: {} }], ['tools/invalid-tool-call {']],
    ['has a text for a name', [call('a', { name: 5 })], ['tools/invalid-tool-call 5']],
    ['names a function of the row', [call('a', { name: 'h' })], ['tools/unknown-function "h"']],
    ['has arguments in a text', [call('a', { arguments: {} })], ['tools/arguments-not-string {}']],
    ['has an object in that text', [call('a', { arguments: '[]' })], ['tools/arguments-not-json "[]"']],
    ['has JSON in it', [call('a', { arguments: '' })], ['tools/arguments-not-json ""']],
  ];
  for (const [what, list, problems] of cases) {
    it(what, () => assert.deepEqual(marked({ role: 'assistant', tool_calls: list }), problems));
  }

  it('has an id of its own', () => {
    assert.deepEqual(marked(calls(call('a'), call('a')), result('a')), [
      'tools/duplicate-call-id "a"',
      'chat/last-not-assistant "tool"',
    ]);
    assert.deepEqual(marked(calls(call('a')), result('a'), calls({ type: 'custom', id: 'a' })), [
      'tools/invalid-tool-call "custom"',
      'tools/duplicate-call-id "a"',
    ]);
  });

  it('is missed in the tools only where there are some', () => {
    const row = (parts: object): string[] => markedIn({ messages: [user, calls(call('a', { name: 'h' }))], ...parts });
    const missing = 'tools/missing-tools "tool_calls"';
    assert.deepEqual(row({}), [missing]);
    assert.deepEqual(row({ tools: [] }), [missing]);
    assert.deepEqual(row({ tools: {} }), ['tools/not-array {}']);
    assert.deepEqual(row({ tools }), ['tools/unknown-function "h"']);
    assert.deepEqual(row({ functions: [{ name: 'h' }] }), ['tools/deprecated-functions "functions"']);
  });

  it('is said to have no tools once a list of messages', () => {
    const messages = [user, calls(call('a')), result('a'), calls(call('b'))];
    assert.deepEqual(markedIn({ messages }), ['tools/missing-tools "tool_calls"']);
  });
});

describe('a result', () => {
  it('is of a call before it, and stands right after it with those of its other calls', () => {
    assert.deepEqual(marked(calls(call('a'), call('b')), result('b'), result('a'), answer), []);
    assert.deepEqual(marked(calls(call('a')), answer, result('a'), answer), ['tools/unanswered-tool-call "a"']);
    assert.deepEqual(marked(calls(call('a'), call('b')), result('b'), answer), ['tools/unanswered-tool-call "a"']);
    assert.deepEqual(marked(result('a'), calls(call('a'))), ['tools/unmatched-tool-result "a"']);
  });

  it('may be one of calls long ago', () => {
    assert.deepEqual(marked(calls(call('a')), result('a'), answer, result('a'), answer), []);
  });

  it('says which call it is of', () => {
    assert.deepEqual(marked(result(), answer), ['tools/missing-tool-call-id {']);
    assert.deepEqual(marked(result(null), answer), ['tools/unmatched-tool-result null']);
  });

  it('of a call without an id is not missed', () => {
    assert.deepEqual(marked(calls(call(undefined)), answer), ['tools/invalid-tool-call {']);
  });

  it('does not count after a message of an unknown role', () => {
    assert.deepEqual(marked(calls(call('a')), { role: 'bot' }, result('a'), answer), [
      'tools/unanswered-tool-call "a"',
      'chat/invalid-role "bot"',
    ]);
  });
});

describe('a deprecated call', () => {
  const deprecated = 'tools/deprecated-functions "function_call"';
  const called = (functionCall: unknown): string[] => marked({ role: 'assistant', function_call: functionCall });

  it('is pointed out once, and not beside functions', () => {
    const message = { role: 'assistant', function_call: { name: 'f', arguments: '{}' } };
    assert.deepEqual(marked(message, message), [deprecated]);
    const row = { messages: [user, message], functions: [{ name: 'f' }] };
    assert.deepEqual(markedIn(row), ['tools/deprecated-functions "functions"']);
  });

  it('has a name and arguments', () => {
    assert.deepEqual(called('f'), [deprecated, 'tools/invalid-function-call "f"']);
    assert.deepEqual(called({}), [deprecated, 'tools/invalid-function-call {']);
    assert.deepEqual(called({ name: 5, arguments: '{}' }), [deprecated, 'tools/invalid-function-call 5']);
    assert.deepEqual(called({ name: 'h', arguments: '{}' }), [deprecated, 'tools/unknown-function "h"']);
    assert.deepEqual(called({ name: 'f', arguments: {} }), [deprecated, 'tools/arguments-not-string {}']);
    assert.deepEqual(called({ name: 'f', arguments: '{' }), [deprecated, 'tools/arguments-not-json "{"']);
    assert.deepEqual(called(null), ['chat/missing-content {']);
  });

  it('has a result that names the function', () => {
    const named = { role: 'function', name: 'f', content: '5' };
    assert.deepEqual(marked(named, answer), []);
    assert.deepEqual(marked({ ...named, name: null }, answer), ['tools/function-result-missing-name {']);
  });
});
