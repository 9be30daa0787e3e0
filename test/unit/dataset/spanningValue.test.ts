import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRow } from '../../../src/dataset/parseRow.ts';
import { SpanningValue, type Spanning } from '../../../src/dataset/spanningValue.ts';
import { runs } from '../../support/runs.ts';
import { bracketRow, fragmentRow } from './arbitraries.ts';

/** Joins lines until they parse or fail, as the format is described, at a cost quadratic in the lines. */
function joined(lines: readonly string[], first: number): Spanning {
  for (let last = first + 1; last < lines.length; last++) {
    const parsed = parseRow(lines.slice(first, last + 1).join('\n'));
    const isTolerated = parsed.type === 'broken' && isCommaAtEnd(lines, first, last);
    if (parsed.type === 'value' || isTolerated) return { type: 'complete', lines: last - first };
    if (parsed.type === 'broken' && !parsed.mayGoOn) return { type: 'broken', lines: last - first };
  }
  return { type: 'broken', lines: lines.length - first };
}

function isCommaAtEnd(lines: readonly string[], first: number, last: number): boolean {
  const text = lines
    .slice(first, last + 1)
    .join('\n')
    .trimEnd();
  return text.endsWith(',') && parseRow(text.slice(0, -1)).type === 'value';
}

/** Reads a value that begins at `first`. */
function read(lines: readonly string[], first: number): SpanningValue {
  const value = new SpanningValue();
  for (const line of lines.slice(first)) if (!value.feed(line)) break;
  return value;
}

const opens = (line: string): boolean => {
  const parsed = parseRow(line);
  return parsed.type === 'broken' && parsed.mayGoOn;
};

describe('a value that spans rows', () => {
  const rows = (lines: readonly string[]): Spanning => read(lines, 0).outcomeOf(0);

  it('is complete with its last bracket, and a comma after it is no harm', () => {
    assert.deepEqual(rows(['{', '"a": 1', '}', '{}']), { type: 'complete', lines: 2 });
    assert.deepEqual(rows(['{', '},']), { type: 'complete', lines: 1 });
  });

  it('is broken by an error on a later row, or by something after it', () => {
    assert.deepEqual(rows(['{"messages": [', '{"a": 1}', '{"b": 2}']), { type: 'broken', lines: 2 });
    assert.deepEqual(rows(['[', '] []']), { type: 'broken', lines: 1 });
    assert.deepEqual(rows(['["a', 'b"]']), { type: 'broken', lines: 0 });
  });

  it('is broken by the end of the text, and would have read on', () => {
    assert.deepEqual(rows(['[', '1,']), { type: 'broken', lines: 2 });
  });

  it('has the outcome of joining rows one by one, for every row in it', () => {
    const row = fc.oneof({ arbitrary: bracketRow, weight: 8 }, fragmentRow);
    const property = fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (lines) => {
      if (!opens(lines[0] ?? '')) return;
      const value = read(lines, 0);
      const outcome = value.outcomeOf(0);
      assert.deepEqual(outcome, joined(lines, 0));
      if (outcome.type === 'complete') return;
      for (let line = 1; line < value.knownLines; line++) {
        if (opens(lines[line] ?? '')) assert.deepEqual(value.outcomeOf(line), joined(lines, line));
      }
    });
    fc.assert(property, { numRuns: runs(100) });
  });
});
