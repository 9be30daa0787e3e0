import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { formats, type Format } from '../../dataset/formats.ts';
import type { Target } from '../../dataset/targets.ts';
import { commands, settings } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { currentSettings } from '../settings.ts';
import type { EditorDatasetOptions } from './options.ts';

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** The commands behind the status items: set the format of a file, and the target of its folder. */
export function registerOptionCommands(options: EditorDatasetOptions, reporter: Reporter): Disposable {
  const owned = new DisposableStore();
  const register = (command: string, choose: (uri: vscode.Uri) => Promise<void>): void => {
    const run = (): void => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      if (uri) reporter.run(() => choose(uri));
    };
    owned.add(vscode.commands.registerCommand(command, run));
  };
  register(commands.chooseFormat, (uri) => chooseFormat(uri, options));
  register(commands.chooseTarget, chooseTarget);
  return owned;
}

async function chooseFormat(uri: vscode.Uri, options: EditorDatasetOptions): Promise<void> {
  const { t } = vscode.l10n;
  const details: Record<Format, string> = {
    chat: t('messages; the assistant messages are learned'),
    completions: t('prompt and completion'),
    preference: t('input, preferred_output and non_preferred_output'),
    reinforcement: t('messages that end with the user, and reference fields for a grader'),
  };
  const items: Item<Format | undefined>[] = [
    { label: t('Detect from the rows'), value: undefined },
    ...formats.map((format) => ({ label: format, detail: details[format], value: format })),
  ];
  const placeHolder = t('Format of this file');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (chosen) await options.setFormat(uri, chosen.value);
}

/** Words for people. */
export function targetName(target: Target): string {
  const names: Record<Target, string> = {
    openai: 'OpenAI',
    azure: 'Azure OpenAI',
    local: vscode.l10n.t('Local server'),
  };
  return names[target];
}

async function chooseTarget(uri: vscode.Uri): Promise<void> {
  const current = currentSettings.datasetTarget(uri);
  const targets: readonly Target[] = ['openai', 'azure', 'local'];
  const items: Item<Target>[] = targets.map((value) => ({
    label: targetName(value),
    value,
    ...(value === current && { description: vscode.l10n.t('current') }),
  }));
  const placeHolder = vscode.l10n.t('Service that the datasets of this folder are checked for');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (!chosen) return;
  const scope = vscode.workspace.getWorkspaceFolder(uri)
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(undefined, uri).update(settings.datasetTarget, chosen.value, scope);
}
