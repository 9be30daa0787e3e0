import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { FileCheck } from '../../dataset/checkFile.ts';
import type { Problem, Severity } from '../../dataset/problems.ts';
import { toDiagnostic } from '../convert.ts';
import { diagnosticsOwner } from '../ids.ts';
import { datasetSelector, shownProblems } from './diagnostics.ts';

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The `limit` worst, errors first, each severity in the order of the file. */
export function worst(problems: readonly Problem[], limit: number): readonly Problem[] {
  return problems.toSorted((a, b) => order[a.severity] - order[b.severity]).slice(0, limit);
}

/**
 * Results of files that were checked from disk, such as those above 50 MB that VS Code hands to no extension. Their
 * problems stand in the Problems view until the file is opened in an editor that checks it live.
 */
export class CheckedFiles implements Disposable {
  #owned = new DisposableStore();
  #collection = this.#owned.add(vscode.languages.createDiagnosticCollection(`${diagnosticsOwner}-file`));
  #checks = new Map<string, FileCheck>();
  #changes = new Emitter<vscode.Uri>();
  readonly onDidChange: Event<vscode.Uri> = this.#changes.event;

  constructor() {
    this.#owned.add(
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (vscode.languages.match(datasetSelector, document) > 0) this.#collection.delete(document.uri);
      }),
    );
  }

  of(uri: vscode.Uri): FileCheck | undefined {
    return this.#checks.get(uri.toString());
  }

  set(uri: vscode.Uri, check: FileCheck): void {
    this.#checks.set(uri.toString(), check);
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isOpen) this.#collection.set(uri, worst(check.problems, shownProblems).map(toDiagnostic));
    this.#changes.fire(uri);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
