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
        if (this.#seen.has(document)) this.look(document);
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
    this.#reporter.runQuietly('Looking at the bytes of a dataset', async () => {
      const before = this.of(document);
      const seen = await this.#look(document);
      if (!seen || document.isClosed) return;
      this.#seen.set(document, seen);
      if (this.of(document) !== before) this.#changes.fire(document);
    });
  }

  async #look(document: vscode.TextDocument): Promise<Seen | undefined> {
    const { uri } = document;
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      const state = `${mtime} ${size}`;
      if (this.#seen.get(document)?.state === state) return undefined;
      return { state, isUtf8: await isUtf8(chunksOf(await vscode.workspace.fs.readFile(uri))) };
    } catch (error) {
      // Gone, or not to be read: nothing is known of it then.
      if (error instanceof vscode.FileSystemError) return undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
