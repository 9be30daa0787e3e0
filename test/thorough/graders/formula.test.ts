import assert from 'node:assert/strict';
import { evaluateFormula, parseFormula } from '../../../src/graders/formula.ts';

function valueOf(formula: string): number {
  const parsed = parseFormula(formula, new Set(['a']));
  assert.ok(!('type' in parsed), formula);
  return evaluateFormula(parsed, { a: 2 });
}

describe('a formula', () => {
  it('is computed however deep it is, and of however many values', () => {
    assert.equal(valueOf(`${'-('.repeat(50_000)}a${')'.repeat(50_000)}`), 2);
    assert.equal(valueOf(`max(${'a,'.repeat(500_000)}a)`), 2);
  });
});
