import assert from 'node:assert/strict';
import { decodeLine } from '../../../src/dataset/bytes.ts';
import { KnownRowsByTarget, type KnownRows } from '../../../src/dataset/knownRows.ts';
import type { TextlessCheck } from '../../../src/dataset/rowCheck.ts';

const utf8 = new TextEncoder();

/** What knows no row yet. */
export function knownRows(): KnownRows {
  const known = new KnownRowsByTarget(decodeLine).of('openai');
  assert(known, 'this machine cannot run the program');
  return known;
}

/** A row that was recognized, with the rules that it breaks. */
export interface Recognized {
  readonly text: string;
  readonly fingerprint: number;
  readonly rules: readonly string[];
  readonly outcome: TextlessCheck;
}

/** The rows that are recognized; none of more bytes than `mostBytes`. */
export function recognized(source: string | Uint8Array, known = knownRows(), mostBytes = Infinity): Recognized[] {
  const bytes = typeof source === 'string' ? utf8.encode(source) : source;
  known.use(bytes, mostBytes);
  const rows: Recognized[] = [];
  for (let from = 0; from < bytes.length;) {
    const count = known.recognize(from);
    let next = from;
    for (let index = 0; index < count; index++) {
      const { start, end, fingerprint, outcome } = known.row(index);
      assert.equal(start, next);
      next = nextLine(bytes, end);
      const text = decodeLine(bytes, start, end);
      const rules = outcome.problemsIn(text).map(({ rule }) => rule);
      assert.equal(outcome.hasProblems, rules.length > 0);
      rows.push({ text, fingerprint, rules, outcome });
    }
    if (count > 0) assert.equal(known.next, next);
    else next = nextLine(bytes, from);
    from = next;
  }
  return rows;
}

function nextLine(bytes: Uint8Array, from: number): number {
  const lineFeed = bytes.indexOf(10, from);
  return lineFeed < 0 ? bytes.length : lineFeed + 1;
}
