import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { errorText } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { DatasetRole } from '../../dataset/formats.ts';
import type { Logger } from '../../common/logger.ts';
import { isFileId } from '../../jobs/fileId.ts';
import { fileBeside } from '../jobFile/fileBeside.ts';
import type { Reporter } from '../report.ts';

const jobFileGlob = '**/*.finetune.json';
/** Job files read at most. */
const readFiles = 100;

/** What a data file is for. */
export interface DataFilePurpose {
  readonly role: DatasetRole;
  readonly model?: string;
  /** The training file beside a validation file. */
  readonly trainingFile?: vscode.Uri;
}

/**
 * The data files that the workspace's job files (`*.finetune.json`) name, kept up to date. Looks for job files when first
 * asked, so that a workspace without datasets is never searched.
 */
export class JobFileIndex implements Disposable {
  #files = new Map<string, ReadonlyMap<string, DataFilePurpose>>();
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

  /** What job files say of this data file; undefined where none names it. `onDidChange` fires when more is known. */
  purposeOf(uri: vscode.Uri): DataFilePurpose | undefined {
    if (!this.#isStarted) this.#start();
    const text = uri.toString();
    for (const named of this.#files.values()) {
      const purpose = named.get(text);
      if (purpose) return purpose;
    }
    return undefined;
  }

  #start(): void {
    this.#isStarted = true;
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(jobFileGlob));
    const read = (uri: vscode.Uri): void => this.#reporter.runQuietly('Reading a job file', () => this.#read(uri));
    this.#owned.add(watcher.onDidCreate(read));
    this.#owned.add(watcher.onDidChange(read));
    this.#owned.add(watcher.onDidDelete((uri) => this.#set(uri, new Map())));
    this.#reporter.runQuietly('Looking for job files', async () => {
      for (const uri of await vscode.workspace.findFiles(jobFileGlob, undefined, readFiles)) await this.#read(uri);
    });
  }

  async #read(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      this.#set(
        uri,
        purposes(text, (path) => fileBeside(uri, path)),
      );
    } catch (error) {
      this.#log.warn(`${vscode.workspace.asRelativePath(uri)} cannot be read: ${errorText(error)}`);
    }
  }

  #set(uri: vscode.Uri, named: ReadonlyMap<string, DataFilePurpose>): void {
    this.#files.set(uri.toString(), named);
    this.#changes.fire();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}

/** The data files in a job file's `request`, by address; ids (`file-...`) are none. */
function purposes(text: string, resolve: (path: string) => vscode.Uri): ReadonlyMap<string, DataFilePurpose> {
  const { request } = JSON.parse(text) as { request?: Record<string, unknown> };
  const file = (key: string): vscode.Uri | undefined => {
    const path = request?.[key];
    return typeof path === 'string' && !isFileId(path) ? resolve(path) : undefined;
  };
  const model = request?.['model'];
  const common = typeof model === 'string' ? { model } : {};
  const [training, validation] = [file('training_file'), file('validation_file')];
  const named = new Map<string, DataFilePurpose>();
  if (training) named.set(training.toString(), { role: 'training', ...common });
  if (validation) {
    named.set(validation.toString(), { role: 'validation', ...common, ...(training && { trainingFile: training }) });
  }
  return named;
}
