import assert from 'node:assert/strict';
import type { DatasetOptions } from '../../../../src/dataset/session.ts';
import { markedIn } from '../support.ts';

const user = { role: 'user', content: 'Hi' };
const good = { role: 'assistant', content: 'Hello' };
const bad = { role: 'assistant', content: 'No' };
const plain = { input: { messages: [user] }, preferred_output: [good], non_preferred_output: [bad] };

const marked = (row: object, options: Partial<DatasetOptions> = {}): string[] =>
  markedIn(row, { format: 'preference', ...options });
const withParts = (parts: object, options: Partial<DatasetOptions> = {}): string[] =>
  marked({ ...plain, ...parts }, options);

describe('a preference row', () => {
  it('has an input and two outputs', () => {
    assert.deepEqual(marked(plain), []);
    assert.deepEqual(marked({ chosen: 1 }), [
      'dpo/missing-input {',
      'dpo/missing-non-preferred {',
      'dpo/missing-preferred {',
    ]);
  });

  it('has no other keys', () => {
    assert.deepEqual(withParts({ chosen: [], tools: [] }), ['dpo/unknown-key "chosen"', 'dpo/unknown-key "tools"']);
  });

  it('has outputs that differ', () => {
    const same = { content: 'Hello', role: 'assistant' };
    assert.deepEqual(withParts({ non_preferred_output: [same] }), ['dpo/identical-outputs "non_preferred_output"']);
    assert.deepEqual(withParts({ preferred_output: [], non_preferred_output: [] }), [
      'dpo/output-empty []',
      'dpo/output-empty []',
    ]);
  });

  it('may not use the older names, and is checked under them all the same', () => {
    const { input } = plain;
    assert.deepEqual(marked({ input, preferred_completion: [good], non_preferred_completion: ['a'] }), [
      'dpo/legacy-key "preferred_completion"',
      'dpo/legacy-key "non_preferred_completion"',
      'chat/message-not-object "a"',
    ]);
    const same = { input, preferred_output: [good], non_preferred_completion: [good] };
    assert.deepEqual(marked(same), [
      'dpo/identical-outputs "non_preferred_completion"',
      'dpo/legacy-key "non_preferred_completion"',
    ]);
  });
});

describe('the input of a preference row', () => {
  it('is an object with a conversation', () => {
    assert.deepEqual(withParts({ input: [user] }), [`dpo/input-not-object ${JSON.stringify([user])}`]);
    assert.deepEqual(withParts({ input: null }), ['dpo/input-not-object null']);
    assert.deepEqual(withParts({ input: {} }), ['chat/missing-messages {']);
    assert.deepEqual(withParts({ input: { messages: [{ role: 'user' }] } }), ['chat/missing-content {']);
    assert.deepEqual(withParts({ input: { messages: [{ ...good, weight: 0 }, user] } }), []);
  });

  it('may have tools, and no other keys', () => {
    const tools = [{ type: 'function', function: { name: 'f' } }];
    assert.deepEqual(withParts({ input: { messages: [user], tools, parallel_tool_calls: true } }), []);
    assert.deepEqual(withParts({ input: { messages: [user], functions: [], parallel_tool_calls: true } }), [
      'dpo/unknown-key "functions"',
      'tools/parallel-without-tools "parallel_tool_calls"',
    ]);
  });

  it('ends with another role than assistant', () => {
    assert.deepEqual(withParts({ input: { messages: [user, good] } }), ['dpo/last-input-assistant "assistant"']);
  });

  it('has no images', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } };
    const messages = [{ role: 'user', content: [image, { type: 'text', text: 'Hi' }, image] }];
    assert.deepEqual(withParts({ input: { messages } }), ['dpo/image "image_url"', 'dpo/image "image_url"']);
  });
});

describe('an output of a preference row', () => {
  const output = (...preferred: readonly unknown[]): object => ({ preferred_output: preferred });

  it('is a list of one message without a weight', () => {
    assert.deepEqual(withParts({ preferred_output: good }), [`dpo/output-not-array ${JSON.stringify(good)}`]);
    assert.deepEqual(withParts({ preferred_output: null }), ['dpo/output-not-array null']);
    assert.deepEqual(withParts(output()), ['dpo/output-empty []']);
    assert.deepEqual(withParts(output(good, bad, good)), [`dpo/output-too-many ${JSON.stringify(bad)}`]);
    assert.deepEqual(withParts(output({ ...good, weight: 1 })), ['chat/unknown-message-key "weight"']);
  });

  it('is of the assistant, and not looked into where it is not', () => {
    for (const role of ['user', 'developer', 'tool', 'bot', null]) {
      assert.deepEqual(withParts(output({ role })), [`dpo/output-not-assistant ${JSON.stringify(role)}`]);
    }
    assert.deepEqual(withParts(output({ content: 'a' })), ['chat/missing-role {']);
    assert.deepEqual(withParts(output('a')), ['chat/message-not-object "a"']);
  });

  it('may call the tools of the input, with ids that the other output may have too', () => {
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const call = (id: string, name: string): object => ({
      role: 'assistant',
      tool_calls: [{ id, type: 'function', function: { name, arguments: '{}' } }],
    });
    const result = { role: 'tool', tool_call_id: 'a', content: '5' };
    const input = { messages: [user, call('a', 'f'), result], tools };
    assert.deepEqual(withParts({ input, preferred_output: [call('b', 'f')], non_preferred_output: [call('b', 'g')] }), [
      'tools/unknown-function "g"',
    ]);
    assert.deepEqual(withParts({ input, preferred_output: [call('a', 'f')] }), ['tools/duplicate-call-id "a"']);
    assert.deepEqual(withParts({ preferred_output: [call('a', 'f')] }), ['tools/missing-tools "tool_calls"']);
    assert.deepEqual(withParts({ input: 5, preferred_output: [call('a', 'f')] }), ['dpo/input-not-object 5']);
  });
});

describe('an output for Azure', () => {
  const tools = [{ type: 'function', function: { name: 'f' } }];
  const input = { messages: [user], tools };
  const call = {
    role: 'assistant',
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
  };
  const result = { role: 'tool', tool_call_id: 'a', content: '5' };
  const azure = (...preferred: readonly object[]): string[] =>
    withParts({ input, preferred_output: preferred }, { target: 'azure' });

  it('may have several messages, of tools too', () => {
    assert.deepEqual(azure(call, result, good), []);
    assert.deepEqual(azure(good, user), ['dpo/output-not-assistant "user"']);
    assert.deepEqual(azure(result, good), ['tools/unmatched-tool-result "a"']);
  });

  it('has at least one of the assistant', () => {
    assert.deepEqual(azure({ role: 'tool', content: '5', tool_call_id: 'a' }), [
      'dpo/output-not-assistant "tool"',
      'tools/unmatched-tool-result "a"',
    ]);
  });
});
