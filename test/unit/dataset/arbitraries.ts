import fc from 'fast-check';
import { chatRow } from './support.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';

/** Pieces that JSON and its common faults are made of. */
const punctuation = ['{', '}', '[', ']', ',', ':', '"', "'", '“', '\\', ' ', '\t', '//x', '/*', '-', '0', '1.5', 'e'];
const tokens = [
  '"a"',
  '"messages"',
  '"role"',
  'null',
  'true',
  'None',
  'NaN',
  '-Infinity',
  '__proto__',
  '"__proto__":1',
];
const texts = ['😀', 'é', '\u2028', '\ufffd', '\u0000', '\\u12', '\\ud83d', '"\\ud83d"', '"\\udc00"'];
const members = ['"role":"user"', '"content":', '{"messages":['];
const fragments = [...punctuation, ...tokens, ...texts, ...members];

/** A row made of such pieces. */
export const fragmentRow = fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join(''));

const content = fc.constantFrom<unknown>('Hi', '', ' ', null, 5, [], [{ type: 'text', text: 'Hi' }], undefined);
const message = fc.record(
  {
    role: fc.constantFrom<unknown>('system', 'developer', 'user', 'assistant', 'tool', 'function', 'human', 1),
    content,
    weight: fc.constantFrom<unknown>(0, 1, '1', null),
    name: fc.constantFrom<unknown>('a', 'a b', null),
    tool_calls: fc.constantFrom<unknown>([], null),
  },
  { requiredKeys: ['role', 'content'] },
);

/** A row of chat data, often with something wrong in it. */
export const chatLikeRow = fc.array(message, { maxLength: 4 }).map((messages) => JSON.stringify({ messages }));

const odd = fc.constantFrom<unknown>(null, 5, '', [], {});
const callId = fc.constantFrom<unknown>('a', 'b', 5);
const call = fc.record(
  {
    id: callId,
    type: fc.constantFrom<unknown>('function', 'function', 'custom'),
    function: fc.oneof(
      fc.record({ name: fc.constantFrom<unknown>('f', 'g', 5), arguments: fc.constantFrom<unknown>('{}', '[', {}) }),
      odd,
    ),
  },
  { requiredKeys: ['function'] },
);
const image = fc.record({
  type: fc.constant('image_url'),
  image_url: fc.oneof(
    odd,
    fc.record({ url: fc.constantFrom<unknown>('https://example.org/a', 'data:image/png;base64,@', 'a.png', 5) }),
  ),
});
const toolMessage = fc.oneof(
  fc.record({ role: fc.constant('assistant'), tool_calls: fc.oneof(fc.array(call, { maxLength: 3 }), odd) }),
  fc.record({ role: fc.constant('assistant'), function_call: fc.oneof(call, odd) }),
  fc.record({ role: fc.constant('tool'), tool_call_id: callId, content: fc.constant('5') }),
  fc.record({ role: fc.constantFrom('user', 'assistant', 'system'), content: fc.array(image, { maxLength: 12 }) }),
  fc.record({ role: fc.constantFrom('function', 'user', 'assistant'), content: fc.constant('Hi') }),
);
const conversation = fc.record(
  {
    messages: fc.oneof({ arbitrary: fc.array(toolMessage, { maxLength: 5 }), weight: 9 }, odd),
    tools: fc.oneof(fc.array(fc.oneof(call, odd), { maxLength: 3 }), odd),
    functions: fc.oneof(fc.array(call, { maxLength: 2 }), odd),
    parallel_tool_calls: fc.constantFrom<unknown>(true, 'true'),
  },
  { requiredKeys: ['messages'] },
);
const output = fc.oneof({ arbitrary: fc.array(toolMessage, { maxLength: 3 }), weight: 9 }, odd);
const fields = fc.record({ answer: odd, unit: odd }, { requiredKeys: [] });

/** A row of any format, often with something wrong in it. */
export const formatRow = fc
  .oneof(
    conversation,
    fc.tuple(conversation, fields).map(([row, more]) => ({ ...row, ...more })),
    fc.record(
      {
        input: fc.oneof({ arbitrary: conversation, weight: 9 }, odd),
        preferred_output: output,
        non_preferred_output: output,
        preferred_completion: output,
        chosen: odd,
      },
      { requiredKeys: ['input'] },
    ),
    fc.record({ prompt: odd, completion: fc.oneof(odd, fc.constant(' ')), id: odd }, { requiredKeys: [] }),
  )
  .map((row) => JSON.stringify(row));

/** Lines of which values that span rows are made, and others. */
export const bracketRow = fc.constantFrom(
  '[',
  ']',
  '{',
  '}',
  '],',
  '},',
  '[1,',
  '{"a":',
  '{"a":1},',
  '[]',
  '1,',
  '1',
  '',
);

/** Any kind of row. */
export const anyRow = fc.oneof(
  { arbitrary: fragmentRow, weight: 3 },
  { arbitrary: chatLikeRow, weight: 3 },
  { arbitrary: formatRow, weight: 3 },
  { arbitrary: bracketRow, weight: 3 },
  fc.constantFrom(
    chatRow(),
    '{"prompt":"a","completion":"b"}',
    '{"input":{"messages":[]},"preferred_output":[{"role":"assistant"}]}',
    '{"messages":[{"role":"user","content":"a"}],"answer":1}',
    '{"messages":[{"role":"system","content":"Be brief."},{"role":"assistant","content":"a"}]}',
    '{"id":1}',
    '"text"',
    '   ',
  ),
  fc.string({ unit: anyCharacter, maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
);
