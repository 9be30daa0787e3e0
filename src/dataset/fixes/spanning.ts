import { Scanner, type ScanEvents } from '../scanner.ts';

/** What may stand at the end of a line so that no space is wanted in front of the next one, and the other way round. */
const openers = '{[';
const closers = '}],:';

/**
 * The rows that a value spread over lines becomes: each element of an array of objects on a row of its own, anything else
 * on one row. Every token stays as it is; line breaks and indentation go. Undefined where the lines are not one value.
 */
export function rowsOfSpanningValue(lines: readonly string[]): readonly string[] | undefined {
  const joined = joinLines(lines);
  const finder = new ElementFinder();
  const result = new Scanner(finder).feed(joined);
  if (result.type !== 'complete') return undefined;
  const { elements } = finder;
  const isList = elements.length > 0 && elements.every(({ start }) => joined.charAt(start) === '{');
  return isList ? elements.map(({ start, end }) => joined.slice(start, end)) : [joined.slice(0, result.comma)];
}

/** Line breaks stand between tokens only, so trimmed lines can be put together with a space or nothing. */
function joinLines(lines: readonly string[]): string {
  const parts: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    if (text === '') continue;
    const isTight = openers.includes(parts.at(-1)?.at(-1) ?? '{') || closers.includes(text.charAt(0));
    parts.push(isTight ? text : ` ${text}`);
  }
  return parts.join('');
}

/** Finds the elements of an outermost array. */
class ElementFinder implements ScanEvents {
  readonly elements: { readonly start: number; end: number }[] = [];
  #depth = 0;
  #isArray = false;

  open(isObject: boolean, column: number): void {
    if (this.#depth === 0) this.#isArray = !isObject;
    if (this.#depth++ === 1) this.#add(column, column);
  }

  close(end: number): void {
    const last = this.elements.at(-1);
    if (--this.#depth === 1 && last) last.end = end;
  }

  scalar(_line: string, start: number, end: number): void {
    if (this.#depth === 1) this.#add(start, end);
  }

  key(): void {}

  #add(start: number, end: number): void {
    if (this.#isArray) this.elements.push({ start, end });
  }
}
