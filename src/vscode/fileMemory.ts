import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { Reporter } from './report.ts';

/** What a person said of single files. It goes with a file, or a folder of files, that is renamed in VS Code. */
export class FileMemory implements Disposable {
  readonly #memory: vscode.Memento;
  readonly #name: string;
  readonly #owned = new DisposableStore();
  readonly #moves = this.#owned.add(new Emitter<void>());
  /** Something is known of files by their new names. */
  readonly onDidMove: Event<void> = this.#moves.event;

  /** `name`: what is remembered, unique in `memory`. */
  constructor(memory: vscode.Memento, name: string, reporter: Reporter) {
    this.#memory = memory;
    this.#name = name;
    this.#owned.add(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        reporter.runQuietly('Following renamed files', async () => {
          for (const { oldUri, newUri } of files) await this.#move(oldUri, newUri);
        });
      }),
    );
  }

  of(uri: vscode.Uri): string | undefined {
    return this.#memory.get<string>(this.#key(uri));
  }

  /** Forgets the file without a `value`. */
  async set(uri: vscode.Uri, value: string | undefined): Promise<void> {
    await this.#memory.update(this.#key(uri), value);
  }

  async #move(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const [before, after] = [this.#key(from), this.#key(to)];
    for (const key of this.#memory.keys()) {
      if (key !== before && !key.startsWith(`${before}/`)) continue;
      await this.#memory.update(after + key.slice(before.length), this.#memory.get(key));
      await this.#memory.update(key, undefined);
      this.#moves.fire();
    }
  }

  #key(uri: vscode.Uri): string {
    return `${this.#name}:${uri.toString()}`;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
