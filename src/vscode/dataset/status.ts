import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Format } from '../../dataset/formats.ts';
import type { DatasetOptions, DatasetSummary } from '../../dataset/session.ts';
import { commands, contextKeys } from '../ids.ts';
import { counted } from '../plural.ts';
import type { Reporter } from '../report.ts';
import type { DatasetChoices } from './choices.ts';
import { datasetSelector, shownProblems, type DatasetDiagnostics } from './diagnostics.ts';
import { targetName } from './optionCommands.ts';
import type { EditorDatasetOptions } from './options.ts';
import type { TokenCounts } from './tokenCounts.ts';

/** The language status items: what the file is taken for, what it is checked for, its figures; each can be changed there. */
export function registerDatasetStatus(
  diagnostics: DatasetDiagnostics,
  choices: DatasetChoices,
  options: EditorDatasetOptions,
  tokens: TokenCounts,
  reporter: Reporter,
): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();
  const create = (id: string, name: string): vscode.LanguageStatusItem => {
    const item = owned.add(vscode.languages.createLanguageStatusItem(`finetune.${id}`, datasetSelector));
    item.name = name;
    return item;
  };
  const figures = create('dataset', t('Training data'));
  const format = create('format', t('Format of training data'));
  const target = create('target', t('Target of training data'));

  const draw = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const state = document && diagnostics.stateOf(document);
    const isDataset = state?.isChecked ?? false;
    reporter.run(() => vscode.commands.executeCommand('setContext', contextKeys.isDataset, isDataset));
    if (!state) return;
    const { session, isLoaded } = state.checker;
    figures.busy = !isLoaded;
    Object.assign(figures, isDataset ? checkedFace(session.summary, tokens.total(document)) : silentFace());
    Object.assign(format, formatFace(session.summary, options.formatOf(document.uri)));
    Object.assign(target, targetFace(options.of(document.uri)));
  };
  owned.add(diagnostics.onDidChange(draw));
  owned.add(options.onDidChange(draw));
  owned.add(tokens.onDidChange(draw));
  owned.add(vscode.window.onDidChangeActiveTextEditor(draw));
  draw();

  const choose = (command: string, choice: 'check' | 'ignore'): Disposable =>
    vscode.commands.registerCommand(command, () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      if (uri) reporter.run(() => choices.choose(uri, choice));
    });
  owned.add(choose(commands.checkAsDataset, 'check'));
  owned.add(choose(commands.stopChecking, 'ignore'));
  return owned;
}

type Face = Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'command'>;

/** `tokens`: of all examples; undefined as long as they are not counted. */
function checkedFace(summary: DatasetSummary, tokens: number | undefined): Face {
  const { t } = vscode.l10n;
  const { errors, warnings, infos, examples } = summary;
  const hidden = errors + warnings + infos - shownProblems;
  const worst = errors > 0 ? counted.errors(errors) : warnings > 0 ? counted.warnings(warnings) : t('no problems');
  return {
    text: [counted.examples(examples), ...(tokens === undefined ? [] : [counted.tokens(tokens)]), worst].join(', '),
    detail: hidden > 0 ? t('{0} more problems than are shown', hidden.toLocaleString()) : t('Training data'),
    severity: severityOf(summary),
    command: { command: commands.stopChecking, title: t('Stop Checking') },
  };
}

function severityOf({ errors, warnings }: DatasetSummary): vscode.LanguageStatusSeverity {
  const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
  if (errors > 0) return Error;
  return warnings > 0 ? Warning : Information;
}

function silentFace(): Face {
  const { t } = vscode.l10n;
  return {
    text: t('Not checked'),
    detail: t('Does not look like training data'),
    severity: vscode.LanguageStatusSeverity.Information,
    command: { command: commands.checkAsDataset, title: t('Check as Training Data') },
  };
}

function formatFace({ format }: DatasetSummary, chosen: Format | undefined): Partial<Face> {
  const { t } = vscode.l10n;
  return {
    text: t('Format: {0}', chosen ?? format ?? t('unknown')),
    detail: chosen ? t('set by you') : format ? t('detected') : t('no row tells it'),
    command: { command: commands.chooseFormat, title: t('Change Format') },
  };
}

function targetFace(options: DatasetOptions): Partial<Face> {
  const { t } = vscode.l10n;
  return {
    text: t('Target: {0}', targetName(options.target)),
    detail: options.role === 'validation' ? t('validation file') : t('training file'),
    command: { command: commands.chooseTarget, title: t('Change Target') },
  };
}
