import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Clock } from '../../common/time.ts';
import type { FixEdit } from '../../dataset/fixes/fix.ts';
import { fixAll, type FixChoice } from '../../dataset/fixes/fixAll.ts';
import { fixesFor, isFixable } from '../../dataset/fixes/fixesFor.ts';
import { fixTitle } from '../../dataset/fixes/titles.ts';
import { noData, type Problem, type RuleId } from '../../dataset/problems.ts';
import type { DatasetOptions, RowSource } from '../../dataset/session.ts';
import { rangeOf } from '../convert.ts';
import { withQuietProgress } from '../progress.ts';
import type { Reporter } from '../report.ts';
import { inSlices } from '../slices.ts';
import type { DatasetDiagnostics, DatasetState } from './diagnostics.ts';
import { editorFixes } from './editorFixes.ts';
import { fixAllKind } from './fixKinds.ts';
import { InlineImageAction } from './imageFixes.ts';
import type { EditorDatasetOptions } from './options.ts';

/** Problems under one selection for which fixes are tried. */
const maxProblems = 20;

/** An action whose edits are found when it is chosen, from the text as it is then. */
class FixAllAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly choice: FixChoice;

  constructor(title: string, kind: vscode.CodeActionKind, document: vscode.TextDocument, choice: FixChoice) {
    super(title, kind);
    this.document = document;
    this.choice = choice;
  }
}

export interface FixParts {
  readonly diagnostics: DatasetDiagnostics;
  readonly options: EditorDatasetOptions;
  readonly clock: Clock;
  readonly reporter: Reporter;
}

/** Offers fixes for the problems of a dataset: one by one, all of a rule, and all that are safe. */
export class DatasetFixes implements vscode.CodeActionProvider {
  readonly #diagnostics: DatasetDiagnostics;
  readonly #options: EditorDatasetOptions;
  readonly #clock: Clock;
  readonly #reporter: Reporter;

