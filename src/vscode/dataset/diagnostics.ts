import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { Clock } from '../../common/time.ts';
import type { RuleId } from '../../dataset/problems.ts';
import { toDiagnostic } from '../convert.ts';
import { diagnosticsOwner, eventsScheme, uploadedScheme } from '../ids.ts';
import type { Reporter } from '../report.ts';
import type { DatasetChoices } from './choices.ts';
import { DocumentChecker } from './documentChecker.ts';
import { DocumentEncodings } from './documentEncodings.ts';
import type { EditorDatasetOptions } from './options.ts';

/** VS Code keeps 1,000 problems a file (extHostDiagnostics.ts), errors first. */
export const shownProblems = 1000;

/** What is checked: the language, and the files that people associate with plain JSON. */
export const datasetSelector: vscode.DocumentSelector = [{ language: 'jsonl' }, { pattern: '**/*.{jsonl,ndjson}' }];

/** Rules about U+FFFD in a text, which may stand for bytes that could not be read. */
const isOfDamage: ReadonlySet<RuleId> = new Set(['text/replacement-char', 'file/encoding']);

/** Documents that are somebody's view of a file (an older state of it, a part of a notebook, a preview), not the file. */
const viewSchemes = new Set([
  'git',
  'git-graph',
  'gitlens',
  'gitlens-git',
  'pr',
  'review',
  'output',
  'comment',
  'vscode-scm',
  'vscode-local-history',
  'vscode-notebook-cell',
  'vscode-interactive-input',
  'vscode-chat-code-block',
  'chat-editing-text-model',
  'chat-editing-snapshot-text-model',
  eventsScheme,
  uploadedScheme,
]);

/** How a document stands: checked, recognised as something else, or not read yet. */
export interface DatasetState {
  readonly checker: DocumentChecker;
  readonly isChecked: boolean;
  /** A person does not want it checked. */
  readonly isIgnored: boolean;
}

export interface DatasetDiagnostics extends Disposable {
  stateOf(document: vscode.TextDocument): DatasetState | undefined;
  readonly onDidChange: Event<vscode.TextDocument>;
  /** Shows the problems of a document anew, after its session was told something. */
  refresh(document: vscode.TextDocument): void;
}

export interface DiagnosticsParts {
  readonly clock: Clock;
  readonly reporter: Reporter;
}

/** Marks the problems of every open dataset. A `.jsonl` that is not evidently a dataset stays silent. */
export function registerDiagnostics(
  choices: DatasetChoices,
  options: EditorDatasetOptions,
  { clock, reporter }: DiagnosticsParts,
): DatasetDiagnostics {
  const owned = new DisposableStore();
  const encodings = owned.add(new DocumentEncodings(reporter));
  const collection = owned.add(vscode.languages.createDiagnosticCollection(diagnosticsOwner));
  const changes = owned.add(new Emitter<vscode.TextDocument>());
  const checkers = new Map<vscode.TextDocument, DocumentChecker>();

  const isChecked = (checker: DocumentChecker): boolean => {
    const choice = choices.of(checker.document);
    return choice === undefined ? checker.session.summary.isEvidentlyDataset : choice === 'check';
  };
  const show = (checker: DocumentChecker): void => {
    const { document, session } = checker;
    if (!checker.isLoaded) return;
    const problems = isChecked(checker) ? session.worstProblems(shownProblems) : [];
    collection.set(document.uri, problems.map(toDiagnostic));
  };
  const tell = (checker: DocumentChecker): void => {
    if (checker.isLoaded) changes.fire(checker.document);
  };
  const open = (document: vscode.TextDocument): void => {
    if (checkers.has(document) || viewSchemes.has(document.uri.scheme)) return;
    if (vscode.languages.match(datasetSelector, document) === 0) return;
    const checker = new DocumentChecker(document, options.of(document.uri), { clock, encodingOf: encodings.of });
    checkers.set(document, checker);
    checker.onDidList(() => show(checker));
    checker.onDidCheck(() => {
      tell(checker);
      if (checker.session.problems.some(({ rule }) => isOfDamage.has(rule))) encodings.look(document);
    });
  };
  const close = (document: vscode.TextDocument): void => {
    const checker = checkers.get(document);
    if (!checker) return;
    checker.dispose();
    checkers.delete(document);
    collection.delete(document.uri);
  };

  owned.add(vscode.workspace.onDidOpenTextDocument(open));
  owned.add(vscode.workspace.onDidCloseTextDocument(close));
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      checkers.get(document)?.change(contentChanges);
    }),
  );
  owned.add(
    choices.onDidChange(() => {
      checkers.forEach(show);
      checkers.forEach(tell);
    }),
  );
  const configure = (checker: DocumentChecker): void => checker.configure(options.of(checker.document.uri));
  owned.add(options.onDidChange(() => checkers.forEach(configure)));
  owned.add(
    encodings.onDidChange((document) => {
      const checker = checkers.get(document);
      if (checker) configure(checker);
    }),
  );
  vscode.workspace.textDocuments.forEach(open);

  return {
    stateOf(document) {
      const checker = checkers.get(document);
      return checker && { checker, isChecked: isChecked(checker), isIgnored: choices.of(document) === 'ignore' };
    },
    onDidChange: changes.event,
    refresh(document) {
      checkers.get(document)?.listAnew();
    },
    dispose() {
      Array.from(checkers.keys()).forEach(close);
      owned.dispose();
    },
  };
}
