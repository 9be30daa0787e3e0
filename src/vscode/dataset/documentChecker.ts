import type * as vscode from 'vscode';
import { Emitter } from '../../common/event.ts';
import { toDisposable, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import type { FileEncoding } from '../../dataset/fileEncoding.ts';
import { DatasetSession, type DatasetOptions } from '../../dataset/session.ts';
import { rowEdits } from './edits.ts';

/**
 * Milliseconds: the stretch of checking at once, which code that is not compiled yet, a long row or a slow machine may
 * overrun by as much again, and how long typing must rest before problems are shown.
 */
const times = { slice: 4, rest: 100 };

export interface DocumentCheckerPorts {
  readonly clock: Clock;
  readonly encodingOf: (document: vscode.TextDocument) => FileEncoding;
}

/** Keeps the session of one open document up to date, never blocking longer than a slice. */
export class DocumentChecker implements Disposable {
  readonly session: DatasetSession;
  readonly document: vscode.TextDocument;
  #options: DatasetOptions;
  #encoding: FileEncoding;
  readonly #encodingOf: (document: vscode.TextDocument) => FileEncoding;
  #clock: Clock;
  #work: Generator<void, void, void> | undefined;
  #timer: Disposable = toDisposable(() => undefined);
  #isLoaded = false;
  #isNewText = true;
  #lists = new Emitter<void>();
  #results = new Emitter<void>();
  /** The problems are listed, so that asking for them costs nothing. */
  readonly onDidList = this.#lists.event;
  /** They are listed for the first time for this text, these options. */
  readonly onDidCheck = this.#results.event;

  constructor(document: vscode.TextDocument, options: DatasetOptions, { clock, encodingOf }: DocumentCheckerPorts) {
    this.document = document;
    this.#clock = clock;
    this.#encodingOf = encodingOf;
    this.#options = options;
    this.#encoding = encodingOf(document);
    this.session = new DatasetSession(this.#sessionOptions);
    this.#load();
  }

  /** True once all rows were checked a first time. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Takes in a change of the document, of its encoding too; its rows are checked before this returns. */
  change(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (this.#encoding !== this.#encodingOf(this.document)) this.configure(this.#options);
    if (changes.length === 0) return;
    if (!this.#isLoaded) {
      this.#load();
      return;
    }
    const lines = changes.map(({ range, text }) => ({
      startLine: range.start.line,
      endLine: range.end.line,
      addedBreaks: breaks(text),
    }));
    for (const edit of rowEdits(lines, (line) => this.document.lineAt(line).text)) this.session.apply(edit);
    this.#isNewText = true;
    this.#schedule(times.rest);
  }

  /** Takes over options, and the encoding as it is known now. */
  configure(options: DatasetOptions): void {
    this.#options = options;
    this.#encoding = this.#encodingOf(this.document);
    this.session.configure(this.#sessionOptions);
    this.#isNewText = true;
    this.listAnew();
  }

  /** Lists the problems once more, for a session that was told something about its rows. */
  listAnew(): void {
    if (this.#isLoaded) this.#schedule(0);
  }

  get #sessionOptions(): DatasetOptions {
    return { ...this.#options, encoding: this.#encoding };
  }

  #load(): void {
    const { document } = this;
    this.#isLoaded = false;
    this.#isNewText = true;
    this.#work = this.session.load({
      count: document.lineCount,
      row: (index) => document.lineAt(index).text,
    });
    this.#schedule(0);
  }

  #schedule(delay: number): void {
    this.#timer.dispose();
    this.#timer = this.#clock.after(delay, () => this.#advance());
  }

  /** One slice of the work that is left; the rest goes on in the next turn of the event loop. */
  #advance(): void {
    const end = this.#clock.now() + times.slice;
    this.#work ??= this.session.settle();
    while (this.#clock.now() < end) {
      if (!this.#work.next().done) continue;
      this.#work = undefined;
      const wasLoaded = this.#isLoaded;
      this.#isLoaded = true;
      if (wasLoaded && this.session.isSettled) return this.#tell();
      this.#work = this.session.settle();
    }
    this.#schedule(0);
  }

  #tell(): void {
    const isNew = this.#isNewText;
    this.#isNewText = false;
    this.#lists.fire();
    if (isNew) this.#results.fire();
  }

  dispose(): void {
    this.#timer.dispose();
    this.#lists.dispose();
    this.#results.dispose();
  }
}

function breaks(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}
