import * as vscode from 'vscode';
import { isUtf8 } from '../../dataset/bytes.ts';
import type { FileEncoding } from '../../dataset/fileEncoding.ts';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { Reporter } from '../report.ts';
import { chunksOf } from './chunks.ts';

/** What was seen on disk. */
interface Seen {
  /** Time and size of the file then. */
  readonly state: string;
  readonly isUtf8: boolean;
}

/**
 * How open documents were read. VS Code tells the encoding that it took; that it was the wrong one shows only in the bytes
 * on disk, which are looked at where a text holds U+FFFD.
 */
export class DocumentEncodings implements Disposable {
  readonly #seen = new Map<vscode.TextDocument, Seen>();
  readonly #reporter: Reporter;
  readonly #changes = new Emitter<vscode.TextDocument>();
  readonly #owned = new DisposableStore();
  /** Another encoding is known of a document than before. */
  readonly onDidChange: Event<vscode.TextDocument> = this.#changes.event;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
    this.#owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.#seen.delete(document)));
    this.#owned.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        // What VS Code has written as UTF-8 need not be read.
        const isUtf8Now = document.encoding.startsWith('utf8');
        if (isUtf8Now && this.#seen.has(document)) this.#lookAgain(document, () => Promise.resolve(true));
      }),
    );
  }

  /** As far as it is known. */
  readonly of = (document: vscode.TextDocument): FileEncoding => {
    const { encoding } = document;
    if (encoding.startsWith('utf16')) return 'utf16';
    if (encoding !== 'utf8' && encoding !== 'utf8bom') return 'other';
    return this.#seen.get(document)?.isUtf8 === false ? 'undecoded' : encoding;
  };

  /** Finds out whether U+FFFD in the text stands for bytes that are not UTF-8, unless that is known of the file as it is. */
  look(document: vscode.TextDocument): void {
    if (document.isUntitled) return;
    this.#lookAgain(document, async () => isUtf8(chunksOf(await vscode.workspace.fs.readFile(document.uri))));
  }

  #lookAgain(document: vscode.TextDocument, isUtf8Now: () => Promise<boolean>): void {
    this.#reporter.runQuietly('Looking at the bytes of a dataset', async () => {
      const before = this.of(document);
      const seen = await this.#look(document, isUtf8Now);
      if (!seen || document.isClosed) return;
      this.#seen.set(document, seen);
      if (this.of(document) !== before) this.#changes.fire(document);
    });
  }

  /** Undefined where nothing has changed since, or nothing is known. */
  async #look(document: vscode.TextDocument, isUtf8Now: () => Promise<boolean>): Promise<Seen | undefined> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(document.uri);
      const state = `${mtime} ${size}`;
      return this.#seen.get(document)?.state === state ? undefined : { state, isUtf8: await isUtf8Now() };
    } catch (error) {
      // Gone, or not to be read.
      if (error instanceof vscode.FileSystemError) return undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
