// What an open document costs: opening it, typing, pasting, and one very long row. Prints milliseconds as JSON.
import { readFileSync } from 'node:fs';
import { splitRows } from '../support/splitRows.ts';
import { DatasetSession } from '../../src/dataset/session.ts';

const [file = '', longFile = ''] = process.argv.slice(2);
/** Milliseconds of work at a stretch, as in the editor. */
const slice = 4;
const keystrokes = 20_000;

/** Milliseconds that `work` takes. */
function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Does all the work in slices, and returns the longest of them. */
function settle(work: Generator<void, void, void>): { readonly longest: number; readonly all: number } {
  let [longest, all, isDone] = [0, 0, false];
  while (!isDone) {
    const start = performance.now();
    while (!isDone && performance.now() - start < slice) isDone = work.next().done === true;
    const took = performance.now() - start;
    all += took;
    longest = Math.max(longest, took);
  }
  return { longest, all };
}

function opened(rows: string[]): { readonly session: DatasetSession; readonly longest: number; readonly all: number } {
  const session = new DatasetSession({ target: 'openai', role: 'training' });
  let work: Generator<void, void, void> | undefined;
  const start = timed(() => (work = session.load({ count: rows.length, row: (index) => rows[index] ?? '' })));
  const { longest, all } = settle(work ?? session.settle());
  return { session, longest: Math.max(start, longest), all: start + all };
}

/** Replaces one row after the other by itself with one character typed or deleted somewhere; some become broken by it. */
function type(session: DatasetSession, rows: string[]): number[] {
  const times: number[] = [];
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let key = 0; key < keystrokes; key++) {
    const index = random(rows.length - 1);
    const row = rows[index] ?? '';
    const at = random(row.length);
    const text = key % 3 === 0 ? row.slice(0, at) + row.slice(at + 1) : `${row.slice(0, at)}x${row.slice(at)}`;
    times.push(timed(() => session.apply({ startRow: index, removedRows: 1, addedRows: [text] })));
    if (key % 2 === 0) session.apply({ startRow: index, removedRows: 1, addedRows: [row] });
    else rows[index] = text;
  }
  return times.toSorted((a, b) => a - b);
}

const rows = splitRows(readFileSync(file, 'utf8'));
const { session, longest, all } = opened(rows);
const firstProblems = timed(() => session.worstProblems(1000));
const times = type(session, rows);
const at = (share: number): number => times[Math.floor(share * times.length)] ?? 0;
const pasted = rows.slice(0, 1000).map((row) => row.replace('"content"', '"content" '));
const paste = timed(() => session.apply({ startRow: 5, removedRows: 0, addedRows: pasted }));
const listing = settle(session.settle());
const problems = timed(() => session.worstProblems(1000));
const topRow = timed(() => session.apply({ startRow: 0, removedRows: 0, addedRows: [rows[7] ?? ''] }));

const longRows = splitRows(readFileSync(longFile, 'utf8'));
const long = opened(longRows);
const longRow = longRows[0] ?? '';
const broken = `${longRow.slice(0, 2_500_000)}"${longRow.slice(2_500_000)}`;
const longEdit = timed(() => long.session.apply({ startRow: 0, removedRows: 1, addedRows: [`${longRow} `] }));
const longBroken = timed(() => long.session.apply({ startRow: 0, removedRows: 1, addedRows: [broken] }));

const result = {
  rows: rows.length,
  load: all,
  longest,
  p50: at(0.5),
  p99: at(0.99),
  p999: at(0.999),
  most: at(1 - 1e-9),
};
console.log(
  JSON.stringify(
    {
      ...result,
      paste,
      topRow,
      listing: listing.all,
      longestListing: listing.longest,
      firstProblems,
      problems,
      longLoad: long.all,
      longEdit,
      longBroken,
    },
    (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value),
  ),
);
