import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { readRow } from '../../../../src/engines/baseline/conversation.ts';

const assistant = (message: object): object => ({ messages: [{ role: 'assistant', ...message }] });

describe('a row of training data', () => {
  const cases: [name: string, row: object, content: string, isLearned: boolean][] = [
    ['an answer', assistant({ content: 'Yes.' }), 'Yes.', true],
    ['an answer of weight 1', assistant({ content: 'Yes.', weight: 1 }), 'Yes.', true],
    ['an answer of weight 0', assistant({ content: 'Yes.', weight: 0 }), 'Yes.', false],
    ['an empty answer', assistant({ content: '' }), '', true],
    [
      'text in parts',
      assistant({
        content: [
          { type: 'text', text: 'Ye' },
          { type: 'text', text: 's.' },
        ],
      }),
      'Yes.',
      true,
    ],
    ['a refusal', assistant({ content: null, refusal: 'No.' }), 'No.', true],
    ['nothing', assistant({ content: null }), '', false],
    ['no content', assistant({}), '', false],
    [
      'a call of a tool',
      assistant({
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } }],
      }),
      '[{"name":"find","arguments":"{\\"a\\":1}"}]',
      true,
    ],
    [
      'text and a call',
      assistant({ content: 'Look:', function_call: { name: 'find', arguments: '{}' } }),
      'Look:\n[{"name":"find","arguments":"{}"}]',
      true,
    ],
    ['a question', { messages: [{ role: 'user', content: 'Yes?' }] }, 'Yes?', false],
  ];
  for (const [name, row, content, isLearned] of cases) {
    it(`with ${name} is ${isLearned ? '' : 'not '}learned`, () => {
      const [message] = readRow(row, 'line 1');
      assert.equal(message?.content, content);
      assert.equal(message.isLearned, isLearned);
    });
  }

  it('may be a prompt with its completion', () => {
    assert.deepEqual(readRow({ prompt: 'One?', completion: 'Two.' }, 'line 1'), [
      { role: 'user', content: 'One?', isLearned: false },
      { role: 'assistant', content: 'Two.', isLearned: true },
    ]);
  });

  for (const row of [
    3,
    null,
    [],
    {},
    { prompt: 'secret' },
    { messages: ['secret'] },
    { messages: [{ content: 'secret' }] },
  ]) {
    it(`is refused by its line without its text: ${JSON.stringify(row).slice(0, 20)}`, () => {
      assert.throws(
        () => readRow(row, 'line 4 of train.jsonl'),
        (error) => error instanceof UserError && /line 4 of train/.test(error.text) && !/secret/.test(error.text),
      );
    });
  }
});
