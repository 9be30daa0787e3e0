import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { DatasetSummary } from '../../dataset/session.ts';
import { commands, contextKeys } from '../ids.ts';
import { counted } from '../plural.ts';
import type { Reporter } from '../report.ts';
import type { DatasetChoices } from './choices.ts';
import { datasetSelector, type DatasetDiagnostics } from './diagnostics.ts';

/** The language status item: what the file is taken for, its figures, and a way to say otherwise. */
export function registerDatasetStatus(
  diagnostics: DatasetDiagnostics,
  choices: DatasetChoices,
  reporter: Reporter,
): Disposable {
  const owned = new DisposableStore();
  const item = owned.add(vscode.languages.createLanguageStatusItem('finetune.dataset', datasetSelector));
  item.name = vscode.l10n.t('Training data');

  const draw = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const state = document && diagnostics.stateOf(document);
    const isDataset = state?.isChecked ?? false;
    reporter.run(() => vscode.commands.executeCommand('setContext', contextKeys.isDataset, isDataset));
    if (!state) return;
    item.busy = !state.checker.isLoaded;
    Object.assign(item, isDataset ? checkedFace(state.checker.session.summary) : silentFace());
  };
  owned.add(diagnostics.onDidChange(draw));
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

function checkedFace(summary: DatasetSummary): Face {
  const { t } = vscode.l10n;
  const { errors, warnings, examples } = summary;
  const worst = errors > 0 ? counted.errors(errors) : warnings > 0 ? counted.warnings(warnings) : t('no problems');
  return {
    text: `${counted.examples(examples)}, ${worst}`,
    detail: summary.format ? t('Training data: {0}', summary.format) : t('Training data'),
    severity: errors > 0 ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information,
    command: { command: commands.stopChecking, title: t('Stop Checking') },
  };
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
