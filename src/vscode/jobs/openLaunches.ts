import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import type { LaunchIntent, LaunchJournal } from '../../jobs/journal.ts';
import type { Processes } from '../../jobs/launchParts.ts';
import type { Reporter } from '../report.ts';
import type { SettleLaunchesParts } from './settleLaunches.ts';
import { dateText } from './words.ts';

export interface OpenLaunchParts extends SettleLaunchesParts {
  readonly reporter: Reporter;
  readonly journal: LaunchJournal;
  readonly processes: Processes;
}

/** Milliseconds after the start of a window, so that it comes up first. */
const start = 1_000;
/** Milliseconds after which a process of another machine, of which nothing can be told, is taken to have ended. */
const longestLaunch = 24 * 3600_000;

/**
 * At the start of a window: one notice about the launches that ended with their process, of which nobody knows what became.
 * Services are asked only when the person wants that.
 */
export function registerOpenLaunches(parts: OpenLaunchParts): Disposable {
  const { clock, reporter } = parts;
  return clock.after(start, () => {
    if (vscode.workspace.isTrusted) reporter.runQuietly('Looking for launches left open', () => offer(parts));
  });
}

async function offer(parts: OpenLaunchParts): Promise<void> {
  const { journal, clock, reporter } = parts;
  const open: LaunchIntent[] = [];
  for (const intent of await interrupted(parts)) {
    if (await hasLeftSomething(intent, journal)) open.push(intent);
    else await journal.giveUp(intent).then(() => journal.end(intent));
  }
  const offered: LaunchIntent[] = [];
  for (const intent of open) if (await journal.offer(intent, clock.now())) offered.push(intent);
  if (offered.length > 0) reporter.run(() => ask(offered, parts));
}

async function interrupted({ journal, processes, clock }: OpenLaunchParts): Promise<readonly LaunchIntent[]> {
  const isOver = ({ process, startedAt }: LaunchIntent): boolean =>
    processes.isGone(process) || clock.now() - startedAt > longestLaunch;
  return (await journal.open()).filter(isOver);
}

/** True where there may be a job or a file at the service. */
async function hasLeftSomething(intent: LaunchIntent, journal: LaunchJournal): Promise<boolean> {
  return (await journal.stateOf(intent)).type === 'sent' || (await journal.files(intent)).length > 0;
}

async function ask(open: readonly LaunchIntent[], parts: OpenLaunchParts): Promise<void> {
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
