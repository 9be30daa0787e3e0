import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { commands } from '../ids.ts';
import { activeFile, figures } from './checkFile.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import { shownProblems } from './diagnostics.ts';

/**
 * The one status bar item: for a `.jsonl` tab that VS Code hands to no extension (above 50 MB), where the language status
 * does not work. Says what was found, or offers to check.
 */
export function registerBigFileStatus(files: CheckedFiles): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('finetune.bigFile', vscode.StatusBarAlignment.Right, 100));
  item.name = t('Training data');
  item.command = commands.checkFile;

  const draw = (): void => {
    const uri = activeFile();
    const isHidden = vscode.window.activeTextEditor?.document.uri.toString() === uri?.toString();
    if (!uri || isHidden || !/\.(jsonl|ndjson)$/i.test(uri.path)) {
      item.hide();
      return;
    }
    const check = files.of(uri);
    const hidden = check ? check.errors + check.warnings + check.infos - shownProblems : 0;
    const more = hidden > 0 ? t(', {0} more problems than are shown', hidden.toLocaleString()) : '';
    item.text = check ? `$(beaker) ${figures(check)}${more}` : `$(beaker) ${t('Check this dataset')}`;
    item.tooltip = t('This file is too large for live checks. Click to check it from disk.');
    item.show();
  };
  owned.add(vscode.window.tabGroups.onDidChangeTabs(draw));
  owned.add(vscode.window.tabGroups.onDidChangeTabGroups(draw));
  owned.add(vscode.window.onDidChangeActiveTextEditor(draw));
  owned.add(files.onDidChange(draw));
  draw();
  return owned;
}
