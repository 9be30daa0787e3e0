import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formats, type Format } from '../../../src/dataset/formats.ts';
import { parseRow } from '../../../src/dataset/parseRow.ts';
import { exampleTemplates } from '../../../src/dataset/snippets.ts';
import { suggestionsAt, type Suggestion } from '../../../src/dataset/suggestions.ts';
import { anyRow } from './arbitraries.ts';
import { sessionOf } from './support.ts';

/** The suggestions at `|`. */
function at(marked: string, format: Format | undefined = 'chat'): readonly Suggestion[] {
  return suggestionsAt(marked.replace('|', ''), marked.indexOf('|'), format);
}

const labels = (marked: string, format?: Format): string =>
  at(marked, format)
    .map(({ label }) => label)
    .join(' ');

/** A snippet as it stands once a person has typed `x1`, `x2`, ... in its texts and nothing in its objects. */
const typed = (snippet: string): string =>
  snippet
    .replace(/\$\{\d:([^}]*)\}/g, '$1')
    .replace(/\{\$\d\}/g, '{}')
    .replace(/\$(\d)/g, 'x$1')
    .replace(/\\([\\$}])/g, '$1');

/** The row with the suggestion of that label taken. */
function taking(marked: string, label: string, format?: Format): string {
  const found = at(marked, format).find((suggestion) => suggestion.label === label);
  assert.ok(found, `${label} is not suggested`);
  const row = marked.replace('|', '');
  return row.slice(0, found.span.start) + typed(found.snippet) + row.slice(found.span.end);
}

