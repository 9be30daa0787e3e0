import assert from 'node:assert/strict';
import type { DatasetOptions } from '../../../../src/dataset/session.ts';
import { markedIn } from '../support.ts';

const user = { role: 'user', content: 'Hi' };
const assistant = { role: 'assistant', content: 'Hello' };
const reference = { reference_answer: 'Hello' };

const marked = (row: object, options: Partial<DatasetOptions> = {}): string[] =>
  markedIn(row, { format: 'reinforcement', ...options });
const conversation = (...messages: readonly object[]): object => ({ messages, ...reference });

describe('a reinforcement row', () => {
  it('may have a developer, and needs no answer', () => {
    assert.deepEqual(marked(conversation({ role: 'developer', content: 'a' }, user)), []);
  });

  it('has messages as any other', () => {
    assert.deepEqual(marked(reference), ['chat/missing-messages {']);
    assert.deepEqual(marked(conversation({ role: 'user' })), ['chat/missing-content {']);
    assert.deepEqual(marked({ messages: [], ...reference }), ['chat/messages-empty []']);
  });

  it('has no system message', () => {
    const system = { role: 'system', content: 'a' };
    assert.deepEqual(marked(conversation(system, user, system, user)), [
      'rft/system-role "system"',
      'rft/system-role "system"',
    ]);
  });

  it('ends with the user, or the result of a tool where the target takes one', () => {
    const called = { name: 'f', arguments: '{}' };
    const call = { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: called }] };
    const result = { role: 'tool', tool_call_id: 'a', content: '5' };
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const row = { ...conversation(user, call, result), tools };
    assert.deepEqual(marked(row), []);
    assert.deepEqual(marked(row, { target: 'azure' }), ['rft/last-not-user "tool"']);
    assert.deepEqual(marked(conversation(user, assistant)), ['rft/last-not-user "assistant"']);
    assert.deepEqual(marked(conversation(user, { role: 'developer', content: 'a' })), [
      'rft/last-not-user "developer"',
    ]);
    assert.deepEqual(marked(conversation(user, { role: 'system', content: 'a' })), [
      'rft/last-not-user "system"',
      'rft/system-role "system"',
    ]);
    assert.deepEqual(marked(conversation(user, { role: 'bot' })), ['chat/invalid-role "bot"']);
  });

  it('has a field for the grader besides the conversation and its tools', () => {
    const without = { messages: [user], tools: [], functions: [{ name: 'f' }], parallel_tool_calls: true };
    assert.deepEqual(marked(without), ['rft/no-reference "messages"', 'tools/deprecated-functions "functions"']);
    assert.deepEqual(marked({ ...without, answer: null }), ['tools/deprecated-functions "functions"']);
  });

  it('has no images for Azure', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } };
    const row = conversation({ role: 'user', content: [image] });
    assert.deepEqual(marked(row), []);
    assert.deepEqual(marked(row, { target: 'azure' }), ['rft/azure-image "image_url"']);
  });
});
