import * as vscode from 'vscode';
import type { EndedLaunch } from '../../jobs/moving/runQueue.ts';
import { commands } from '../ids.ts';

/** Failures that are told in words; the log has all. */
const toldFailures = 3;

/** Ids of the jobs that were launched. */
export function launchedJobs(ended: readonly EndedLaunch[]): readonly string[] {
  return ended.flatMap(({ outcome }) => (outcome.type === 'launched' ? [outcome.job] : []));
}

/** What did not become a job. */
export function notLaunched(ended: readonly EndedLaunch[]): readonly EndedLaunch[] {
  return ended.filter(({ outcome }) => outcome.type !== 'launched');
}

/** What became of launches, in a sentence or two; undefined where there is nothing to tell: one job, which is shown. */
export function outcomeText(ended: readonly EndedLaunch[]): string | undefined {
  const { t } = vscode.l10n;
  const launched = launchedJobs(ended).length;
  const failed = ended.flatMap(({ entry, outcome }) =>
    outcome.type === 'failed' ? [`${entry.name}: ${outcome.reason}`] : [],
  );
  if (failed.length === 0 && launched === ended.length) {
    return launched < 2 ? undefined : t('{0} jobs were launched.', launched);
  }
  const some = t('{0} of {1} jobs were launched.', launched, ended.length);
  if (failed.length === 0) return some;
  const told = failed.slice(0, toldFailures).join(' ');
  const more = failed.length - toldFailures;
  return more > 0 ? `${some} ${told} ${t('And {0} more, see the log.', more)}` : `${some} ${told}`;
}

/** Tells a person what became of launches; `retry` has those that were not launched wait again. */
export async function tellLaunched(ended: readonly EndedLaunch[], retry: () => Promise<void>): Promise<void> {
  const text = outcomeText(ended);
  if (text === undefined) return;
  const { t } = vscode.l10n;
  const rest = notLaunched(ended);
  if (rest.length === 0) {
    await vscode.window.showInformationMessage(text);
    return;
  }
  const hasFailed = rest.some(({ outcome }) => outcome.type === 'failed');
  const [again, log] = [hasFailed ? t('Try Again') : t('Launch the Rest'), t('Show Log')];
  const show = hasFailed ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const chosen = await show(text, again, ...(hasFailed ? [log] : []));
  if (chosen === again) await retry();
  if (chosen === log) await vscode.commands.executeCommand(commands.showLog);
}
