import { Scanner, type ScanEvents, type ScanResult } from '../scanner.ts';

/** What may stand at the end of a line so that no space is wanted in front of the next one, and the other way round. */
const openers = '{[';
const closers = '}],:';

/**
 * The rows that a value spread over lines becomes: each element of an array of objects on a row of its own, anything else
 * on one row. Every token stays as it is; line breaks and indentation go. Undefined where the lines are not one value. A
 * step of the generator is a line.
 */
export function* rowsOfSpanningValue(lines: Iterable<string>): Generator<void, readonly string[] | undefined, void> {
  const reader = new SpanningReader();
  for (const line of lines) {
    const text = line.trim();
    if (text !== '' && !reader.feed(text)) return undefined;
    yield;
  }
  return reader.rows;
}

/** Puts the lines of a value together, and those of each element of an outermost array. */
class SpanningReader implements ScanEvents {
  readonly #scanner = new Scanner(this);
  readonly #whole: string[] = [];
  readonly #elements: string[] = [];
  /** Parts of the element that is open. */
  #element: string[] | undefined;
  /** Column at which it goes on in the line that is read. */
  #from = 0;
  #depth = 0;
  /** The value is an array with nothing but objects in it. */
  #isList = false;
  #result: ScanResult | undefined;

  /** Takes the next line, trimmed and not blank. False where it cannot be a part of the value. */
  feed(line: string): boolean {
    if (this.#result?.type === 'complete') return false;
    const isTight = openers.includes(this.#whole.at(-1)?.at(-1) ?? '{') || closers.includes(line.charAt(0));
    // Line breaks stand between tokens only, so a space or nothing does as well.
    if (!isTight) {
      this.#whole.push(' ');
      this.#element?.push(' ');
    }
    this.#from = 0;
    this.#result = this.#scanner.feed(line);
    this.#whole.push(this.#result.type === 'complete' ? line.slice(0, this.#result.comma) : line);
    this.#element?.push(line.slice(this.#from));
    return this.#result.type === 'complete' || (this.#result.type === 'cut' && !this.#result.isInString);
  }

  /** Undefined as long as the value is not complete. */
  get rows(): readonly string[] | undefined {
    if (this.#result?.type !== 'complete') return undefined;
    return this.#isList && this.#elements.length > 0 ? this.#elements : [this.#whole.join('')];
  }

  open(isObject: boolean, column: number): void {
    if (this.#depth === 0) this.#isList = !isObject;
    else if (this.#depth === 1 && this.#isList) {
      this.#isList = isObject;
      this.#element = [];
      this.#from = column;
    }
    this.#depth++;
  }

  close(end: number, line: string): void {
    if (--this.#depth !== 1 || !this.#element) return;
    this.#element.push(line.slice(this.#from, end));
    this.#elements.push(this.#element.join(''));
    this.#element = undefined;
  }

  scalar(): void {
    if (this.#depth === 1) this.#isList = false;
  }

  key(): void {}
}
