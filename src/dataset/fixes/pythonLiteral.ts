/** A row of Python literals as JSON. */
export interface PythonRow {
  readonly text: string;
  /** A number that JSON does not have (nan, inf) became null. */
  readonly hasLostNumber: boolean;
}

const words: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
]);
const lostNumber = /^[-+]?(?:nan|inf|NaN|Infinity)$/;
const token = /[A-Za-z_][A-Za-z_0-9]*|[-+](?:inf|nan|Infinity)\b/y;
const stringPrefix = /^[uU]$/;
const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const codeEscape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3}))/y;

/**
 * Rewrites what Python prints for dictionaries, lists, tuples, texts and constants as JSON; everything else (spaces,
 * numbers, texts that are JSON already) stays as it is. Undefined where the result is not JSON.
 */
export function fromPython(row: string): PythonRow | undefined {
  const parts: string[] = [];
  let hasLostNumber = false;
  for (let at = 0; at < row.length;) {
    const c = row.charAt(at);
    if (c === '"' || c === "'") {
      const string = stringAt(row, at);
      if (!string) return undefined;
      parts.push(string.json);
      at = string.end;
      continue;
    }
    const word = wordAt(row, at);
    if (word === undefined) {
      parts.push(bracket(c));
      at++;
      continue;
    }
    const end = at + word.length;
    if (stringPrefix.test(word) && /['"]/.test(row.charAt(end))) {
      at = end;
      continue;
    }
    if (lostNumber.test(word)) hasLostNumber = true;
    parts.push(lostNumber.test(word) ? 'null' : (words.get(word) ?? word));
    at = end;
  }
  const text = withoutTupleCommas(parts);
  return isJson(text) ? { text, hasLostNumber } : undefined;
}

function wordAt(row: string, at: number): string | undefined {
  token.lastIndex = at;
  const word = token.exec(row)?.[0];
  // The e of 1e5 is no word.
  return word !== undefined && /[0-9.]/.test(row.charAt(at - 1)) ? undefined : word;
}

function bracket(c: string): string {
  if (c === '(') return '[';
  return c === ')' ? ']' : c;
}

/** Python allows a comma before a closing bracket, and needs it in tuples of one. */
function withoutTupleCommas(parts: string[]): string {
  let last = -1;
  for (const [index, part] of parts.entries()) {
    if (part.trim() === '') continue;
    if ((part === ']' || part === '}') && parts[last] === ',') parts[last] = '';
    last = index;
  }
  return parts.join('');
}

/** The text in quotes that starts at `at`, as JSON, and the column after it. */
function stringAt(row: string, at: number): { readonly json: string; readonly end: number } | undefined {
  const c = row.charAt(at);
  const quote = row.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
  let value = '';
  let end = at + quote.length;
  while (!row.startsWith(quote, end)) {
    if (end >= row.length) return undefined;
    if (row.charAt(end) !== '\\') {
      value += row.charAt(end++);
      continue;
    }
    const escape = escapeAt(row, end);
    value += escape.value;
    end += escape.length;
  }
  end += quote.length;
  const text = row.slice(at, end);
  return { json: quote === '"' && isJson(text) ? text : JSON.stringify(value), end };
}

function escapeAt(row: string, at: number): { readonly value: string; readonly length: number } {
  codeEscape.lastIndex = at;
  const match = codeEscape.exec(row);
  if (match) {
    const hex = match[1] ?? match[2] ?? match[3];
    const point = hex === undefined ? Number.parseInt(match[4] ?? '', 8) : Number.parseInt(hex, 16);
    if (point <= 0x10ffff) return { value: String.fromCodePoint(point), length: match[0].length };
  }
  const c = row.charAt(at + 1);
  // Python keeps a backslash that escapes nothing.
  return { value: simpleEscapes[c] ?? `\\${c}`, length: 2 };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