  constructor({ diagnostics, options, clock, reporter }: FixParts) {
    this.#diagnostics = diagnostics;
    this.#options = options;
    this.#clock = clock;
    this.#reporter = reporter;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const state = this.#diagnostics.stateOf(document);
    if (!state?.isChecked) return [];
    const actions: vscode.CodeAction[] = [];
    const wants = (kind: vscode.CodeActionKind): boolean => !context.only || context.only.contains(kind);
    if (wants(vscode.CodeActionKind.QuickFix)) actions.push(...(await this.#quickFixes(state, range, context, token)));
    if (context.only && wants(fixAllKind)) {
      const title = vscode.l10n.t('Fix all safe problems of the training data');
      actions.push(new FixAllAction(title, fixAllKind, document, { type: 'safe' }));
    }
    return actions;
  }

  async resolveCodeAction(action: vscode.CodeAction, token: vscode.CancellationToken): Promise<vscode.CodeAction> {
    if (action instanceof InlineImageAction) await action.resolve();
    if (action instanceof FixAllAction) await withQuietProgress(action.title, () => this.#resolveFixAll(action, token));
    return action;
  }

  /** Finds the edits in slices. None if the document changes meanwhile: they would be of another text. */
  async #resolveFixAll(action: FixAllAction, token: vscode.CancellationToken): Promise<void> {
    const { document, choice } = action;
    const { version } = document;
    const isStale = (): boolean => token.isCancellationRequested || document.isClosed || document.version !== version;
    const state = this.#diagnostics.stateOf(document);
    if (!state?.isChecked) return;
    const { session } = state.checker;
    // What is left to check is checked first: no problem may be missed because it was not shown yet.
    await inSlices(session.settle(), this.#clock, isStale);
    if (isStale()) return;
    const work = fixAll(session.problems, rowsOf(document), choice, this.#optionsOf(state));
    const edits = await inSlices(work, this.#clock, isStale);
    if (!edits) return;
    // Saving asks for all that is safe, and most often there is nothing.
    if (edits.length === 0 && choice.type === 'rule') this.#reporter.run(() => this.#reporter.show(nothingToMend()));
    else action.edit = workspaceEdit(document, edits);
  }

  async #quickFixes(
    state: DatasetState,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const { document, session } = state.checker;
    await inSlices(session.settle(), this.#clock, () => token.isCancellationRequested || document.isClosed);
    if (token.isCancellationRequested || document.isClosed) return [];
    const { problems } = session;
    const here = problemsIn(problems, range);
    const touched = here.filter(({ rule }) => isFixable(rule));
    const options = this.#optionsOf(state);
    const single = touched
      .slice(0, maxProblems)
      .flatMap((problem) => this.#fixActions(problem, document, options, context));
    const rules = new Set(touched.map(({ rule }) => rule));
    const some = here.slice(0, maxProblems);
    const others = await Promise.all(some.map((problem) => editorFixes(problem, document, this.#reporter)));
    single.push(...others.flat());
    return [...single, ...[...rules].flatMap((rule) => fixAllOf(rule, problems, document))];
  }

  #fixActions(
    problem: Problem,
    document: vscode.TextDocument,
    options: DatasetOptions,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (problem.rule === 'json/array-file') return [convertArray(document, problem.rule)];
    return fixesFor(problem, rowsOf(document), options).map((fix, index) => {
      const action = new vscode.CodeAction(fixTitle(fix), vscode.CodeActionKind.QuickFix);
      action.edit = workspaceEdit(document, fix.edits);
      action.isPreferred = index === 0;
      action.diagnostics = context.diagnostics.filter((diagnostic) => isOf(diagnostic, problem));
      return action;
    });
  }

  /** The options under which the document is checked, with the format its rows have told. */
  #optionsOf({ checker }: DatasetState): DatasetOptions {
    const { format } = checker.session.summary;
    return { ...this.#options.of(checker.document.uri), ...(format && { format }) };
  }
}

function nothingToMend(): UserError {
  return new UserError('fix.nothing', vscode.l10n.t('There is nothing here that this fix could mend.'));
}

/** Reads all of the file, so not before it is chosen. */
function convertArray(document: vscode.TextDocument, rule: RuleId): vscode.CodeAction {
  const title = fixTitle({ id: 'toJsonLines', data: noData });
  const action = new FixAllAction(title, vscode.CodeActionKind.QuickFix, document, { type: 'rule', rule });
  action.isPreferred = true;
  return action;
}

function fixAllOf(rule: RuleId, problems: readonly Problem[], document: vscode.TextDocument): vscode.CodeAction[] {
  const count = problems.reduce((sum, problem) => sum + (problem.rule === rule ? 1 : 0), 0);
  if (count < 2) return [];
  const title = vscode.l10n.t('Fix all {0} in this file', rule);
  return [new FixAllAction(title, vscode.CodeActionKind.QuickFix, document, { type: 'rule', rule })];
}

/** The problems that `range` touches. `problems` are in order of rows. */
function problemsIn(problems: readonly Problem[], range: vscode.Range): readonly Problem[] {
  const found: Problem[] = [];
  for (let at = firstAtRow(problems, range.start.line); at < problems.length; at++) {
    const problem = problems[at];
    if (!problem || problem.row > range.end.line) break;
    if (rangeOf(problem).intersection(range)) found.push(problem);
  }
  return found;
}

function firstAtRow(problems: readonly Problem[], row: number): number {
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((problems[middle]?.row ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isOf(diagnostic: vscode.Diagnostic, problem: Problem): boolean {
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  return code === problem.rule && diagnostic.range.isEqual(rangeOf(problem));
}

function rowsOf(document: vscode.TextDocument): RowSource {
  return { count: document.lineCount, row: (index) => document.lineAt(index).text };
}

function workspaceEdit(document: vscode.TextDocument, edits: readonly FixEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  result.set(
    document.uri,
    edits.map((edit) => textEdit(document, edit)),
  );
  return result;
}

function textEdit(document: vscode.TextDocument, edit: FixEdit): vscode.TextEdit {
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  if (edit.type === 'text') {
    const range = new vscode.Range(edit.row, edit.span.start, edit.row, edit.span.end);
    return vscode.TextEdit.replace(range, edit.text.replaceAll('\n', lineBreak));
  }
  const { startRow, removedRows, addedRows } = edit;
  const endRow = startRow + removedRows;
  const last = document.lineAt(endRow - 1).range.end;
  if (addedRows.length > 0) {
    return vscode.TextEdit.replace(new vscode.Range(startRow, 0, last.line, last.character), addedRows.join(lineBreak));
  }
  if (endRow < document.lineCount) return vscode.TextEdit.delete(new vscode.Range(startRow, 0, endRow, 0));
  // The last rows go with the line break before them.
  const start = startRow > 0 ? document.lineAt(startRow - 1).range.end : new vscode.Position(0, 0);
  return vscode.TextEdit.delete(new vscode.Range(start, last));
}
