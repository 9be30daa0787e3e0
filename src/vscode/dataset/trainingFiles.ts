import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { TrainingRows } from '../../dataset/sessionRepeats.ts';
import type { Reporter } from '../report.ts';
import { chunksOf } from './chunks.ts';

/** Bytes: of a larger training file nothing is compared in the editor; `finetune.checkFile` compares any size. */
const largest = 64 * 1024 * 1024;

/** The training files beside open validation files: read once, and again when they change on disk. */
export class TrainingFiles implements Disposable {
  #reporter: Reporter;
  #files = new Map<string, TrainingRows | undefined>();
  #changes = new Emitter<void>();
  #owned = new DisposableStore();
  /** A training file is there now, or has changed. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Undefined as long as the file has not been read, and where it cannot be; `onDidChange` tells when it is. */
  of(uri: vscode.Uri): TrainingRows | undefined {
    if (!this.#files.has(uri.toString())) this.#follow(uri);
    return this.#files.get(uri.toString());
  }

  #follow(uri: vscode.Uri): void {
    const read = (): void => this.#reporter.runQuietly('Reading a training file', () => this.#read(uri));
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    this.#owned.add(watcher.onDidChange(read));
    this.#owned.add(watcher.onDidCreate(read));
    this.#owned.add(watcher.onDidDelete(() => this.#set(uri, undefined)));
    this.#files.set(uri.toString(), undefined);
    read();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largest) return;
    const bytes = await vscode.workspace.fs.readFile(uri);
    // Few windows have a validation file open.
    const { indexFile } = await import('../../dataset/checkFile.ts');
    const index = await indexFile(chunksOf(bytes), { target: 'local', role: 'training' });
    const read = (start: number, end: number): Uint8Array => bytes.subarray(start, end);
    this.#set(uri, { name: vscode.workspace.asRelativePath(uri), index, read });
  }

  #set(uri: vscode.Uri, rows: TrainingRows | undefined): void {
    this.#files.set(uri.toString(), rows);
    this.#changes.fire();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
