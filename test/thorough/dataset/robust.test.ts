import assert from 'node:assert/strict';
import { DatasetSession } from '../../../src/dataset/session.ts';
import { brief, chatRow, checkBytes, defaults, sessionOf, settle } from '../../unit/dataset/support.ts';

// No figures in milliseconds: what is not bounded here runs into the time limit of the test.

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rules = (text: string): string[] => sessionOf(text).problems.map(({ rule }) => rule);

describe('an unusual file is answered in bounded time', () => {
  it('with 10,000 levels of nesting, closed or not', () => {
    const deep = (open: string, close: string): string => open.repeat(10_000) + close.repeat(10_000);
    assert.deepEqual(rules(`{"messages":[],"a":${deep('[', ']')}}`).slice(0, 2), [
      'file/too-few-examples',
      'chat/messages-empty',
    ]);
    assert.deepEqual(rules(deep('{"a":', '')), ['file/too-few-examples', 'json/unterminated']);
    assert.deepEqual(rules(deep('[', ']')), ['json/array-file']);
  });

  it('with a row of 5 MB, whole, broken or with a key that stands twice', () => {
    const long = 'a'.repeat(5_000_000);
    const row = (text: string, key = ''): string => `{"messages":[{"role":"user","content":"${text}"${key}}]}`;
    assert.deepEqual(rules(row(long)).slice(-1), ['chat/missing-assistant']);
    assert.deepEqual(rules(row(`${long}\\x`)).slice(-1), ['json/bad-escape']);
    assert.deepEqual(rules(row(long, ',"role":"user"')).slice(-1), ['json/duplicate-key']);
    assert.deepEqual(rules(`{"a": '${long}`).slice(-1), ['json/single-quotes']);
    assert.deepEqual(rules(`{"a": ${long}é}`).slice(-1), ['json/syntax']);
    assert.deepEqual(rules(`{"a": ${'1'.repeat(5_000_000)}x}`).slice(-1), ['json/syntax']);
    assert.deepEqual(rules(`{"a":1${' '.repeat(5_000_000)}`).slice(-1), ['json/unterminated']);
  });

  it('with 50,000 times the same key', () => {
    const { problems } = sessionOf(`{"messages":[]${',"a":1'.repeat(50_000)}}`);
    // Unexpected each time, and a duplicate each time but the first.
    assert.equal(problems.length, 50_000 + 49_999 + 2);
  });

  it('with 1,000,000 empty rows', async () => {
    const text = '\n'.repeat(1_000_000);
    assert.deepEqual(rules(text), ['file/empty']);
    assert.deepEqual(brief((await checkBytes(utf8(text))).problems), ['1:0-0 file/empty']);
  });

  it('with 6,000 rows that each begin a value, in an editor and as a stream', async () => {
    const text = '[\n'.repeat(6000);
    assert.equal(sessionOf(text).summary.errors, 6001);
    assert.equal((await checkBytes(utf8(text))).errors, 6001);
  });

  it('with half of a pair, mixed line ends and an end in the middle of a character', async () => {
    const text = `{"messages":[]}\r\n"\ud83d"\r\r\n\u2028\n`;
    assert.equal(sessionOf(text).summary.rows, 3);
    assert.equal((await checkBytes(Uint8Array.from([...utf8(text), 0xf0, 0x9f]))).rows, 4);
  });
});

describe('an edit', () => {
  it('of 200,000 rows is taken', () => {
    const session = sessionOf('');
    session.apply({ startRow: 0, removedRows: 1, addedRows: Array<string>(200_000).fill('') });
    settle(session.settle());
    assert.equal(session.summary.rows, 199_999);
  });

  it('in the middle of an array that fills the file does a bounded piece of work at once', () => {
    const rows = ['[', ...Array<string>(5000).fill(`${chatRow()},`), '{}', ']'];
    const session = new DatasetSession(defaults);
    settle(session.load({ count: rows.length, row: (index) => rows[index] ?? '' }));
    assert.deepEqual(brief(session.problems), ['1:0-1 json/array-file']);
    session.apply({ startRow: 2500, removedRows: 1, addedRows: ['{},'] });
    assert(!session.isSettled);
    settle(session.settle());
    assert.deepEqual(brief(session.problems), ['1:0-1 json/array-file']);
  });
});
