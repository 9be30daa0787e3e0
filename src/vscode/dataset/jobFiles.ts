import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { errorText } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { Logger } from '../../common/logger.ts';
import type { Reporter } from '../report.ts';

const jobFileGlob = '**/*.finetune.json';
/** Job files read at most. */
const readFiles = 100;

/**
 * The data files that the workspace's job files (`*.finetune.json`) name, kept up to date. Looks for job files when first
 * asked, so that a workspace without datasets is never searched.
 */
export class JobFileIndex implements Disposable {
  #files = new Map<string, readonly string[]>();
  #changes = new Emitter<void>();
  #owned = new DisposableStore();
  #isStarted = false;
  #log: Logger;
  #reporter: Reporter;
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(log: Logger, reporter: Reporter) {
    this.#log = log;
    this.#reporter = reporter;
  }

  /** True if a job file names this file as its training or validation file; `onDidChange` fires when more is known. */
  names(uri: vscode.Uri): boolean {
    if (!this.#isStarted) this.#start();
    const text = uri.toString();
    return Array.from(this.#files.values()).some((names) => names.includes(text));
  }

  #start(): void {
    this.#isStarted = true;
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(jobFileGlob));
    const read = (uri: vscode.Uri): void => this.#reporter.runQuietly('Reading a job file', () => this.#read(uri));
    this.#owned.add(watcher.onDidCreate(read));
    this.#owned.add(watcher.onDidChange(read));
    this.#owned.add(watcher.onDidDelete((uri) => this.#set(uri, [])));
    this.#reporter.runQuietly('Looking for job files', async () => {
      for (const uri of await vscode.workspace.findFiles(jobFileGlob, undefined, readFiles)) await this.#read(uri);
    });
  }

  async #read(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const folder = vscode.Uri.joinPath(uri, '..');
      this.#set(
        uri,
        dataFiles(text).map((path) => vscode.Uri.joinPath(folder, path).toString()),
      );
    } catch (error) {
      this.#log.warn(`${vscode.workspace.asRelativePath(uri)} cannot be read: ${errorText(error)}`);
    }
  }

  #set(uri: vscode.Uri, names: readonly string[]): void {
    this.#files.set(uri.toString(), names);
    this.#changes.fire();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}

/** The paths in `request.training_file` and `request.validation_file` of a job file; ids (`file-...`) are none. */
export function dataFiles(text: string): readonly string[] {
  const { request } = JSON.parse(text) as { request?: Record<string, unknown> };
  const named = [request?.['training_file'], request?.['validation_file']];
  return named.filter((path): path is string => typeof path === 'string' && !path.startsWith('file-'));
}
