import { Scanner, skipBlank, trimmedEnd, type ScanEvents } from './scanner.ts';

/** Where a value that began on some line ended: `lines` after its first, and whether only a comma may follow there. */
interface Ending {
  readonly lines: number;
  readonly isClean: boolean;
}

/** What became of a value that one line could not complete. `lines` are those it needs beyond its first. */
export type Spanning =
  | { readonly type: 'complete'; readonly lines: number }
  /** Broken, or the text ended. The outcome depends on the next `lines` lines, one more than there are if the text ended. */
  | { readonly type: 'broken'; readonly lines: number };

interface OpenBracket {
  /** Line of the value on which it stands, if it is the first thing there; else -1. */
  readonly line: number;
}

const inner: OpenBracket = { line: -1 };

/**
 * A value spread over lines (pretty-printed JSON, an array around the whole file), read line by line. When it turns out
 * to be broken, each of its lines counts by itself, and a line that opens a bracket may begin a value that spans lines in
 * turn. Reading those one by one would take time quadratic in the lines; but each was already read as a part of this one,
 * with the same outcome, which `outcomeOf` tells.
 */
export class SpanningValue implements ScanEvents {
  readonly #scanner = new Scanner(this);
  readonly #brackets: OpenBracket[] = [];
  readonly #endings = new Map<number, Ending>();
  #line = -1;
  #isLineStart = false;
  #state: 'open' | 'complete' | 'broken' = 'open';

  /** Reads the next line. True as long as the value is open, so that another line is wanted. */
  feed(line: string): boolean {
    this.#line++;
    this.#isLineStart = true;
    const result = this.#scanner.feed(line);
    if (result.type === 'complete') this.#state = 'complete';
    else if (result.type === 'error' || result.isInString) this.#state = 'broken';
    return this.#state === 'open';
  }

  /** The number of lines read. */
  get lines(): number {
    return this.#line + 1;
  }

  /** Lines, from the first, of which `outcomeOf` tells. An error's own line may yet mean something by itself. */
  get knownLines(): number {
    return this.#state === 'broken' ? this.#line : this.#line + 1;
  }

  /**
   * What became of the value that begins `line` lines after the first one (0 is the whole value). Call it when no line is
   * wanted any more or the text has ended.
   */
  outcomeOf(line: number): Spanning {
    const ending = line === 0 ? undefined : this.#endings.get(line);
    if (ending) return { type: ending.isClean ? 'complete' : 'broken', lines: ending.lines };
    const lines = this.#line - line;
    if (this.#state === 'open') return { type: 'broken', lines: lines + 1 };
    return { type: line === 0 ? this.#state : 'broken', lines };
  }

  open(): void {
    this.#brackets.push(this.#isLineStart ? { line: this.#line } : inner);
    this.#isLineStart = false;
  }

  close(end: number, line: string): void {
    this.#isLineStart = false;
    const first = this.#brackets.pop()?.line ?? -1;
    if (first < 0 || first === this.#line) return;
    this.#endings.set(first, { lines: this.#line - first, isClean: isClean(line, end) });
  }

  key(): void {
    this.#isLineStart = false;
  }

  scalar(): void {
    this.#isLineStart = false;
  }
}

/** True where nothing, or only a comma, stands in `line` from column `from` on. */
function isClean(line: string, from: number): boolean {
  const end = trimmedEnd(line);
  const rest = skipBlank(line, from);
  return rest >= end || (rest === end - 1 && line.charAt(rest) === ',');
}
