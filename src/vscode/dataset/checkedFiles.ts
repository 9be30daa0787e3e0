import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { FileCheck } from '../../dataset/checkFile.ts';
import type { Problem, Severity } from '../../dataset/problems.ts';
import { toDiagnostic } from '../convert.ts';
import { diagnosticsOwner } from '../ids.ts';
import type { Reporter } from '../report.ts';
import type { SavedFile } from '../savedFile.ts';
import { checkedNow } from './checked.ts';
import { shownProblems, type DatasetDiagnostics } from './diagnostics.ts';

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The `limit` worst, errors first, each severity in the order of the file. */
export function worst(problems: readonly Problem[], limit: number): readonly Problem[] {
  return problems.toSorted((a, b) => order[a.severity] - order[b.severity]).slice(0, limit);
}

/** What was found in a file, and whether it is still that file. */
export interface CheckedFile {
  readonly check: FileCheck;
  readonly isOutdated: boolean;
}

/**
 * Results of files that were checked from disk, such as those above 50 MB that VS Code hands to no extension. Their
 * problems stand in the Problems view until the file changes, or is marked in an editor that checks it live.
 */
export class CheckedFiles implements Disposable {
  readonly #diagnostics: DatasetDiagnostics;
  readonly #reporter: Reporter;
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection(`${diagnosticsOwner}-file`));
  readonly #checks = new Map<string, CheckedFile>();
  readonly #watchers = new Map<string, Disposable>();
  readonly #changes = new Emitter<vscode.Uri>();
  readonly onDidChange: Event<vscode.Uri> = this.#changes.event;

  constructor(diagnostics: DatasetDiagnostics, reporter: Reporter) {
    this.#diagnostics = diagnostics;
    this.#reporter = reporter;
    this.#owned.add(
      diagnostics.onDidChange((document) => {
        const state = diagnostics.stateOf(document);
        if (state?.isChecked || state?.isIgnored) this.#collection.delete(document.uri);
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#collection.delete(document.uri);
      }),
    );
  }

  of(uri: vscode.Uri): CheckedFile | undefined {
    return this.#checks.get(uri.toString());
  }

  /** Takes over what was found in a file, as it was then. */
  set(file: SavedFile, check: FileCheck): void {
    const { uri } = file;
    this.#checks.set(uri.toString(), { check, isOutdated: false });
    if (!this.#isMarked(uri)) this.#collection.set(uri, worst(check.problems, shownProblems).map(toDiagnostic));
    this.#follow(file);
    this.#changes.fire(uri);
  }

  #isMarked(uri: vscode.Uri): boolean {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return document !== undefined && checkedNow(this.#diagnostics, document) !== undefined;
  }

  #follow(file: SavedFile): void {
    const { uri } = file;
    const key = uri.toString();
    this.#watchers.get(key)?.dispose();
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), file.name);
    const watching = new DisposableStore();
    const watcher = watching.add(vscode.workspace.createFileSystemWatcher(pattern, true));
    const look = (): void =>
      this.#reporter.runQuietly('Looking at a checked file', async () => {
        // News of what was written before the check may come late.
        if (this.#watchers.get(key) !== watching || (await file.isUnchanged())) return;
        this.#outdate(uri);
      });
    watching.add(watcher.onDidChange(look));
    watching.add(watcher.onDidDelete(look));
    this.#watchers.set(key, watching);
  }

  #outdate(uri: vscode.Uri): void {
    const known = this.of(uri);
    if (!known || known.isOutdated) return;
    this.#checks.set(uri.toString(), { ...known, isOutdated: true });
    this.#collection.delete(uri);
    this.#changes.fire(uri);
  }

  dispose(): void {
    this.#watchers.forEach((watching) => watching.dispose());
    this.#owned.dispose();
    this.#changes.dispose();
  }
}
