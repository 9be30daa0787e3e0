import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateFormula, formulaFault, parseFormula, type FormulaFault } from '../../../src/graders/formula.ts';

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
    ['abs(a, 1)', unexpected(',')],
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
    assert.equal(formulaFault(`${'('.repeat(20_000)}a${')'.repeat(20_000)}`, graders), undefined);
  });

  const values: readonly (readonly [formula: string, value: number])[] = [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['5 - 3 - 1', 1],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1 * 4', 2],
    ['--2 + +1', 3],
    ['3 - -2 * 2', 7],
    ['a * b_2 - .5', 7.5],
    ['max(a, min(7, b_2 + 1), -1)', 5],
    ['abs(-a) + floor(1.9) + ceil(1.1)', 5],
    ['log(exp(3)) + sqrt(16)', 7],
    ['1 / 0', Infinity],
    ['1e2', 100],
  ];
  for (const [formula, value] of values) {
    it(`${formula} is ${value}`, () => assert.equal(valueOf(formula), value));
  }

  it('is computed part by part, whatever it is made of', () => {
    interface Part {
      readonly text: string;
      readonly value: number;
    }
    const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
      '+': (a, b) => a + b,
      '-': (a, b) => a - b,
      '*': (a, b) => a * b,
      '/': (a, b) => a / b,
      '^': (a, b) => a ** b,
    };
    const leaves = fc.constantFrom<Part>(
      { text: '2.5', value: 2.5 },
      { text: 'a', value: 2 },
      { text: 'b_2', value: 4 },
      { text: '-a', value: -2 },
    );
    const { part } = fc.letrec<{ part: Part }>((tie) => ({
      part: fc.oneof(
        { maxDepth: 5 },
        leaves,
        fc.tuple(tie('part'), fc.constantFrom(...Object.keys(operators)), tie('part')).map(([a, operator, b]) => {
          return { text: `(${a.text}) ${operator} (${b.text})`, value: operators[operator]!(a.value, b.value) };
        }),
        fc.tuple(tie('part'), tie('part')).map(([a, b]) => {
          return { text: `max(${a.text}, ${b.text})`, value: Math.max(a.value, b.value) };
        }),
      ),
    }));
    fc.assert(fc.property(part, ({ text, value }) => assert.deepEqual(valueOf(text), value)));
  });
});

function valueOf(formula: string): number {
  const parsed = parseFormula(formula, graders);
  assert.ok(!('type' in parsed), formula);
  return evaluateFormula(parsed, { a: 2, b_2: 4 });
}
