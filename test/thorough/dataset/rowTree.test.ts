import assert from 'node:assert/strict';
import { readTree } from '../../../src/dataset/rowTree.ts';

describe('The tree of a row', () => {
  const hard: readonly (readonly [what: string, row: string])[] = [
    ['quotes that are never closed', `{${'“a '.repeat(100_000)}`],
    ['escaped quotes', `{"${'\\"'.repeat(500_000)}`],
    ['brackets that close nothing', '['.repeat(100_000) + '}'.repeat(100_000)],
    ['brackets that close many', '{"a":['.repeat(50_000) + '}'.repeat(50_000)],
  ];
  for (const [what, row] of hard) {
    it(`reads ${what} in time linear in the row`, () => assert.equal(readTree(row)?.start, 0));
  }
});
