import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commonSubsequence } from '../../../../src/graders/similarity/commonSubsequence.ts';
import { runs } from '../../../support/runs.ts';

/** The textbook's table. */
function plain(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const first of a) {
    const next = [0];
    for (const [index, second] of b.entries()) {
      next.push(first === second ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    }
    row = next;
  }
  return row.at(-1)!;
}

describe('the longest common subsequence', () => {
  it('of known words is as long as the books say', () => {
    assert.equal(commonSubsequence(Array.from('XMJYAUZ'), Array.from('MZJAWXU')), 4);
    assert.equal(commonSubsequence(Array.from('human'), Array.from('chimpanzee')), 4);
    assert.equal(commonSubsequence([], Array.from('a')), 0);
  });

  it('is as long as in the plain table, over many words of bits', () => {
    const lists = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 150, size: 'max' });
    const property = fc.property(lists, lists, (a, b) => assert.equal(commonSubsequence(a, b), plain(a, b)));
    fc.assert(property, { numRuns: runs(10) });
  });
});
