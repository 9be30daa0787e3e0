import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FilePartReader } from '../../../src/dataset/filePart.ts';
import { decodeLine } from '../../../src/dataset/bytes.ts';
import { KnownRowsByTarget } from '../../../src/dataset/knownRows.ts';
import { ValueLook } from '../../../src/dataset/valueLook.ts';
import { runs } from '../../support/runs.ts';
import { anyRow } from './arbitraries.ts';
import { knownRows, recognized } from './recognized.ts';
import { chatRow, checkBytes, corpusFiles, defaults, sessionOf } from './support.ts';

const utf8 = new TextEncoder();

function withLineFeed(bytes: Uint8Array): Uint8Array {
  const line = new Uint8Array(bytes.length + 1).fill(10);
  line.set(bytes);
  return line;
}

const system = { role: 'system', content: 'Be brief.' };
const question = { role: 'user', content: 'Why?\n"Tell" me /now/, \u{1f600} or é.' };
const answer = { role: 'assistant', content: 'Because.', weight: 1 };
const call = {
  role: 'assistant',
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
};
const result = { role: 'tool', tool_call_id: 'c1', content: '5' };
const parts = {
  role: 'user',
  content: [
    { type: 'text', text: 'Look: ' },
    { type: 'text', text: 'here' },
  ],
};
const tools = ',"tools":[{"type":"function","function":{"name":"f"}}]}';
const second = JSON.parse(JSON.stringify([call, result]).replaceAll('c1', 'c2')) as object[];
const twoCalls = chatRow(question, call, result, ...second, answer).replace(/\}$/, tools);
const withTools = JSON.stringify({
  messages: [question, call, result, answer],
  tools: [{ type: 'function', function: { name: 'f', description: 'é' } }],
  parallel_tool_calls: false,
});

