import fc from 'fast-check';
import { chatRow } from './support.ts';

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
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
);
