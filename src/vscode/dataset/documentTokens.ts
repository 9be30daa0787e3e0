import { toDisposable, type Disposable } from '../../common/disposable.ts';
import { pause, type Clock } from '../../common/time.ts';

/** The document, as far as its rows matter. */
export interface Rows {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

export interface DocumentTokensPorts {
  /** Tokens of each row. Rejects with the signal's reason when it is aborted. */
  readonly count: (rows: readonly string[], signal: AbortSignal) => Promise<readonly number[]>;
  readonly clock: Clock;
  /** Takes work that nobody waits for. */
  readonly run: (work: () => Promise<void>) => void;
  /** More is known: of rows that were asked for, or of all. */
  readonly changed: () => void;
}

/** Milliseconds: a stretch of looking for rows to count, and how long typing must rest before they are. */
const times = { slice: 8, rest: 300 };
/** UTF-16 units sent at once: few enough that rows in sight do not wait long for their turn. */
const unitsPerBatch = 1 << 18;

/**
 * Tokens of each example of one document. Rows that somebody asks for are counted first, then all others; each text is
 * counted once.
 */
export class DocumentTokens implements Disposable {
  readonly #rows: Rows;
  readonly #ports: DocumentTokensPorts;
  #total: number | undefined;
  readonly #counts = new Map<string, number>();
  readonly #asked = new Set<string>();
  readonly #ended = new AbortController();
  /** The next row of the walk over all of them, and the tokens of those before it. */
  #next = 0;
  #sum = 0;
  #isRunning = false;
  #timer: Disposable = toDisposable(() => undefined);

  constructor(rows: Rows, ports: DocumentTokensPorts) {
    this.#rows = rows;
    this.#ports = ports;
    this.#schedule(0);
  }

  /** Tokens of all examples; undefined until all are counted. */
  get total(): number | undefined {
    return this.#total;
  }

  /** Tokens of the example in `line` (0-based): 0 where there is none. Undefined until they are counted, which is soon now. */
  of(line: number): number | undefined {
    if (line >= this.#rows.lineCount) return undefined;
    const { text } = this.#rows.lineAt(line);
    const count = this.#counts.get(text);
    if (count === undefined && !this.#asked.has(text)) {
      this.#asked.add(text);
      // Rows in sight are asked for one by one: they go together.
      this.#schedule(times.rest);
    }
    return count;
  }

  /** Tokens of the example in `text`, if they are counted. */
  ofText(text: string): number | undefined {
    return this.#counts.get(text);
  }

  /** Starts over with the document as it is now; what is counted stays counted. */
  recount(): void {
    this.#next = this.#sum = 0;
    this.#asked.clear();
    this.#total = undefined;
    // What was typed in between is not kept for ever.
    if (this.#counts.size > 2 * this.#rows.lineCount + 1000) this.#counts.clear();
    this.#schedule(times.rest);
  }

  #schedule(delay: number): void {
    if (this.#isRunning) return;
    this.#timer.dispose();
    this.#timer = this.#ports.clock.after(delay, () => this.#ports.run(() => this.#run()));
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#asked.size > 0 || this.#next < this.#rows.lineCount) {
        if (this.#asked.size > 0) {
          const rows = Array.from(this.#asked);
          await this.#count(rows);
          for (const row of rows) this.#asked.delete(row);
          this.#ports.changed();
        } else await this.#walkOn();
      }
    } catch (error) {
      // The next run, when somebody asks, goes through all rows again.
      this.#next = this.#sum = 0;
      throw error;
    } finally {
      this.#isRunning = false;
      this.#asked.clear();
    }
    this.#total = this.#sum;
    this.#ports.changed();
  }

  /** Counts the next rows that are not counted yet. */
  async #walkOn(): Promise<void> {
    const { clock } = this.#ports;
    const end = clock.now() + times.slice;
    const rows: string[] = [];
    for (let units = 0; this.#next < this.#rows.lineCount && units < unitsPerBatch; this.#next++) {
      if (clock.now() > end) break;
      const { text } = this.#rows.lineAt(this.#next);
      const count = this.#counts.get(text);
      if (count !== undefined) this.#sum += count;
      else {
        rows.push(text);
        units += text.length;
      }
    }
    const walk = { to: this.#next, sum: this.#sum };
    if (rows.length > 0) await this.#count(rows);
    else await pause(clock, 0, this.#ended.signal);
    // Not when the document has changed meanwhile: then the walk has started over.
    if (this.#next !== walk.to || this.#sum !== walk.sum) return;
    for (const row of rows) this.#sum += this.#counts.get(row) ?? 0;
  }

  async #count(rows: readonly string[]): Promise<void> {
    const { signal } = this.#ended;
    const counts = await this.#ports.count(rows, signal);
    signal.throwIfAborted();
    for (const [index, row] of rows.entries()) this.#counts.set(row, counts[index] ?? 0);
  }

  dispose(): void {
    this.#timer.dispose();
    this.#ended.abort();
  }
}
