/** Functions of a formula, from the OpenAI graders guide. */
const functions: ReadonlySet<string> = new Set(['min', 'max', 'abs', 'floor', 'ceil', 'exp', 'sqrt', 'log']);

/** Why a formula cannot be computed; `token` is the part of it that is meant. */
export type FormulaFault =
  | { readonly type: 'unknownName'; readonly token: string }
  | { readonly type: 'unexpected'; readonly token: string }
  | { readonly type: 'incomplete' };

const number = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const token = new RegExp(String.raw`\s*(?:(${number})|([\p{L}_][\p{L}\p{N}_]*)|([-+*/^])|([(),])|(\S))`, 'guy');

/**
 * The first fault of a multi grader's formula; undefined where it can be computed. `graders` are the names that it may
 * use; undefined: any. Takes time and memory in proportion to the text, however deep its parentheses.
 */
export function formulaFault(formula: string, graders: ReadonlySet<string> | undefined): FormulaFault | undefined {
  /** What each open parenthesis belongs to; commas are for functions only. */
  const open: ('group' | 'call')[] = [];
  let wantsValue = true;
  let calls = false;
  const tokens = [...formula.trimEnd().matchAll(token)];
  for (const [position, [, digits, name, operator, mark, other]] of tokens.entries()) {
    const text = digits ?? name ?? operator ?? mark ?? other ?? '';
    const unexpected: FormulaFault = { type: 'unexpected', token: text };
    if (digits !== undefined || name !== undefined) {
      if (!wantsValue) return unexpected;
      calls = name !== undefined && tokens[position + 1]?.[4] === '(';
      const isKnown = name === undefined || (calls ? functions.has(name) : (graders?.has(name) ?? true));
      if (!isKnown) return { type: 'unknownName', token: text };
      wantsValue = false;
    } else if (operator !== undefined) {
      // A sign may stand before a value.
      if (wantsValue && operator !== '-' && operator !== '+') return unexpected;
      wantsValue = true;
    } else if (mark === '(') {
      if (!wantsValue && !calls) return unexpected;
      open.push(calls ? 'call' : 'group');
      calls = false;
      wantsValue = true;
    } else if (mark === ')') {
      if (wantsValue || open.pop() === undefined) return unexpected;
    } else if (mark === ',') {
      if (wantsValue || open.at(-1) !== 'call') return unexpected;
      wantsValue = true;
    } else return unexpected;
  }
  return wantsValue || open.length > 0 ? { type: 'incomplete' } : undefined;
}
