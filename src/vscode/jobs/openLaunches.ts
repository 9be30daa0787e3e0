import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { interruptedLaunches } from '../../jobs/interruptedLaunches.ts';
import type { LaunchIntent } from '../../jobs/journal.ts';
import type { SettleLaunchesParts } from './settleLaunches.ts';
import { dateText } from './words.ts';

/** Milliseconds after the start of a window, so that it comes up first. */
const start = 1_000;

/**
 * At the start of a window: one notice about the launches that ended with their process, of which nobody knows what became.
 * Services are asked only when the person wants that.
 */
export function registerOpenLaunches(parts: SettleLaunchesParts): Disposable {
  const { clock, reporter } = parts;
  return clock.after(start, () => {
    if (vscode.workspace.isTrusted) reporter.runQuietly('Looking for launches left open', () => offer(parts));
  });
}

async function offer(parts: SettleLaunchesParts): Promise<void> {
  const open = await interruptedLaunches(parts);
  if (open.length > 0) parts.reporter.run(() => ask(open, parts));
}

async function ask(open: readonly LaunchIntent[], parts: SettleLaunchesParts): Promise<void> {
  const { t } = vscode.l10n;
  const [first] = open;
  if (!first) return;
  const [find, never] = [t('Find Out'), t("Don't Ask Again")];
  const what =
    open.length === 1
      ? t('The launch on {0} of {1} was interrupted.', first.connection, dateText(first.startedAt))
      : t('{0} launches were interrupted, the last one on {1}.', open.length, (open.at(-1) ?? first).connection);
  const text = `${what} ${t('It is not known whether there is a job.')}`;
  const chosen = await vscode.window.showInformationMessage(text, find, never);
  if (chosen === never) for (const intent of open) await parts.journal.offerNoMore(intent);
  if (chosen !== find) return;
  const { settleLaunches } = await import('./settleLaunches.ts');
  await settleLaunches(open, parts);
}