describe('Completion', () => {
  const user = '{"role": "user", "content": "Hi"}';
  const table: readonly (readonly [what: string, marked: string, labels: string, format?: Format])[] = [
    ['the keys of a chat row', '{|}', 'messages tools parallel_tool_calls functions'],
    ['the keys of a completions row', '{|}', 'prompt completion', 'completions'],
    ['the keys of a preference row', '{"|"}', 'input preferred_output non_preferred_output', 'preference'],
    ['the keys of its input', '{"input": {"|"}}', 'messages tools parallel_tool_calls', 'preference'],
    ['keys that are not there yet', '{"messages": [], "|": 1}', 'tools parallel_tool_calls functions'],
    ['the keys of a user message', `{"messages": [{"role": "user", |}]}`, 'content name'],
    [
      'the keys of an assistant message',
      '{"messages": [{"role": "assistant", "|"}]}',
      'content name tool_calls refusal weight function_call',
    ],
    [
      'no weight in an output',
      '{"preferred_output": [{"role": "assistant", |}]}',
      'content name tool_calls refusal function_call',
      'preference',
    ],
    ['the keys of a tool message', '{"messages": [{"role": "tool", |}]}', 'content name tool_call_id'],
    ['roles, the likely one first', '{"messages": [{"role": "|"}]}', 'system user assistant tool'],
    ['an answer after a question', `{"messages": [${user}, {"role": |}]}`, 'assistant system user tool'],
    [
      'a result after a call',
      '{"messages": [{"role": "assistant", "tool_calls": []}, {"role": "|',
      'tool system user assistant',
    ],
    ['roles of reinforcement rows', '{"messages": [{"role": "|"}]}', 'developer user assistant tool', 'reinforcement'],
    ['the role of an output', '{"preferred_output": [{"role": "|"}]}', 'assistant', 'preference'],
    ['types of parts of the user', '{"messages": [{"role": "user", "content": [{"type": "|"}]}]}', 'text image_url'],
    [
      'types of parts of the assistant',
      '{"messages": [{"role": "assistant", "content": [{"type": "|"}]}]}',
      'text refusal',
    ],
    ['the type of a tool', '{"tools": [{"type": "|"}]}', 'function'],
    ['how closely to look', '{"messages": [{"content": [{"image_url": {"detail": "|"}}]}]}', 'auto low high'],
    ['weights', '{"messages": [{"role": "assistant", "weight": |}]}', '0 1'],
    ['true and false', '{"parallel_tool_calls": t|}', 'true false'],
    ['whole messages', `{"messages": [${user}, |]}`, 'assistant message system message user message tool message'],
    ['whole parts', '{"messages": [{"content": [|]}]}', 'text part image part'],
    ['whole examples of the format', '|', 'completions example', 'completions'],
    ['nothing in what a user says', '{"messages": [{"role": "user", "content": "ro|le"}]}', ''],
    ['nothing after a closed quote', '{"messages"|: []}', ''],
    ['nothing where a comma is missing', '{"messages": [] |}', ''],
    ['nothing in parameters', '{"tools": [{"function": {"parameters": {"|"}}}]}', ''],
    ['nothing in a reference field', '{"answer": {"|"}}', '', 'reinforcement'],
    ['nothing after the row', '{"messages": []} |', ''],
  ];
  for (const [what, marked, expected, format] of table) {
    it(`offers ${what}`, () => assert.equal(labels(marked, format), expected));
  }

  it('offers the functions that this row defines', () => {
    const tools = '"tools": [{"type": "function", "function": {"name": "look"}}, {"function": {"name": "find"}}]';
    assert.equal(labels(`{"messages": [{"tool_calls": [{"function": {"name": "|"}}]}], ${tools}}`), 'look find');
  });

  it('offers the calls before it that have no result yet', () => {
    const calls = '{"role": "assistant", "tool_calls": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}';
    const result = '{"role": "tool", "tool_call_id": "b"}';
    assert.equal(labels(`{"messages": [${calls}, ${result}, {"role": "tool", "tool_call_id": "a|"}]}`), 'a c');
    assert.equal(labels(`{"messages": [{"role": "tool", "tool_call_id": "|"}, ${calls}]}`), '');
  });

  it('offers examples of every format where nothing is known of the file', () => {
    for (const format of formats)
      assert.match(
        suggestionsAt('', 0, undefined)
          .map(({ label }) => label)
          .join(),
        new RegExp(format),
      );
  });

  it('takes the place of what was typed, quotes included', () => {
    assert.equal(taking('{"messages": [{"ro|"}]}', 'role'), '{"messages": [{"role": "x1"}]}');
    assert.equal(taking('{"messages": [{"ro|', 'role'), '{"messages": [{"role": "x1"');
    assert.equal(taking('{"messages": [{"role": "us|"}]}', 'user'), '{"messages": [{"role": "user"}]}');
    assert.equal(taking('{"messages": [{"role":|}]}', 'user'), '{"messages": [{"role": "user"}]}');
    assert.equal(taking('{"messages": [{"role": u|}]}', 'user'), '{"messages": [{"role": "user"}]}');
    assert.equal(taking('chat|', 'chat example').startsWith('{"messages": ['), true);
  });

  it('keeps the rest of a row whose quote is not closed yet', () => {
    assert.equal(
      taking('{"messages": [{"|, "content": "a"}]}', 'role'),
      '{"messages": [{"role": "x1", "content": "a"}]}',
    );
  });

  it('keeps the value of a key that is put in the place of another', () => {
    assert.equal(taking('{"message|": [1]}', 'messages'), '{"messages": [1]}');
  });

  it('puts a comma where another key or message follows', () => {
    assert.equal(taking('{"messages": [{|"content": "a"}]}', 'role'), '{"messages": [{"role": "x1", "content": "a"}]}');
    assert.match(taking(`{"messages": [|${user}]}`, 'system message'), /"x1"}, {"role": "user"/);
  });

  it('takes names of tools as text, whatever they hold', () => {
    const tools = '"tools": [{"function": {"name": "a$1}\\"b"}}]';
    const row = `{"messages": [{"tool_calls": [{"function": {"name": "|"}}]}], ${tools}}`;
    const [name] = at(row);
    assert.equal(name && typed(name.snippet.replaceAll('\\$', '§')).replaceAll('§', '$'), 'a$1}\\"b');
  });

  for (const format of formats) {
    for (const { label, snippet } of exampleTemplates(format)) {
      it(`has a good ${label}`, () => {
        const session = sessionOf(typed(snippet), { format });
        assert.deepEqual(
          session.problems.filter(({ rule }) => rule !== 'file/too-few-examples'),
          [],
        );
      });
    }
  }

  it('leaves a good row good, wherever a key or an object is put in', () => {
    const row = `{"messages": [${user}, {"role": "assistant", "content": [{"type": "text", "text": "a"}]}], "tools": []}`;
    for (let column = 0; column <= row.length; column++) {
      for (const { type, label, snippet, span } of suggestionsAt(row, column, 'chat')) {
        // Numbers and booleans are suggested next.
        if (type === 'value' || /\$1(?:, )?$/.test(snippet)) continue;
        const result = row.slice(0, span.start) + typed(snippet) + row.slice(span.end);
        assert.equal(parseRow(result).type, 'value', `${label} at ${column}: ${result}`);
      }
    }
  });

  it('never throws and replaces a part of the row around the cursor, whatever the row and the column', () => {
    fc.assert(
      fc.property(anyRow, fc.nat(60), fc.constantFrom(undefined, ...formats), (row, at, format) => {
        const column = Math.min(at, row.length);
        for (const { span } of suggestionsAt(row, column, format)) {
          assert.ok(0 <= span.start && span.start <= column && column <= span.end && span.end <= row.length);
        }
      }),
    );
  });
});
