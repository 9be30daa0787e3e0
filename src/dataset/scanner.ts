import { rowProblem, type ProblemData, type RowProblem, type RuleId } from './problems.ts';

/** What a scan meets, in order. Columns are those of the line being fed; `end` is exclusive. */
export interface ScanEvents {
  open(isObject: boolean, column: number): void;
  close(end: number, line: string): void;
  key(line: string, start: number, end: number): void;
  /** A string, number, true, false or null. */
  scalar(line: string, start: number, end: number): void;
}

export type ScanResult =
  /** The value is complete. `comma` is the column of a comma after it, where nothing follows but white space. */
  | { readonly type: 'complete'; readonly comma: number | undefined }
  /** The input ended inside the value; the next line may go on with it, unless it ended in a string. */
  | { readonly type: 'cut'; readonly isInString: boolean }
  | { readonly type: 'error'; readonly problem: RowProblem };

/** What must stand next. */
type Expected = 'value' | 'firstElement' | 'firstKey' | 'key' | 'colon' | 'commaOrEnd' | 'nothing';

const code = (character: string): number => character.charCodeAt(0);
const quote = code('"');
const backslash = code('\\');
const brace = code('{');
const bracket = code('[');
const comma = code(',');
const numberToken = /[-0-9][0-9.eE+-]*/y;
const validNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const wordStart = /[\p{L}_$]/u;
const wordPart = /[\p{L}\p{N}_$]/u;
const hexDigit = /[0-9a-fA-F]/;
const smartQuotes = '“”„‘’«»';
const simpleEscapes = '"\\/bfnrt';
const done = -1;

/** True for what JSON calls white space. */
export function isBlankCode(c: number): boolean {
  return c === 32 || c === 9 || c === 13 || c === 10;
}

/** Column after the last character that is not white space; 0 for a blank line. */
export function trimmedEnd(line: string): number {
  let end = line.length;
  while (end > 0 && isBlankCode(line.charCodeAt(end - 1))) end--;
  return end;
}

/** Column of the first character from `from` on that is not white space. */
export function skipBlank(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlankCode(line.charCodeAt(at))) at++;
  return at;
}

function numberAt(line: string, at: number): string | undefined {
  numberToken.lastIndex = at;
  return numberToken.exec(line)?.[0];
}

// Loops, not one pattern each: a pattern with a repeated choice overflows its stack in a row of megabytes.

function wordAt(line: string, at: number): string | undefined {
  if (!wordStart.test(characterAt(line, at))) return undefined;
  let end = characterEnd(line, at);
  while (end < line.length && wordPart.test(characterAt(line, end))) end = characterEnd(line, end);
  return line.slice(at, end);
}

/** Column after the text in single quotes that starts at `at`; after its first quote where it does not end. */
function singleQuotedEnd(line: string, at: number): number {
  for (let end = at + 1; end < line.length; end++) {
    if (line.charAt(end) === '\\') end++;
    else if (line.charAt(end) === "'") return end + 1;
  }
  return at + 1;
}

/**
 * Reads one strict JSON value (RFC 8259), line by line, and names the first error with the rule it breaks. Keeps its own
 * stack, so that nesting has no limit.
 */
export class Scanner {
  readonly #events: ScanEvents;
  /** For each open bracket: is it an object? */
  readonly #open: boolean[] = [];
  #expected: Expected = 'value';
  /** Column of the comma just read; undefined where there was none, or on an earlier line. */
  #comma: number | undefined;
  #result: ScanResult | undefined;

  constructor(events: ScanEvents) {
    this.#events = events;
  }

  /** Reads the next line of the value. After any result but `cut` outside a string the scan is over. */
  feed(line: string): ScanResult {
    this.#comma = undefined;
    let at = skipBlank(line, 0);
    while (at < line.length) {
      at = this.#token(line, at);
      if (this.#result) return this.#result;
      at = skipBlank(line, at);
    }
    if (this.#expected === 'nothing') return { type: 'complete', comma: undefined };
    return { type: 'cut', isInString: false };
  }

  /** Reads the token at `at` and returns the column after it, or sets the result. */
  #token(line: string, at: number): number {
    const c = line.charCodeAt(at);
    if (c === code('/')) {
      const comment = this.#comment(line, at);
      if (comment) return comment;
    }
    switch (this.#expected) {
      case 'value':
        return this.#value(line, at, c);
      case 'firstElement':
        return c === code(']') ? this.#close(line, at) : this.#value(line, at, c);
      case 'firstKey':
        return c === code('}') ? this.#close(line, at) : this.#key(line, at, c);
      case 'key':
        return this.#key(line, at, c);
      case 'colon':
        if (c !== code(':')) return this.#unexpected(line, at);
        this.#expected = 'value';
        return at + 1;
      case 'commaOrEnd':
        return this.#afterElement(line, at, c);
      case 'nothing':
        return this.#afterValue(line, at, c);
    }
  }

  #value(line: string, at: number, c: number): number {
    if (c === brace || c === bracket) {
      const isObject = c === brace;
      this.#open.push(isObject);
      this.#events.open(isObject, at);
      this.#expected = isObject ? 'firstKey' : 'firstElement';
      return at + 1;
    }
    if (c === quote) {
      const end = this.#string(line, at);
      if (end !== done) this.#scalar(line, at, end);
      return end;
    }
    if (c === code(']') && this.#comma !== undefined && this.#open.at(-1) === false) return this.#trailingComma();
    const word = wordAt(line, at);
    if (word !== undefined) return this.#word(line, at, word);
    const number = numberAt(line, at);
    if (number !== undefined) return this.#number(line, at, number);
    return this.#foreignQuote(line, at) ?? this.#unexpected(line, at);
  }

  #word(line: string, at: number, word: string): number {
    const end = at + word.length;
    switch (word) {
      case 'true':
      case 'false':
      case 'null':
        return this.#scalar(line, at, end);
      case 'NaN':
      case 'Infinity':
        return this.#fail('json/nan', at, end);
      case 'None':
      case 'True':
      case 'False':
        return this.#fail('json/python-literal', at, end);
      default:
        return this.#unexpected(line, at, end);
    }
  }

