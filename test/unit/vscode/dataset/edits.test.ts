import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rowEdits, type LineChange } from '../../../../src/vscode/dataset/edits.ts';

/** Replaces characters of a text as an editor does: all ranges are of the text before. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1;

function change(text: string, replacements: readonly Replacement[]): { after: string; changes: LineChange[] } {
  let after = text;
  for (const { start, end, text: added } of replacements.toSorted((a, b) => b.start - a.start)) {
    after = after.slice(0, start) + added + after.slice(end);
  }
  const changes = replacements.map(({ start, end, text: added }) => ({
    startLine: lineOf(text, start),
    endLine: lineOf(text, end),
    addedBreaks: added.split('\n').length - 1,
  }));
  return { after, changes };
}

function applied(
  text: string,
  replacements: readonly Replacement[],
): { rows: string[]; touched: number; after: string } {
  const { after, changes } = change(text, replacements);
  const lines = after.split('\n');
  const rows = text.split('\n');
  let touched = 0;
  for (const edit of rowEdits(changes, (line) => lines[line] ?? assert.fail('read beyond the end'))) {
    rows.splice(edit.startRow, edit.removedRows, ...edit.addedRows);
    touched += edit.addedRows.length;
  }
  return { rows, touched, after };
}

describe('rowEdits', () => {
  it('touches one row for a typed character', () => {
    const { rows, touched } = applied('a\nb\nc', [{ start: 2, end: 2, text: 'x' }]);
    assert.deepEqual(rows, ['a', 'xb', 'c']);
    assert.equal(touched, 1);
  });

  it('touches only the rows of two cursors that are far apart', () => {
    const { rows, touched } = applied('a\nb\nc\nd', [
      { start: 0, end: 0, text: '1\n' },
      { start: 6, end: 7, text: '2' },
    ]);
    assert.deepEqual(rows, ['1', 'a', 'b', 'c', '2']);
    assert.equal(touched, 3);
  });

  it('gives the rows of the text after any edit', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
    const cuts = fc.array(fc.tuple(fc.nat(30), fc.nat(5), text), { maxLength: 4 });
    fc.assert(
      fc.property(text, cuts, (before, given) => {
        const replacements: Replacement[] = [];
        let free = 0;
        for (const [start, length, added] of given.toSorted((a, b) => a[0] - b[0])) {
          if (start < free || start + length > before.length) continue;
          replacements.push({ start, end: start + length, text: added });
          free = start + length + 1;
        }
        const { rows, after } = applied(before, replacements);
        assert.deepEqual(rows, after.split('\n'));
      }),
    );
  });
});
