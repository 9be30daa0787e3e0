import assert from 'node:assert/strict';
import { exampleTitle, exampleView, firstWords } from '../../../src/dataset/example.ts';

const titleOf = (row: string): string | undefined => {
  const view = exampleView(row);
  return view && exampleTitle(view, 60);
};

describe('The view of an example', () => {
  it('is its conversation: roles, texts, images, calls and results', () => {
    const row = JSON.stringify({
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
            { type: 'text', text: 'What is this?' },
          ],
        },
        { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look' } }] },
        { role: 'tool', tool_call_id: 'call_1', content: 'a cat' },
      ],
      tools: [{ type: 'function', function: { name: 'look' } }],
    });
    assert.deepEqual(exampleView(row), {
      messages: [
        { role: 'system', text: 'Be brief.', images: 0, callIds: [], answers: undefined },
        { role: 'user', text: 'What is this?', images: 1, callIds: [], answers: undefined },
        { role: 'assistant', text: '', images: 0, callIds: ['call_1'], answers: undefined },
        { role: 'tool', text: 'a cat', images: 0, callIds: [], answers: 'call_1' },
      ],
      tools: ['look'],
    });
  });

  it('shows the outputs of a preference row after its input', () => {
    const message = (role: string, content: string): unknown => ({ role, content });
    const row = JSON.stringify({
      non_preferred_output: [message('assistant', 'no')],
      preferred_output: [message('assistant', 'yes')],
      input: { messages: [message('user', 'Well?')] },
    });
    assert.deepEqual(
      exampleView(row)?.messages.map(({ text }) => text),
      ['Well?', 'yes', 'no'],
    );
  });

  const titles: readonly (readonly [what: string, row: string, title: string | undefined])[] = [
    [
      'the first words of the user',
      '{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Hi  you\\n"}]}',
      'Hi you',
    ],
    ['what is there of a broken row', '{"messages": [{"role": "user", "content": "Half a ques', 'Half a ques'],
    ['the prompt', '{"prompt": "Once upon", "completion": " a time"}', 'Once upon'],
    [
      'the first words of anybody where no user speaks',
      '{"messages": [{"role": "assistant", "content": "Hello"}]}',
      'Hello',
    ],
    ['nothing where nobody speaks', '{}', ''],
    ['no title for what is no object', '[1]', undefined],
  ];
  for (const [what, row, title] of titles) it(`is called by ${what}`, () => assert.equal(titleOf(row), title));

  it('has a title of at most 60 units that halves no character', () => {
    assert.equal(firstWords('x'.repeat(60), 60), 'x'.repeat(60));
    assert.equal(firstWords('x'.repeat(61), 60), `${'x'.repeat(59)}…`);
    assert.equal(firstWords(`${'x'.repeat(58)}😀yy`, 60), `${'x'.repeat(58)}…`);
  });
});
