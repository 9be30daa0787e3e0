import * as vscode from 'vscode';
import type { LaunchFacts } from './launchFacts.ts';

/** What a person may choose when all is known; undefined = nothing is to happen. */
export type LaunchChoice = 'launch' | 'rehearse' | 'options' | 'save';

/** The one question before anything is sent, with the facts it is about. */
export async function confirmLaunch(
  { lines, warnings }: LaunchFacts,
  choices: readonly LaunchChoice[],
): Promise<LaunchChoice | undefined> {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<LaunchChoice, string>> = {
    launch: t('Launch'),
    rehearse: t('Rehearse'),
    options: t('More Options'),
    save: t('Save as Job File'),
  };
  const show = warnings.length > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const detail = [...lines, ...warnings.map((warning) => t('Warning: {0}', warning))].join('\n');
  const buttons = choices.map((choice) => titles[choice]);
  const chosen = await show(t('Launch this fine-tuning job?'), { modal: true, detail }, ...buttons);
  return choices.find((choice) => titles[choice] === chosen);
}
