import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulaFault, type FormulaFault } from '../../../src/graders/formula.ts';

const graders = new Set(['a', 'b_2', 'min', 'größe']);

describe('a formula', () => {
  const right = [
    '0.5',
    'a',
    '0.5 * a + .5*b_2',
    '(a + b_2) / 2.',
    '-a ^ 2e-3',
    'a * -1',
    'min(a, b_2, 1)',
    'max(abs(a), floor(b_2))',
    'ceil(exp(sqrt(log(a))))',
    'min',
    'min(min, 1)',
    ' größe\n',
    '((a))',
  ];
  for (const formula of right) {
    it(`${JSON.stringify(formula)} can be computed`, () => assert.equal(formulaFault(formula, graders), undefined));
  }

  const unknownName = (token: string): FormulaFault => ({ type: 'unknownName', token });
  const unexpected = (token: string): FormulaFault => ({ type: 'unexpected', token });
  const incomplete: FormulaFault = { type: 'incomplete' };
  const wrong: readonly (readonly [formula: string, fault: FormulaFault])[] = [
    ['', incomplete],
    ['  ', incomplete],
    ['c', unknownName('c')],
    ['A', unknownName('A')],
    ['max', unknownName('max')],
    ['tan(a)', unknownName('tan')],
    ['a(1)', unknownName('a')],
    ['constructor', unknownName('constructor')],
    ['a % 2', unexpected('%')],
    ['a == 1', unexpected('=')],
    ['a b_2', unexpected('b_2')],
    ['2a', unexpected('a')],
    ['1.2.3', unexpected('.3')],
    ['* a', unexpected('*')],
    ['a * / 2', unexpected('/')],
    ['a +', incomplete],
    ['(a', incomplete],
    ['a)', unexpected(')')],
    ['()', unexpected(')')],
    ['min()', unexpected(')')],
    ['min(a,)', unexpected(')')],
    ['(a, 1)', unexpected(',')],
    ['min((a, 1))', unexpected(',')],
    ['a, 1', unexpected(',')],
    ['(a)(1)', unexpected('(')],
    ['2 (a)', unexpected('(')],
    ['a 😀', unexpected('😀')],
  ];
  for (const [formula, fault] of wrong) {
    it(`${JSON.stringify(formula)} cannot`, () => assert.deepEqual(formulaFault(formula, graders), fault));
  }

  it('may use any name where the graders are not known', () => {
    assert.equal(formulaFault('x + y', undefined), undefined);
    assert.deepEqual(formulaFault('f(x)', undefined), unknownName('f'));
  });

  it('of any text is judged, however deep it is', () => {
    const pieces = fc.constantFrom('a', 'min', '(', ')', ',', '+', '-', '1', '.', ' ', 'x', '😀');
    fc.assert(fc.property(fc.array(pieces), (parts) => void formulaFault(parts.join(''), graders)));
    assert.equal(formulaFault(`${'('.repeat(50_000)}a${')'.repeat(50_000)}`, graders), undefined);
  });
});
