import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { commands } from '../ids.ts';
import type { StatusItem } from '../statusItem.ts';
import { activeFile, figures } from './checkFile.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import { shownProblems } from './diagnostics.ts';

/**
 * What the status bar says of a `.jsonl` tab that VS Code hands to no extension (above 50 MB), where the language status
 * does not work: what was found, or an offer to check.
 */
export function registerBigFileStatus(files: CheckedFiles, status: StatusItem): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();

  const draw = (): void => {
    const uri = activeFile();
    const isHidden = vscode.window.activeTextEditor?.document.uri.toString() === uri?.toString();
    if (!uri || isHidden || !/\.(jsonl|ndjson)$/i.test(uri.path)) {
      status.say('bigFile', undefined);
      return;
    }
    const checked = files.of(uri);
    const check = checked?.isOutdated ? undefined : checked?.check;
    const hidden = check ? check.errors + check.warnings + check.infos - shownProblems : 0;
    const more = hidden > 0 ? t(', {0} more problems than are shown', hidden.toLocaleString()) : '';
    status.say('bigFile', {
      text: check ? `$(beaker) ${figures(check)}${more}` : `$(beaker) ${t('Check this dataset')}`,
      tooltip: t('This file is too large for live checks. Click to check it from disk.'),
      command: commands.checkFile,
    });
  };
  owned.add(vscode.window.tabGroups.onDidChangeTabs(draw));
  owned.add(vscode.window.tabGroups.onDidChangeTabGroups(draw));
  owned.add(vscode.window.onDidChangeActiveTextEditor(draw));
  owned.add(files.onDidChange(draw));
  draw();
  return owned;
}
