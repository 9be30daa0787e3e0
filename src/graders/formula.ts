/** Functions of a formula, from the OpenAI graders guide. `log` is the natural logarithm, as in Python. */
const functions: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['exp', Math.exp],
  ['sqrt', Math.sqrt],
  ['log', Math.log],
]);
/** Those of several values, as what two of them come to. */
const folds: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['min', Math.min],
  ['max', Math.max],
]);
const isFunction = (name: string): boolean => functions.has(name) || folds.has(name);

/** Why a formula cannot be computed; `token` is the part of it that is meant. */
export type FormulaFault =
  | { readonly type: 'unknownName'; readonly token: string }
  | { readonly type: 'unexpected'; readonly token: string }
  | { readonly type: 'incomplete' };

type Operator = '+' | '-' | '*' | '/' | '^' | 'negate';

/** What to do with a stack of numbers: the formula in postfix order. */
type Step =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'grader'; readonly name: string }
  | { readonly type: 'operator'; readonly operator: Operator }
  | { readonly type: 'call'; readonly name: string; readonly values: number };

/** A formula that can be computed. */
export type Formula = readonly Step[];

const number = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const token = new RegExp(String.raw`\s*(?:(${number})|([\p{L}_][\p{L}\p{N}_]*)|([-+*/^])|([(),])|(\S))`, 'guy');

/** The first fault of a multi grader's formula; undefined where it can be computed. `graders` as for `parseFormula`. */
export function formulaFault(formula: string, graders: ReadonlySet<string> | undefined): FormulaFault | undefined {
  const parsed = parseFormula(formula, graders);
  return 'type' in parsed ? parsed : undefined;
}

/**
 * Reads a multi grader's formula. `graders` are the names that it may use; undefined: any. Takes time and memory in
 * proportion to the text, however deep its parentheses.
 */
export function parseFormula(formula: string, graders: ReadonlySet<string> | undefined): Formula | FormulaFault {
  const output = new Postfix();
  let wantsValue = true;
  let calls: string | undefined;
  const tokens = [...formula.trimEnd().matchAll(token)];
  for (const [position, [, digits, name, operator, mark, other]] of tokens.entries()) {
    const text = digits ?? name ?? operator ?? mark ?? other ?? '';
    const unexpected: FormulaFault = { type: 'unexpected', token: text };
    if (digits !== undefined || name !== undefined) {
      if (!wantsValue) return unexpected;
      calls = tokens[position + 1]?.[4] === '(' ? name : undefined;
      const isKnown = name === undefined || (calls === undefined ? (graders?.has(name) ?? true) : isFunction(name));
      if (!isKnown) return { type: 'unknownName', token: text };
      if (calls === undefined)
        output.value(name === undefined ? { type: 'number', value: Number(digits) } : { type: 'grader', name });
      wantsValue = false;
    } else if (operator !== undefined) {
      if (wantsValue) {
        // A sign may stand before a value.
        if (operator === '-') output.sign();
        else if (operator !== '+') return unexpected;
      } else output.operator(operator as Operator);
      wantsValue = true;
    } else if (mark === '(') {
      if (!wantsValue && calls === undefined) return unexpected;
      output.open(calls);
      calls = undefined;
      wantsValue = true;
    } else if (mark === ')') {
      if (wantsValue || !output.close()) return unexpected;
    } else if (mark === ',') {
      if (wantsValue || !output.comma()) return unexpected;
      wantsValue = true;
    } else return unexpected;
  }
  return (wantsValue ? undefined : output.end()) ?? { type: 'incomplete' };
}

/** The value of a formula, from those of its graders. Not a finite number where it divides by zero, for one. */
export function evaluateFormula(formula: Formula, graders: Readonly<Record<string, number>>): number {
  const stack: number[] = [];
  for (const step of formula) {
    switch (step.type) {
      case 'number':
        stack.push(step.value);
        break;
      case 'grader':
        stack.push(Object.hasOwn(graders, step.name) ? (graders[step.name] as number) : NaN);
        break;
      case 'operator':
        stack.push(operate(step.operator, stack));
        break;
      case 'call':
        stack.push(call(step.name, stack.splice(-step.values)));
        break;
    }
  }
  return stack[0] ?? NaN;
}

function call(name: string, values: readonly number[]): number {
  const fold = folds.get(name);
  return (fold ? values.reduce((a, b) => fold(a, b)) : functions.get(name)?.(values[0] ?? NaN)) ?? NaN;
}

function operate(operator: Operator, stack: number[]): number {
  const right = stack.pop() ?? NaN;
  if (operator === 'negate') return -right;
  const left = stack.pop() ?? NaN;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return left ** right;
  }
}

/** As in mathematics and Python: -a ^ 2 is -(a ^ 2). */
const strength: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, negate: 3, '^': 4 };

/** An open parenthesis; with the function that it belongs to and how many values that has been given. */
interface Parenthesis {
  readonly call: string | undefined;
  values: number;
}

/** Brings a formula into postfix order (Dijkstra's shunting yard). */
class Postfix {
  readonly #steps: Step[] = [];
  readonly #waiting: (Operator | Parenthesis)[] = [];

  value(step: Step): void {
    this.#steps.push(step);
  }

  sign(): void {
    this.#waiting.push('negate');
  }

  operator(operator: Operator): void {
    // Powers are taken from the right: 2 ^ 3 ^ 2 is 2 ^ 9.
    this.#release(operator === '^' ? strength['^'] + 1 : strength[operator]);
    this.#waiting.push(operator);
  }

  open(call: string | undefined): void {
    this.#waiting.push({ call, values: 1 });
  }

  /** False where no function's parenthesis is open, or one that takes a single value. */
  comma(): boolean {
    this.#release(0);
    const open = this.#waiting.at(-1);
    if (typeof open !== 'object' || !folds.has(open.call ?? '')) return false;
    open.values++;
    return true;
  }

  /** False where none is open. */
  close(): boolean {
    this.#release(0);
    const open = this.#waiting.pop();
    if (typeof open !== 'object') return false;
    if (open.call !== undefined) this.#steps.push({ type: 'call', name: open.call, values: open.values });
    return true;
  }

  /** The whole formula; undefined where a parenthesis is still open. */
  end(): Formula | undefined {
    this.#release(0);
    return this.#waiting.length === 0 ? this.#steps : undefined;
  }

  /** Operators that bind at least so strongly have all their values. */
  #release(least: number): void {
    for (let last = this.#waiting.at(-1); typeof last === 'string'; last = this.#waiting.at(-1)) {
      if (strength[last] < least) return;
      this.#steps.push({ type: 'operator', operator: last });
      this.#waiting.pop();
    }
  }
}
