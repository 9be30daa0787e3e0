import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formats, type Format } from '../../../src/dataset/formats.ts';
import { hoverFactAt } from '../../../src/dataset/hoverFacts.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';

/** The fact about the character behind `|`, as `type name start-end`. */
function factAt(marked: string, format: Format | undefined = 'chat'): string | undefined {
  const column = marked.indexOf('|');
  const fact = hoverFactAt(marked.replace('|', ''), column, format);
  if (!fact) return undefined;
  const name = 'name' in fact ? fact.name : fact.type === 'row' ? fact.format : fact.imageType;
  return `${fact.type} ${name} ${fact.span.start}-${fact.span.end}`;
}

describe('A hover', () => {
  const table: readonly (readonly [what: string, marked: string, fact: string | undefined, format?: Format])[] = [
    ['a key', '{"mess|ages": []}', 'key messages 1-11'],
    ['the first quote of a key', '{|"messages": []}', 'key messages 1-11'],
    ['a colon', '{"messages"|: []}', undefined],
    ['a key of a message', '{"messages": [{"ro|le": "user"}]}', 'key role 15-21'],
    ['a role', '{"messages": [{"role": "us|er"}]}', 'value user 23-29'],
    ['a role that nobody knows', '{"messages": [{"role": "hum|an"}]}', undefined],
    ['a key that nobody knows', '{"messages": [{"from": 1, "ki|nd": "user"}]}', undefined],
    ['a key of the language', '{"messages": [{"constr|uctor": 1}]}', undefined],
    ['what a user says', '{"messages": [{"role": "user", "content": "ro|le"}]}', undefined],
    ['the first brace', '|{"messages": []}', 'row chat 0-1'],
    ['another brace', '{"messages": [|{"role": "user"}]}', undefined],
    ['a key of a half-typed row', '{"messages": [{"role": "user", "con|tent', 'key content 31-39'],
    ['weight in a chat row', '{"messages": [{"role": "assistant", "wei|ght": 0}]}', 'key weight 36-44'],
    ['weight in an output', '{"preferred_output": [{"wei|ght": 0}]}', undefined, 'preference'],
    ['the input of a preference row', '{"input": {"mess|ages": []}}', 'key messages 11-21', 'preference'],
    ['a key of another format than the file', '{"pro|mpt": "x"}', 'key prompt 1-9', 'chat'],
    ['a reference field', '{"messages": [], "ans|wer": 5}', 'key answer 17-25', 'reinforcement'],
    ['what is inside a reference field', '{"answer": {"ro|le": 5}}', undefined, 'reinforcement'],
    ['parameters of a function', '{"tools": [{"function": {"parameters": {"na|me": 1}}}]}', undefined],
    ['the name of a function', '{"tools": [{"function": {"na|me": "x"}}]}', 'key name 25-31'],
  ];
  for (const [what, marked, fact, format] of table) {
    it(`on ${what} ${fact ? `tells of ${fact}` : 'tells nothing'}`, () => assert.equal(factAt(marked, format), fact));
  }

  it('on a data URL has the picture, on a web address none', () => {
    const row = (url: string): string =>
      `{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "|${url}"}}]}]}`;
    assert.match(factAt(row('data:image/png;base64,AAAA')) ?? '', /^image png /);
    assert.equal(factAt(row('data:image/svg+xml;base64,AAAA')), undefined);
    assert.equal(factAt(row('https://example.com/a.png')), undefined);
  });

  it('never throws and stays in the row, whatever the row and the column', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"messages"',
      '"role":"user"',
      '"url"',
      ' ',
      '😀',
    );
    const row = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(row, fc.nat(100), fc.constantFrom(undefined, ...formats), (text, column, format) => {
        const fact = hoverFactAt(text, column, format);
        if (fact) assert.ok(fact.span.start <= column && column < fact.span.end && fact.span.end <= text.length);
      }),
    );
  });
});
