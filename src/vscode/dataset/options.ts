import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { formats, type Format } from '../../dataset/formats.ts';
import type { DatasetOptions } from '../../dataset/session.ts';
import type { FileMemory } from '../fileMemory.ts';
import { settings } from '../ids.ts';
import { currentSettings } from '../settings.ts';
import type { DataFilePurpose, JobFileIndex } from './jobFiles.ts';
import type { TrainingFiles } from './trainingFiles.ts';

/**
 * What each dataset is checked for: target, model and role from the settings or from a job file of the workspace, and the
 * format where a person has set it for the file.
 */
export class EditorDatasetOptions implements Disposable {
  #memory: FileMemory;
  #jobFiles: JobFileIndex;
  #trainingFiles: TrainingFiles;
  #changes = new Emitter<void>();
  #owned = new DisposableStore();
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(memory: FileMemory, jobFiles: JobFileIndex, trainingFiles: TrainingFiles) {
    this.#memory = memory;
    this.#jobFiles = jobFiles;
    this.#trainingFiles = trainingFiles;
    this.#owned.add(trainingFiles.onDidChange(() => this.#changes.fire()));
    this.#owned.add(memory.onDidMove(() => this.#changes.fire()));
    this.#owned.add(jobFiles.onDidChange(() => this.#changes.fire()));
    const ours = [settings.datasetTarget, settings.datasetModel, settings.validationFiles];
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (ours.some((setting) => event.affectsConfiguration(setting))) this.#changes.fire();
      }),
    );
  }

  of(uri: vscode.Uri): DatasetOptions {
    const purpose = this.purposeOf(uri);
    const model = purpose.model ?? currentSettings.datasetModel(uri);
    const format = this.formatOf(uri);
    const training = purpose.trainingFile && this.#trainingFiles.of(purpose.trainingFile);
    return {
      target: currentSettings.datasetTarget(uri),
      role: purpose.role,
      ...(model !== '' && { model }),
      ...(format && { format }),
      ...(training && { training }),
    };
  }

  /** The format that a person has set for the file; undefined where its rows decide. */
  formatOf(uri: vscode.Uri): Format | undefined {
    const said = this.#memory.of(uri);
    return formats.find((format) => format === said);
  }

  async setFormat(uri: vscode.Uri, format: Format | undefined): Promise<void> {
    await this.#memory.set(uri, format);
    this.#changes.fire();
  }

  /** What the file is for: settings first, then job files; a training file where nobody says. */
  purposeOf(uri: vscode.Uri): DataFilePurpose {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    for (const [validation, training] of Object.entries(folder ? currentSettings.validationFiles(uri) : {})) {
      if (!folder || vscode.Uri.joinPath(folder.uri, validation).toString() !== uri.toString()) continue;
      const trainingFile = training === '' ? undefined : vscode.Uri.joinPath(folder.uri, training);
      return { role: 'validation', ...(trainingFile && { trainingFile }) };
    }
    return this.#jobFiles.purposeOf(uri) ?? { role: 'training' };
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
