import assert from 'node:assert/strict';
import { applyEdits, compatibleEdits, difference, replaced, rowFix } from '../../../../src/dataset/fixes/fix.ts';
import { fixAll } from '../../../../src/dataset/fixes/fixAll.ts';
import { chatRow } from '../support.ts';
import { allEdits, check, checkText, fixedAll } from './support.ts';

const rows = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    chatRow({ role: 'user', content: `${i}` }, { role: 'assistant', content: 'a' }),
  );

describe('fixing all of a file', () => {
  it('converts an array over several lines, with blank lines around it, and repairs nothing else', () => {
    const text = `\n[\n${rows(11)
      .map((row) => `  ${row}`)
      .join(',\n')}\n]\n\n`;
    assert.deepEqual(fixedAll(checkText(text), { type: 'rule', rule: 'json/array-file' }), ['', ...rows(11), '', '']);
  });

  it('converts an array in steps of one line each, however long it is', () => {
    const examples = rows(300);
    const text = JSON.stringify(
      examples.map((row) => JSON.parse(row) as unknown),
      null,
      2,
    );
    const { rows: lines, problems, options } = checkText(text);
    let reads = 0;
    const source = { count: lines.length, row: (at: number) => (reads++, lines[at] ?? '') };
    const work = fixAll(problems, source, { type: 'rule', rule: 'json/array-file' }, options);
    const readsOfSteps = new Set<number>();
    let step = work.next();
    for (; !step.done; step = work.next()) {
      readsOfSteps.add(reads);
      reads = 0;
    }
    assert.ok(Math.max(...readsOfSteps) <= 2, `${Math.max(...readsOfSteps)} rows in one step`);
    assert.deepEqual(
      step.value
        .flatMap((edit) => (edit.type === 'rows' ? edit.addedRows : []))
        .map((row) => JSON.stringify(JSON.parse(row))),
      examples,
    );
  });

  it('leaves an array alone that is not one of objects alone', () => {
    for (const text of ['[\n{"a": 1},\n2\n]', '[\n[\n{}]\n,{}\n]', '[]', ' [ ]']) {
      const file = checkText(text);
      assert.deepEqual(fixedAll(file, { type: 'rule', rule: 'json/array-file' }), file.rows);
    }
  });

  it('joins what was pretty-printed and keeps every number and escape as it is spelled', () => {
    const pretty = [
      '{',
      '  "messages" : [',
      '',
      '    {"role":"user","content":"\\u0041"},',
      '    {"role":"assistant","content":"a",',
      '     "weight": 1.0}',
      '  ]',
      '},',
    ];
    const file = check([...pretty, ...rows(9)]);
    const joined =
      '{"messages" : [{"role":"user","content":"\\u0041"}, {"role":"assistant","content":"a", "weight": 1.0}]}';
    assert.deepEqual(fixedAll(file, { type: 'rule', rule: 'json/pretty-printed' }), [joined, ...rows(9)]);
  });

  it('repairs several things in one row, one round after the other', () => {
    const row = `{'messages': [{'role': 'human', 'content': 'Hi',}, {'role': 'GPT', 'content': 'Hello', 'weight': True}]}`;
    const fixed = `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello", "weight": 1}]}`;
    assert.deepEqual(fixedAll(check([row, ...rows(10)]), { type: 'safe' }), [fixed, ...rows(10)]);
  });

  it('splits a row and repairs what comes out', () => {
    const [first = '', second = ''] = rows(2);
    const broken = second.replace('"user"', '"human"');
    const file = check([`${first}${broken}`, ...rows(10)]);
    assert.deepEqual(fixedAll(file, { type: 'safe' }), [first, second, ...rows(10)]);
  });

  it('deletes blank lines at the end of a file as well', () => {
    assert.deepEqual(fixedAll(check(['', ...rows(10), ' ', '', '']), { type: 'safe' }), [...rows(10), '']);
  });

  it('brings a file of conversations in another form to chat data, in two steps', () => {
    const turns = [
      { from: 'human', value: 'Hi' },
      { from: 'gpt', value: 'Hello' },
    ];
    const other = Array.from({ length: 12 }, (_, id) =>
      JSON.stringify({ conversations: [...turns, { from: 'human', value: `${id}` }, turns[1]] }),
    );
    const named = fixedAll(check(other), { type: 'rule', rule: 'format/unknown' });
    const fixed = check(fixedAll(check(named), { type: 'safe' }));
    assert.equal(fixed.problems.length, 0);
    assert.deepEqual(
      fixed.rows,
      other.map((row) =>
        row
          .replace('conversations', 'messages')
          .replaceAll('from', 'role')
          .replaceAll('value', 'content')
          .replaceAll('human', 'user')
          .replaceAll('gpt', 'assistant'),
      ),
    );
  });

  it('removes keys that stand side by side', () => {
    const [row = ''] = rows(1);
    const file = check([row.replace(/}$/, ',"a":1,"b":[2],"c":3}'), ...rows(10).slice(1)]);
    assert.deepEqual(fixedAll(file, { type: 'rule', rule: 'chat/unknown-key' }), [row, ...rows(10).slice(1)]);
  });

  it('deletes neighbouring lines in one edit', () => {
    const file = check([...rows(10), ' ', '', ' ']);
    assert.deepEqual(allEdits(file, { type: 'safe' }), [{ type: 'rows', startRow: 10, removedRows: 3, addedRows: [] }]);
  });

  it('leaves alone, unasked, what a person has to decide', () => {
    const file = check([chatRow({ role: 'usr', content: 'Hi' }, { role: 'assistant', content: 5 }), ...rows(10)]);
    assert.deepEqual(fixedAll(file, { type: 'safe' }), file.rows);
  });

  it('leaves a row that it cannot make JSON as it is, unasked', () => {
    const file = check([`{messages: [1,], x y}`, ...rows(10)]);
    assert.deepEqual(fixedAll(file, { type: 'safe' }), file.rows);
  });

  it('repairs a thousand places in one row', () => {
    const parts = Array.from({ length: 1000 }, (_, i) => ({ role: i % 2 ? 'assistant' : 'human', content: `${i}` }));
    const file = check([chatRow(...parts), ...rows(10)]);
    assert.equal(fixedAll(file, { type: 'safe' })[0], chatRow(...parts).replaceAll('human', 'user'));
  });
});

describe('the difference of two texts', () => {
  it('is one edit that never cuts a surrogate pair', () => {
    for (const [before, after] of [
      ['a😀b', 'a😁b'],
      ['😀', '😀😀'],
      ['', 'x'],
      ['aXb', 'ab'],
      ['🐀', '😀'],
    ] as const) {
      const edit = difference(before, after);
      assert.equal(applyEdits(before, [edit]), after);
      assert.ok(edit.text.isWellFormed(), JSON.stringify(edit));
    }
  });
});

describe('fixes that are done at once', () => {
  const fix = (...spans: readonly (readonly [number, number])[]): ReturnType<typeof rowFix> =>
    rowFix(
      'removeComma',
      spans.map(([start, end]) => replaced({ start, end }, '')),
    );

  it('are those that stand clear of each other', () => {
    const edits = compatibleEdits([fix([7, 9]), fix([0, 2], [4, 5]), fix([1, 3]), fix([5, 6]), fix([6, 7])]);
    assert.deepEqual(
      edits.map(({ span }) => [span.start, span.end]),
      [
        [0, 2],
        [4, 5],
        [6, 7],
      ],
    );
  });
});