describe('rows of chat data', () => {
  const known: readonly (readonly [what: string, row: string])[] = [
    ['questions and answers', chatRow(system, question, answer)],
    ['texts in parts', chatRow(parts, answer)],
    ['tools, calls and results', withTools],
    ['spaces', JSON.stringify({ messages: [system, question, answer] }, null, 1).replaceAll('\n', ' ')],
    ['escapes', chatRow(question, answer).replaceAll('é', '\\u00e9').replaceAll('/', '\\/')],
    ['a text that seems to hold a key', chatRow({ role: 'user', content: '{"a":{"b":1}}' }, answer)],
    ['a key before the role', chatRow({ content: 'a', role: 'user' }, answer)],
  ];
  for (const [what, row] of known) {
    it(`with ${what} are recognized, the first one and those like it`, () => {
      const other = row.replaceAll('Because.', 'For no reason at all, or for one that nobody can tell any more.');
      const rows = [row, other, row];
      for (const lineBreak of ['\n', '\r\n']) {
        const found = recognized(rows.join(lineBreak) + lineBreak);
        assert.deepEqual(
          found.map(({ text }) => text),
          rows,
        );
        for (const { text, fingerprint, rules } of found) {
          assert.deepEqual(rules, []);
          assert.equal(fingerprint, new ValueLook(JSON.parse(text) as object).fingerprint);
        }
      }
    });
  }

  it('with calls are recognized whatever their ids and arguments are', () => {
    const rows = [
      withTools,
      withTools.replaceAll('"c1"', '"call_2"').replace('{\\"a\\":1}', '{\\"a\\":[\\"\\u00e9 /\\"]}'),
      withTools.replaceAll('"c1"', '"é"').replace('{\\"a\\":1}', ' {} '),
    ];
    const found = recognized(`${rows.join('\n')}\n`);
    assert.deepEqual(
      found.map(({ fingerprint }) => fingerprint),
      rows.map((row) => new ValueLook(JSON.parse(row) as object).fingerprint),
    );
    const others = ['d1', 'd2', 'd3'].map((id) => withTools.replaceAll('"c1"', `"${id}"`));
    const [, second, third] = recognized(`${others.join('\n')}\n`);
    assert(second);
    assert.equal(third?.outcome, second.outcome);
  });

  it('with ids of which one starts like another are told from rows in which they are equal', () => {
    const known = knownRows();
    recognized(`${withTools}\n`.repeat(2), known);
    const other = withTools.replace('"id":"c1"', '"id":"c12"');
    for (const { rules } of recognized(`${other}\n`.repeat(2), known)) {
      assert.deepEqual(rules, ['tools/unanswered-tool-call', 'tools/unmatched-tool-result']);
    }
  });

  it('with the same calls twice break a rule also where no call is known yet', () => {
    const row = chatRow(question, call, result, call, result, answer).replace(/\}$/, tools);
    assert.deepEqual(recognized(`${row}\n`)[0]?.rules, ['tools/duplicate-call-id']);
  });

  it('whose texts stand where others have a list are told from them, wherever the list starts', () => {
    for (let blanks = 0; blanks < 16; blanks++) {
      const [text, list] = [question, parts].map((user) =>
        chatRow(user, answer).replace('"content":', `"content":${' '.repeat(blanks)}`),
      );
      const found = recognized(`${text}\n${list}\n`.repeat(2));
      assert.deepEqual(
        found.map(({ fingerprint }) => fingerprint),
        found.map(({ text }) => new ValueLook(JSON.parse(text) as object).fingerprint),
      );
      assert.equal(found.length, 4);
    }
  });

  it('whose ids are equal but written in two ways make no row known whose ids differ', () => {
    const known = knownRows();
    const row = withTools.replaceAll('"c1"', '"c/1"');
    const escaped = row.replace('"tool_call_id":"c/1"', '"tool_call_id":"c\\/1"');
    for (const { rules } of recognized(`${row}\n${escaped}\n${escaped}\n`, known)) assert.deepEqual(rules, []);
    const [differing] = recognized(`${row.replace('"tool_call_id":"c/1"', '"tool_call_id":"c2"')}\n`, known);
    assert.deepEqual(differing?.rules, ['tools/unanswered-tool-call', 'tools/unmatched-tool-result']);
  });

  const line = chatRow(question, answer);
  const broken: readonly (readonly [what: string, row: string, rule: string])[] = [
    ['a blank answer', chatRow(question, { role: 'assistant', content: '  ' }), 'chat/empty-content'],
    ['a role nobody knows', chatRow(question, { role: 'robot', content: 'a' }, answer), 'chat/invalid-role'],
    ['nothing to train', chatRow(question, { ...answer, weight: 0 }), 'chat/all-weights-zero'],
    ['another key', line.replace(/\}$/, ',"id":1}'), 'chat/unknown-key'],
    ['no key that a message has', chatRow({ a: 'b' }, answer), 'chat/missing-role'],
    [
      'a result of no call',
      withTools.replace('"tool_call_id":"c1"', '"tool_call_id":"c2"'),
      'tools/unmatched-tool-result',
    ],
    ['a call without a result', withTools.replace('"id":"c1"', '"id":"c2"'), 'tools/unanswered-tool-call'],
    [
      'the same calls twice',
      chatRow(question, call, result, call, result, answer).replace(/\}$/, tools),
      'tools/duplicate-call-id',
    ],
    ['arguments that are no JSON', withTools.replace('{\\"a\\":1}', '{\\"a\\"}'), 'tools/arguments-not-json'],
    ['arguments that are no object', withTools.replace('{\\"a\\":1}', '[1]'), 'tools/arguments-not-json'],
    [
      'a call of an unknown function',
      withTools.replace('"function":{"name":"f","arg', '"function":{"name":"g","arg'),
      'tools/unknown-function',
    ],
  ];
  for (const [what, row, rule] of broken) {
    it(`with ${what} are, and with them the rules that they break`, () => {
      const known = knownRows();
      // Others like it are known.
      recognized(`${line}\n${withTools}\n${twoCalls}\n`, known);
      for (const text of [row, row.replace('Because.', 'For no reason.'), row]) {
        const [found, ...others] = recognized(`${text}\n`, known);
        assert(found?.rules.includes(rule), found?.rules.join());
        assert.equal(found?.fingerprint, new ValueLook(JSON.parse(text) as object).fingerprint);
        assert.deepEqual(others, []);
      }
      assert.deepEqual(recognized(`${line}\n`, known)[0]?.rules, []);
    });
  }

  const unknown: readonly (readonly [what: string, row: string | Uint8Array])[] = [
    ['a key twice in a message', line.replace('"role":"user"', '"role":"user","role":"user"')],
    ['its messages twice', line.replace(/\}$/, ',"messages":[]}')],
    ['half a surrogate pair', line.replace('Because.', '\\ud83d')],
    ['a line separator', line.replace('Because.', 'a\u2028')],
    ['a damaged character', line.replace('Because.', 'a\ufffd')],
    ['a text that is not JSON', line.replace('Because.', '\\x')],
    ['something after its end', `${line},`],
    ['something after a carriage return', `${line}\rx`],
    ['an end that is missing', line.slice(0, -1)],
    ['a message that is cut off', line.slice(0, -20)],
    ['a comma too many', line.replace('}]}', '},]}')],
    ['a message that is no object', '{"messages":["a"]}'],
    ['no messages', '{"messages":[]}'],
    ['bytes that are not UTF-8', utf8.encode(line).with(line.indexOf('W'), 0xff)],
  ];
  for (const [what, row] of unknown) {
    it(`with ${what} are not`, () => {
      const bytes = typeof row === 'string' ? utf8.encode(row) : row;
      const known = knownRows();
      // Others like it are known.
      const others = `${line}\n${withTools}\n${twoCalls}\n`;
      assert.equal(recognized(others + others, known).length, 6);
      for (let time = 0; time < 3; time++) assert.deepEqual(recognized(withLineFeed(bytes), known), []);
      assert.equal(recognized(`${line}\n`, known).length, 1);
    });
  }

  it('are recognized again after many that were not', () => {
    const broken = `${line},\n`;
    const found = recognized(broken.repeat(500) + `${line}\n`.repeat(500));
    assert(found.length > 450);
    assert(found.length < 500);
  });

  it('of a file have the problems of the same text in an editor', async () => {
    const own = fc.constantFrom(
      ...[...known, ...broken].map(([, row]) => row),
      chatRow({ role: 'user', content: 'a' }),
      chatRow(question),
    );
    const rows = fc.array(fc.oneof({ arbitrary: own, weight: 3 }, anyRow), { maxLength: 30 });
    const property = fc.asyncProperty(rows, fc.integer({ min: 1, max: 3000 }), async (rows, size) => {
      const text = new TextDecoder().decode(utf8.encode(rows.join('\n')));
      const {
        problems,
        more: _,
        tokens: __,
        ...summary
      } = await checkBytes(utf8.encode(text), { format: 'chat' }, size);
      const session = sessionOf(text, { format: 'chat' });
      assert.deepEqual(problems, session.problems);
      assert.deepEqual(summary, session.summary);
    });
    await fc.assert(property, { numRuns: runs(8) });
  });

  it('that break rules are counted, and the worst told, also where not all problems are wanted', async () => {
    const rows = [line, ...broken.map(([, row]) => row), chatRow(question)];
    const bytes = utf8.encode(`${rows.join('\n')}\n`.repeat(20));
    const all = await checkBytes(bytes, { format: 'chat' });
    for (const maxProblems of [0, 1, 30, all.errors + 3, Infinity]) {
      const some = await checkBytes(bytes, { format: 'chat', maxProblems });
      const { errors, warnings, infos, problems } = some;
      assert.deepEqual({ errors, warnings, infos }, { errors: all.errors, warnings: all.warnings, infos: all.infos });
      const rank = (severity: string): number => ['error', 'warning', 'info'].indexOf(severity);
      const worst = all.problems.toSorted((a, b) => rank(a.severity) - rank(b.severity)).slice(0, maxProblems);
      assert.deepEqual(new Set(problems), new Set(worst));
    }
  });

  it('are known to the next file, but not for another target', async () => {
    const knownRows = new KnownRowsByTarget(decodeLine);
    const { openai, azure } = { openai: knownRows.of('openai'), azure: knownRows.of('azure') };
    assert(openai);
    assert.notEqual(openai, azure);
    assert.equal(knownRows.of('openai'), openai);
    // Fifty images are too many for one of them.
    const image = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } };
    const row = chatRow({ role: 'user', content: Array.from({ length: 50 }, () => image) }, answer);
    const bytes = utf8.encode(`${line}\n${row}\n`.repeat(2));
    for (const target of ['openai', 'azure', 'openai', 'azure'] as const) {
      const { problems } = await checkBytes(bytes, { format: 'chat', target, knownRows });
      assert.deepEqual(problems, sessionOf(decodeLine(bytes), { format: 'chat', target }).problems);
    }
  });

  it('have the fingerprints of their values', () => {
    const text = known.map(([, row]) => `${row}\n`).join('');
    const reader = new FilePartReader({ ...defaults, format: 'chat' });
    reader.push(utf8.encode(text.repeat(3)));
    const { fingerprints } = reader.finish().index;
    const expected = known.map(([, row]) => new ValueLook(JSON.parse(row) as object).fingerprint);
    assert.deepEqual([...fingerprints], [...expected, ...expected, ...expected]);
  });

  it('of the corpus, where they are recognized, have the fingerprints of their values', () => {
    let count = 0;
    for (const { bytes } of corpusFiles()) {
      for (const { text, fingerprint } of recognized(withLineFeed(bytes))) {
        assert.equal(fingerprint, new ValueLook(JSON.parse(text) as object).fingerprint);
        count++;
      }
    }
    assert(count > 300, `${count}`);
  });
});
