import { FormatVote, looksEvident, type ExampleFacts } from './detection.ts';
import type { Format, JsonObject } from './formats.ts';
import type { SeverityCounts } from './problems.ts';
import { checkRow, readRow, spanningCheck, type RowCheck } from './rowCheck.ts';
import type { Dialect } from './rules/example.ts';
import type { DatasetOptions } from './session.ts';
import { SpanningValue, type Spanning } from './spanningValue.ts';
import { Tally } from './tally.ts';
import { targets } from './targets.ts';

/** An example that waits for the format of the file. */
interface WaitingExample {
  readonly row: number;
  readonly text: string;
  readonly isAscii: boolean;
  readonly example: JsonObject;
  readonly facts: ExampleFacts;
}

/** A value that spans rows, with the text of those read so far, for the case that it turns out to be broken. */
interface OpenValue {
  readonly first: number;
  readonly value: SpanningValue;
  readonly texts: string[];
  units: number;
}

/**
 * UTF-16 units of text held while a value that spans rows is open. An array that is longer and fills the file from its
 * start is taken for one that ends somewhere; any other value for a broken one.
 */
const heldUnits = 1 << 26;
/** Rows searched for the look of an example in a value that spans rows. */
const evidenceRows = 200;

/** Hears of the outcome of each row: examples in their order, all others in theirs. */
export interface CheckListener {
  /** `example`: the value of the row where it is one. */
  addCheck(row: number, text: string, check: RowCheck, example?: JsonObject): void;
}

/** Checks the rows of a file one after the other, in one pass. */
export class FileChecker {
  readonly tally = new Tally();
  /** Rows read. */
  rows = 0;
  readonly #chosen: Format | undefined;
  #dialect: Dialect;
  readonly #listener: CheckListener;
  readonly #vote = new FormatVote();
  #waiting: WaitingExample[] | undefined;
  #open: OpenValue | undefined;
  /** The rest of the file is taken for the rest of one array. */
  #isRestOfArray = false;

  constructor({ format, target }: Pick<DatasetOptions, 'format' | 'target'>, listener: CheckListener) {
    this.#chosen = format;
    this.#dialect = { format, target: targets[target] };
    this.#listener = listener;
    this.#waiting = format === undefined ? [] : undefined;
  }

  get format(): Format | undefined {
    return this.#chosen ?? this.#vote.format;
  }

  /** The format that the rows are checked as is known. */
  get isFormatSettled(): boolean {
    return this.#waiting === undefined;
  }

  /** The last row began a value, or went on with one, that later rows may complete. */
  get isOpen(): boolean {
    return this.#open !== undefined || this.#isRestOfArray;
  }

  /** What a row turns out to be depends on nothing but the row, neither on those before it nor on those after it. */
  get takesKnown(): boolean {
    return this.#waiting === undefined && !this.isOpen && this.#dialect.format === 'chat';
  }

  /** Takes the next row, of which the outcome is known; `unread`: how many problems it has beside those of `check`. */
  addKnown(check: RowCheck, unread?: Readonly<SeverityCounts>): void {
    this.tally.add(check);
    if (unread) this.tally.addProblems(unread);
    this.rows++;
  }

  /** Takes the next row. `isAscii`: known to have nothing but ASCII in it. */
  add(text: string, isAscii = false): void {
    const row = this.rows++;
    if (this.#isRestOfArray) return;
    if (this.#open) this.#readOn(this.#open, text);
    else this.#check(row, text, isAscii);
  }

  /** Ends the file: what waits is checked. */
  end(): void {
    if (this.#open) this.#close(this.#open);
    this.#checkWaiting();
  }

  #check(row: number, text: string, isAscii = false): void {
    const read = readRow(text);
    switch (read.type) {
      case 'done':
        this.#report(row, text, read.check);
        break;
      case 'example':
        this.#addExample(row, text, isAscii, read.example, read.facts);
        break;
      case 'unfinished':
        this.#open = { first: row, value: new SpanningValue(), texts: [], units: 0 };
        this.#readOn(this.#open, text);
    }
  }

  #addExample(row: number, text: string, isAscii: boolean, example: JsonObject, facts: ExampleFacts): void {
    this.#vote.add(facts);
    if (this.#waiting) {
      this.#waiting.push({ row, text, isAscii, example, facts });
      if (this.#vote.isFull) this.#checkWaiting();
    } else this.#checkExample(row, text, isAscii, example, facts);
  }

  #checkWaiting(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#dialect = { ...this.#dialect, format: this.format };
    for (const { row, text, isAscii, example, facts } of waiting) {
      this.#checkExample(row, text, isAscii, example, facts);
    }
  }

  #checkExample(row: number, text: string, isAscii: boolean, example: JsonObject, facts: ExampleFacts): void {
    this.#report(row, text, checkRow(text, example, facts, this.#dialect, isAscii), example);
  }

  #report(row: number, text: string, check: RowCheck, example?: JsonObject): void {
    this.tally.add(check);
    this.#listener.addCheck(row, text, check, example);
  }

  #readOn(open: OpenValue, text: string): void {
    open.texts.push(text);
    open.units += text.length;
    if (!open.value.feed(text)) this.#close(open);
    else if (open.units > heldUnits) this.#giveUp(open);
  }

  #giveUp(open: OpenValue): void {
    const isWholeFile = this.tally.isEmpty && (open.texts[0] ?? '').trimStart().startsWith('[');
    if (!isWholeFile) return this.#close(open);
    this.#isRestOfArray = true;
    this.#open = undefined;
    this.#reportSpanning(open, 0, open.texts.length);
  }

  /** The value is complete, broken, or the file has ended in it. */
  #close(open: OpenValue): void {
    this.#open = undefined;
    const { first, texts, value } = open;
    for (let line = 0; line < texts.length; line++) {
      const text = texts[line] ?? '';
      const read = line < value.knownLines || line === 0 ? readRow(text) : undefined;
      if (read?.type === 'unfinished') {
        const outcome: Spanning = value.outcomeOf(line);
        if (outcome.type === 'complete') {
          this.#reportSpanning(open, line, outcome.lines + 1);
          line += outcome.lines;
        } else this.#report(first + line, text, read.check);
      } else this.#check(first + line, text);
    }
  }

  #reportSpanning({ first, texts }: OpenValue, line: number, rows: number): void {
    const text = texts[line] ?? '';
    const isEvident = texts.slice(line, line + Math.min(rows, evidenceRows)).some(looksEvident);
    this.#report(first + line, text, spanningCheck(text, rows, isEvident));
  }
}
