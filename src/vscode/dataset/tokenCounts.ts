import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter } from '../../common/event.ts';
import { pause, type Clock } from '../../common/time.ts';
import type { Format } from '../../dataset/formats.ts';
import { encodingOf, type Encoding } from '../../dataset/tokens/encoding.ts';
import type { Reporter } from '../report.ts';
import { checkedNow } from './checked.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import type { EditorDatasetOptions } from './options.ts';

/** Tokens of the example in `line` (0-based): 0 where there is none, undefined as long as they are not counted. */
export type TokensOf = (document: vscode.TextDocument, line: number) => number | undefined;

/** Counts the tokens of rows somewhere else. Rejects with the signal's reason when it is aborted. */
export type CountRows = (
  rows: readonly string[],
  how: { readonly format: Format; readonly encoding: Encoding },
  signal: AbortSignal,
) => Promise<readonly number[]>;

export interface TokenCountPorts {
  readonly diagnostics: DatasetDiagnostics;
  readonly options: EditorDatasetOptions;
  readonly count: CountRows;
  readonly clock: Clock;
  readonly reporter: Reporter;
}

/** Milliseconds: a stretch of looking for rows to count, and how long typing must rest before they are. */
const times = { slice: 8, rest: 300 };
/** UTF-16 units sent at once: few enough that rows in sight do not wait long for their turn. */
const unitsPerBatch = 1 << 18;

/**
 * Tokens of each example of the open datasets. Rows that somebody asks for are counted first, then all others; each text
 * is counted once.
 */
export class TokenCounts implements Disposable {
  readonly #ports: TokenCountPorts;
  readonly #documents = new Map<vscode.TextDocument, DocumentTokens>();
  readonly #changes = new Emitter<vscode.TextDocument>();
  readonly #owned = new DisposableStore();
  /** More is known of a document: of rows that were asked for, or all. */
  readonly onDidChange = this.#changes.event;

  constructor(ports: TokenCountPorts) {
    this.#ports = ports;
    this.#owned.add(ports.diagnostics.onDidChange((document) => this.#recount(document)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
  }

  readonly of: TokensOf = (document, line) => this.#documents.get(document)?.of(line);

  /** Tokens of all examples; undefined until all are counted. */
  total(document: vscode.TextDocument): number | undefined {
    return this.#documents.get(document)?.total;
  }

  #recount(document: vscode.TextDocument): void {
    const format = checkedNow(this.#ports.diagnostics, document)?.session.summary.format;
    const encoding = encodingOf(this.#ports.options.of(document.uri).model);
    const known = this.#documents.get(document);
    if (known && known.how.format === format && known.how.encoding === encoding) known.recount();
    else {
      this.#forget(document);
      if (!format) return;
      const tokens = new DocumentTokens(document, { format, encoding }, this.#ports, () =>
        this.#changes.fire(document),
      );
      this.#documents.set(document, tokens);
    }
  }

  #forget(document: vscode.TextDocument): void {
    this.#documents.get(document)?.dispose();
    this.#documents.delete(document);
  }

  dispose(): void {
    Array.from(this.#documents.keys()).forEach((document) => this.#forget(document));
    this.#owned.dispose();
    this.#changes.dispose();
  }
}

class DocumentTokens implements Disposable {
  readonly how: { readonly format: Format; readonly encoding: Encoding };
  total: number | undefined;
  readonly #document: vscode.TextDocument;
  readonly #ports: TokenCountPorts;
  readonly #changed: () => void;
  readonly #counts = new Map<string, number>();
  readonly #asked = new Set<string>();
  readonly #ended = new AbortController();
  /** The next row of the walk over all of them, and the tokens of those before it. */
  #next = 0;
  #sum = 0;
  #isRunning = false;
  #timer: Disposable;

  constructor(document: vscode.TextDocument, how: DocumentTokens['how'], ports: TokenCountPorts, changed: () => void) {
    this.#document = document;
    this.how = how;
    this.#ports = ports;
    this.#changed = changed;
    this.#timer = this.#after(0);
  }

  of(line: number): number | undefined {
    if (line >= this.#document.lineCount) return undefined;
    const { text } = this.#document.lineAt(line);
    const count = this.#counts.get(text);
    if (count === undefined && !this.#asked.has(text)) {
      this.#asked.add(text);
      // Rows in sight are asked for one by one: they go together.
      if (!this.#isRunning) this.#timer = this.#after(times.rest);
    }
    return count;
  }

  /** Starts over with the document as it is now; what is counted stays counted. */
  recount(): void {
    this.#next = this.#sum = 0;
    this.#asked.clear();
    this.total = undefined;
    // What was typed in between is not kept for ever.
    if (this.#counts.size > 2 * this.#document.lineCount + 1000) this.#counts.clear();
    if (!this.#isRunning) this.#timer = this.#after(times.rest);
  }

  #after(delay: number): Disposable {
    this.#timer?.dispose();
    return this.#ports.clock.after(delay, () => this.#ports.reporter.runQuietly('Counting tokens', () => this.#run()));
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#asked.size > 0 || this.#next < this.#document.lineCount) {
        if (this.#asked.size > 0) {
          const rows = Array.from(this.#asked);
          await this.#count(rows);
          for (const row of rows) this.#asked.delete(row);
          this.#changed();
        } else await this.#walkOn();
      }
    } finally {
      this.#isRunning = false;
      this.#asked.clear();
    }
    this.total = this.#sum;
    this.#changed();
  }

  /** Counts the next rows that are not counted yet. */
  async #walkOn(): Promise<void> {
    const { clock } = this.#ports;
    const end = clock.now() + times.slice;
    const rows: string[] = [];
    for (let units = 0; this.#next < this.#document.lineCount && units < unitsPerBatch; this.#next++) {
      if (clock.now() > end) break;
      const { text } = this.#document.lineAt(this.#next);
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
    const counts = await this.#ports.count(rows, this.how, signal);
    signal.throwIfAborted();
    for (const [index, row] of rows.entries()) this.#counts.set(row, counts[index] ?? 0);
  }

  dispose(): void {
    this.#timer.dispose();
    this.#ended.abort();
  }
}
