import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { FileMemory } from '../fileMemory.ts';
import { settings } from '../ids.ts';
import { currentSettings } from '../settings.ts';
import type { JobFileIndex } from './jobFiles.ts';

/** What a person said of a file. */
export type Choice = 'check' | 'ignore';

const choices: readonly Choice[] = ['check', 'ignore'];

/**
 * Which files are checked whatever their rows look like: chosen in the status item, named by the setting
 * `finetune.dataset.files`, or by a job file.
 */
export class DatasetChoices implements Disposable {
  #memory: FileMemory;
  #jobFiles: JobFileIndex;
  #changes = new Emitter<void>();
  #owned = new DisposableStore();
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(memory: FileMemory, jobFiles: JobFileIndex) {
    this.#memory = memory;
    this.#jobFiles = jobFiles;
    this.#owned.add(memory.onDidMove(() => this.#changes.fire()));
    this.#owned.add(jobFiles.onDidChange(() => this.#changes.fire()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.datasetFiles)) this.#changes.fire();
      }),
    );
  }

  /** Undefined where nobody said anything: the rows decide. */
  of(document: vscode.TextDocument): Choice | undefined {
    const said = this.#memory.of(document.uri);
    const choice = choices.find((one) => one === said);
    if (choice) return choice;
    const isNamed = this.#jobFiles.purposeOf(document.uri) !== undefined || this.#matchesSetting(document);
    return isNamed ? 'check' : undefined;
  }

  async choose(uri: vscode.Uri, choice: Choice): Promise<void> {
    await this.#memory.set(uri, choice);
    this.#changes.fire();
  }

  #matchesSetting(document: vscode.TextDocument): boolean {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return currentSettings.datasetFiles(document.uri).some((glob) => {
      const pattern = folder ? new vscode.RelativePattern(folder, glob) : glob;
      return vscode.languages.match({ pattern }, document) > 0;
    });
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