  #number(line: string, at: number, number: string): number {
    if (line.startsWith('-Infinity', at)) return this.#fail('json/nan', at, at + '-Infinity'.length);
    const end = at + number.length;
    return validNumber.test(number) ? this.#scalar(line, at, end) : this.#unexpected(line, at, end);
  }

  #key(line: string, at: number, c: number): number {
    if (c === quote) {
      const end = this.#string(line, at);
      if (end === done) return done;
      this.#events.key(line, at, end);
      this.#expected = 'colon';
      return end;
    }
    if (c === code('}') && this.#comma !== undefined) return this.#trailingComma();
    const word = wordAt(line, at);
    if (word !== undefined) return this.#fail('json/unquoted-key', at, at + word.length);
    return this.#foreignQuote(line, at) ?? this.#unexpected(line, at);
  }

  #afterElement(line: string, at: number, c: number): number {
    const isInObject = this.#open.at(-1) === true;
    if (c === comma) {
      this.#comma = at;
      this.#expected = isInObject ? 'key' : 'value';
      return at + 1;
    }
    if (c === (isInObject ? code('}') : code(']'))) return this.#close(line, at);
    if (c === quote || c === brace || c === bracket) return this.#fail('json/missing-comma', at, at + 1);
    return this.#foreignQuote(line, at) ?? this.#unexpected(line, at);
  }

  #afterValue(line: string, at: number, c: number): number {
    const end = trimmedEnd(line);
    if (c === comma && at + 1 === end) {
      this.#result = { type: 'complete', comma: at };
      return done;
    }
    if (c === comma || c === quote || c === brace || c === bracket) return this.#fail('json/multiple-values', at, end);
    return this.#unexpected(line, at);
  }

  #scalar(line: string, start: number, end: number): number {
    this.#events.scalar(line, start, end);
    return this.#endElement(end);
  }

  #close(line: string, at: number): number {
    this.#open.pop();
    this.#events.close(at + 1, line);
    return this.#endElement(at + 1);
  }

  #endElement(end: number): number {
    this.#comma = undefined;
    this.#expected = this.#open.length > 0 ? 'commaOrEnd' : 'nothing';
    return end;
  }

  /** Column after the string that starts at `start`, or `done` with the result set. */
  #string(line: string, start: number): number {
    for (let at = start + 1; at < line.length; at++) {
      const c = line.charCodeAt(at);
      if (c === quote) return at + 1;
      if (c < 32) return this.#fail('json/control-char', at, at + 1);
      if (c === backslash) {
        const length = this.#escape(line, at);
        if (length === done) return done;
        at += length - 1;
      }
    }
    return this.#cutInString();
  }

  /** Length of the escape at `at`, or `done` with the result set. */
  #escape(line: string, at: number): number {
    const kind = line.charAt(at + 1);
    if (kind === '') return this.#cutInString();
    if (simpleEscapes.includes(kind)) return 2;
    if (kind !== 'u') return this.#fail('json/bad-escape', at, characterEnd(line, at + 1));
    for (let digit = at + 2; digit < at + 6; digit++) {
      if (digit >= line.length) return this.#cutInString();
      if (!hexDigit.test(line.charAt(digit))) return this.#fail('json/bad-escape', at, at + 2);
    }
    return 6;
  }

  #comment(line: string, at: number): number | undefined {
    if (line.startsWith('//', at)) return this.#fail('json/comment', at, trimmedEnd(line));
    if (!line.startsWith('/*', at)) return undefined;
    const end = line.indexOf('*/', at + 2);
    return this.#fail('json/comment', at, end < 0 ? trimmedEnd(line) : end + 2);
  }

  #foreignQuote(line: string, at: number): number | undefined {
    if (smartQuotes.includes(line.charAt(at))) return this.#fail('json/smart-quotes', at, at + 1);
    if (line.charAt(at) !== "'") return undefined;
    return this.#fail('json/single-quotes', at, singleQuotedEnd(line, at));
  }

  #trailingComma(): number {
    const at = this.#comma ?? 0;
    return this.#fail('json/trailing-comma', at, at + 1);
  }

  #unexpected(line: string, start: number, end = characterEnd(line, start)): number {
    return this.#fail('json/syntax', start, end, { token: shorten(line.slice(start, end)) });
  }

  #cutInString(): number {
    this.#result = { type: 'cut', isInString: true };
    return done;
  }

  #fail(rule: RuleId, start: number, end: number, data?: ProblemData): number {
    this.#result = { type: 'error', problem: rowProblem(rule, start, end, data) };
    return done;
  }
}

function characterAt(line: string, at: number): string {
  return line.slice(at, characterEnd(line, at));
}

/** Column after the character at `at`, which may be a surrogate pair. */
function characterEnd(line: string, at: number): number {
  return at + ((line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

const shownLength = 40;

/** Text of a row short enough for a sentence. */
export function shorten(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
