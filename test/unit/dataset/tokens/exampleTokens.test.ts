import assert from 'node:assert/strict';
import type { Format } from '../../../../src/dataset/formats.ts';
import { exampleTokens } from '../../../../src/dataset/tokens/exampleTokens.ts';

/** A counter to which every word is a token. */
const count = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
const words = { count, countRepeated: count };
const tokens = (value: unknown, format: Format = 'chat'): number => exampleTokens(value, words, format);

const user = { role: 'user', content: 'one two three' };
const answer = { role: 'assistant', content: 'four' };
/** 3 and a word of role for each message, 4 words, 3 for the example. */
const conversation = 2 * (3 + 1) + 4 + 3;

describe('The tokens of an example', () => {
  it('are those of its messages, their roles, and what frames them', () => {
    assert.equal(tokens({ messages: [user, answer] }), conversation);
    assert.equal(tokens({ messages: [] }), 3);
  });

  it('have one more for a name, beside its text', () => {
    assert.equal(tokens({ messages: [{ ...user, name: 'ann' }, answer] }), conversation + 2);
  });

  it('have 85 for an image, and the text of parts', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const parts = [{ type: 'text', text: 'one two three' }, image, { type: 'refusal', refusal: 'no' }];
    assert.equal(tokens({ messages: [{ role: 'user', content: parts }, answer] }), conversation + 85 + 1);
  });

  it('have the name and arguments of calls, the JSON of definitions, and no ids or weights', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'look up', arguments: '{"a": 1}' } };
    const calling = { role: 'assistant', content: null, weight: 0, tool_calls: [call] };
    assert.equal(tokens({ messages: [calling] }), 3 + 1 + 4 + 3);
    const result = { role: 'tool', tool_call_id: 'call_1', content: 'found' };
    assert.equal(tokens({ messages: [result] }), 3 + 2 + 3);
    assert.equal(tokens({ messages: [], tools: [{ type: 'function', function: { name: 'look up' } }] }), 3 + 2);
    assert.equal(tokens({ messages: [{ role: 'assistant', function_call: call.function }] }), 3 + 1 + 4 + 3);
    assert.equal(tokens({ messages: [{ role: 'assistant', refusal: 'I will not' }] }), 3 + 1 + 3 + 3);
  });

  it('are those of the input and both outputs of a preference', () => {
    const row = { input: { messages: [user] }, preferred_output: [answer], non_preferred_output: [answer] };
    assert.equal(tokens(row, 'preference'), conversation + 5);
    const former = { input: { messages: [user] }, preferred_completion: [answer], non_preferred_completion: [answer] };
    assert.equal(tokens(former, 'preference'), conversation + 5);
  });

  it('are those of prompt and completion', () => {
    assert.equal(tokens({ prompt: 'one two', completion: ' three' }, 'completions'), 3);
  });

  it('leave out what is for the grader', () => {
    assert.equal(tokens({ messages: [user], answer: 'one two' }, 'reinforcement'), 3 + 4 + 3);
  });

  it('are none where the types are wrong', () => {
    const wrong: unknown[] = [null, 3, [], 'text', {}, { messages: 'a' }, { prompt: 1, input: 'a' }];
    for (const format of ['chat', 'preference', 'completions', 'reinforcement'] as const) {
      for (const value of wrong) assert.equal(tokens(value, format), 0);
    }
    const messages = [null, 'text', { role: 1, content: {}, tool_calls: [3, { function: 'f' }], name: 4 }];
    assert.equal(tokens({ messages, tools: {} }), 3 + 3);
  });

  it('are found however deep a value is nested', () => {
    const depth = 20_000;
    const row = JSON.parse(`{"messages":[],"tools":${'['.repeat(depth)}${']'.repeat(depth)}}`) as unknown;
    assert.equal(tokens(row), 3);
  });
});
