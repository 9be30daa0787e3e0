import assert from 'node:assert/strict';
import { ProblemList } from '../../../src/dataset/problemList.ts';
import { continuedCheck, readRow } from '../../../src/dataset/rowCheck.ts';
import { newSessionRow, type SessionRow } from '../../../src/dataset/sessionRow.ts';
import { SessionTokens } from '../../../src/dataset/sessionTokens.ts';

function rowOf(text: string): SessionRow {
  const read = readRow(text);
  // Good rows say nothing; which check says so does not matter here.
  return { ...newSessionRow(text), check: read.type === 'done' ? read.check : continuedCheck };
}

/** The list of these rows, and how many rows and problems each of its pieces took. */
function piecesOf(texts: readonly string[]): {
  readonly rows: number[];
  readonly problems: number[];
  list: ProblemList;
} {
  let read = 0;
  const rows = new Proxy(texts.map(rowOf), {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) read++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  const usual = { isSystemUsual: false, fields: [] };
  const file = {
    rows,
    count: texts.length,
    fileProblems: [],
    isArrayFile: false,
    usual,
    training: undefined,
    encoding: 'utf8' as const,
  };
  const list = new ProblemList({ ...file, tokens: new SessionTokens({}) });
  const pieces = { rows: [] as number[], problems: [] as number[], list };
  for (let known = 0; list.advance(); known = list.problems.length) {
    pieces.rows.push(read);
    pieces.problems.push(list.problems.length - known);
    read = 0;
  }
  return pieces;
}

describe('The problems of an open dataset', () => {
  it('are listed in pieces of at most 2,048 rows', () => {
    const texts = Array.from({ length: 10_000 }, (_, row) => (row === 9000 ? '[1]' : '{}'));
    const { rows, list } = piecesOf(texts);
    assert.deepEqual(rows, [2048, 2048, 2048, 2048, 1808]);
    assert.deepEqual(
      list.problems.map(({ row, rule }) => [row, rule]),
      [[9000, 'json/not-an-object']],
    );
  });

  it('are listed in pieces of about 64 problems where many rows have some', () => {
    const { problems, list } = piecesOf(Array<string>(1000).fill('[1]'));
    assert.deepEqual(new Set(problems.slice(0, -1)), new Set([64]));
    assert.equal(list.problems.length, 1000);
  });
});
