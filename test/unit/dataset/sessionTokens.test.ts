import assert from 'node:assert/strict';
import { brief, chatRow, chatRows, defaults, sessionOf } from './support.ts';

const limits = { tokensPerExample: 10 };
const long = (text: string): string =>
  chatRow({ role: 'user', content: text.repeat(2000) }, { role: 'assistant', content: 'Yes' });
const tooLong = (line: number): string => `${line}:1-11 tokens/over-limit`;

describe('the tokens of a session', () => {
  it('are asked for of rows that are long enough, each text once', () => {
    const rows = [...chatRows(10), long('a'), long('b')];
    assert.deepEqual(sessionOf(rows.join('\n')).uncounted, []);
    const session = sessionOf(rows.join('\n'), { limits: { tokensPerExample: 3000 } });
    assert.deepEqual(session.uncounted, [long('a'), long('b')]);
    session.apply({ startRow: 0, removedRows: 1, addedRows: [long('a')] });
    assert.deepEqual(session.uncounted, [long('a'), long('b')]);
    assert.deepEqual(sessionOf('{"a":1}', { limits }).uncounted, []);
  });

  it('mark rows once they are told, wherever these move, until they change', () => {
    const session = sessionOf([...chatRows(10), long('a')].join('\n'), { limits: { tokensPerExample: 3000 } });
    session.tellTokens(long('a'), 3001);
    assert.deepEqual(brief(session.problems), [tooLong(11)]);
    assert.deepEqual(session.problems[0]?.data, { tokens: 3001, limit: 3000, count: 'exact' });
    assert.equal(session.summary.warnings, 1);
    assert.deepEqual(session.uncounted, []);
    session.apply({ startRow: 0, removedRows: 1, addedRows: [] });
    assert.equal(session.problems.at(-1)?.row, 9);
    session.apply({ startRow: 9, removedRows: 1, addedRows: [long('b')] });
    assert.deepEqual(session.problems, []);
    assert.equal(session.summary.warnings, 0);
    assert.deepEqual(session.uncounted, [long('b')]);
  });

  it('may be few enough', () => {
    const session = sessionOf([...chatRows(10), long('a')].join('\n'), { limits: { tokensPerExample: 3000 } });
    session.tellTokens(long('a'), 3001);
    session.tellTokens(long('a'), 3000);
    session.tellTokens('never seen', 9000);
    assert.deepEqual(session.problems, []);
    assert.equal(session.summary.warnings, 0);
    assert.deepEqual(session.uncounted, []);
  });

  it('are asked for again for another model or limit', () => {
    const session = sessionOf([...chatRows(10), long('a')].join('\n'), { limits: { tokensPerExample: 3000 } });
    session.tellTokens(long('a'), 3001);
    session.configure({ ...defaults, limits: { tokensPerExample: 3000 } });
    assert.deepEqual(session.uncounted, []);
    session.configure({ ...defaults, model: 'davinci-002' });
    assert.deepEqual(session.problems, []);
    assert.deepEqual(session.uncounted, []);
    session.configure({ ...defaults, limits: { tokensPerExample: 3002 } });
    assert.deepEqual(session.uncounted, [long('a')]);
  });
});
