import assert from 'node:assert/strict';
import { chatRow, sessionOf } from './support.ts';
import type { Format } from '../../../src/dataset/formats.ts';

const completion = '{"prompt":"a","completion":"b"}';
const preference = '{"input":{"messages":[]},"preferred_output":[],"non_preferred_output":[]}';
const reinforcement = '{"messages":[{"role":"user","content":"a"}],"answer":1}';

function repeat(row: string, times: number): string[] {
  return Array<string>(times).fill(row);
}

function formatOf(...rows: readonly string[]): Format | undefined {
  return sessionOf(rows.join('\n')).summary.format;
}

describe('the format of a file', () => {
  const cases: readonly (readonly [what: string, rows: readonly string[], format: Format | undefined])[] = [
    ['is told by messages', [chatRow()], 'chat'],
    ['is told by any key of preference data', ['{"preferred_completion":[]}'], 'preference'],
    ['is told by a prompt or a completion', ['{"completion":"b"}'], 'completions'],
    ['is told by messages before any other key', ['{"prompt":"a","messages":[]}'], 'chat'],
    ['is told by keys of preference data before a prompt', ['{"prompt":"a","input":1}'], 'preference'],
    ['is that of most rows', [chatRow(), completion, completion], 'completions'],
    ['is that of the earliest row in a tie', [preference, completion, completion, preference], 'preference'],
    ['is not known without any key', ['{"a":1}', '[]', 'x'], undefined],
    [
      'is reinforcement if most rows end with a user and have other keys',
      [reinforcement, reinforcement, chatRow()],
      'reinforcement',
    ],
    ['is chat if only half of them do', [reinforcement, chatRow()], 'chat'],
    ['is chat without other keys', ['{"messages":[{"role":"user","content":"a"}],"tools":[]}'], 'chat'],
    ['is that of its first 100 objects', [...repeat(completion, 100), ...repeat(chatRow(), 200)], 'completions'],
    ['waits for objects through rows that are none', [...repeat('x', 200), completion], 'completions'],
  ];
  for (const [what, rows, format] of cases) it(what, () => assert.equal(formatOf(...rows), format));

  it('is the chosen one, whatever the rows say', () => {
    const { summary, problems } = sessionOf(repeat(completion, 10).join('\n'), { format: 'chat' });
    assert.equal(summary.format, 'chat');
    assert.equal(problems.filter(({ rule }) => rule === 'file/mixed-formats').length, 10);
  });
});

describe('a file is evidently a dataset', () => {
  const yes: readonly (readonly [what: string, rows: readonly string[]])[] = [
    ['with messages', [chatRow()]],
    ['with an input and an output', [preference]],
    ['with a prompt and a completion', [completion]],
    ['if most rows are examples', [chatRow(), chatRow(), '{"a":1}']],
    ['if each row is broken', ["{'messages': [{'role': 'user'}]}", '{messages: []}', '{"messages": [{"role": "us']],
    ['if it is an array of examples', [`[${chatRow()},`, `${chatRow()}]`]],
    ['if its examples are pretty-printed', [JSON.stringify(JSON.parse(chatRow()), null, 2)]],
  ];
  for (const [what, rows] of yes) {
    it(what, () => assert.equal(sessionOf(rows.join('\n')).summary.isEvidentlyDataset, true));
  }
});

describe('a file is not evidently a dataset', () => {
  const no: readonly (readonly [what: string, rows: readonly string[]])[] = [
    ['without rows', []],
    ['with blank rows', ['', '', '']],
    ['that is a log', ['{"level":30,"msg":"started"}', '{"level":50,"prompt":"a"}']],
    ['that is a log in plain text', ['10:05 INFO messages: 5', '10:06 INFO done']],
    ['that is a batch', ['{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"messages":[]}}']],
    ['that is a broken batch', ['{"custom_id":"1","method":"POST","body":{"messages":[']],
    ['that is an evaluation', ['{"input":[{"role":"user","content":"a"}],"ideal":"b"}', '{"item":{"messages":[]}}']],
    ['in which half of the rows are examples', [chatRow(), '{"a":1}']],
  ];
  for (const [what, rows] of no) {
    it(what, () => assert.equal(sessionOf(rows.join('\n')).summary.isEvidentlyDataset, false));
  }
});
