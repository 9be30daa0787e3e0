import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { textFolder } from '../../disk/textFolder.ts';
import { LaunchQueue } from '../../jobs/moving/launchQueue.ts';
import type { EndedLaunch } from '../../jobs/moving/runQueue.ts';
import { agreeOnMoving, type ElsewhereParts } from './launchElsewhere.ts';
import { launchWaiting, type WaitingParts } from './launchWaiting.ts';
import { parseMovingArgument } from '../../jobs/moving/movingArgument.ts';
import { launchedJobs, notLaunched, outcomeText, tellLaunched } from './tellLaunched.ts';

export interface MovingParts extends ElsewhereParts, WaitingParts {}

/**
 * `finetune.launchAgainOn`: launches jobs again on another service. With an argument of a program it gives the ids of the
 * new jobs and throws what goes wrong; else it asks, shows what came of it, and gives the ids as well. Undefined where the
 * person left, or jobs are being launched already, which these follow.
 */
export async function launchElsewhere(
  argument: unknown,
  selected: unknown,
  parts: MovingParts,
): Promise<readonly string[] | undefined> {
  const { t } = vscode.l10n;
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      'launch.untrusted',
      t('Jobs are launched from trusted workspaces only.'),
      t('Trust this workspace first.'),
    );
  }
  const given = parseMovingArgument(argument);
  const agreed = await agreeOnMoving(argument, selected, given, parts);
  if (!agreed || agreed.length === 0) return undefined;
  const queue = new LaunchQueue(textFolder(parts.waiting.fsPath));
  const added = await queue.add(agreed, parts.clock.now(), () => crypto.randomUUID());
  const ended = await launchWaiting('person', parts);
  if (!ended) {
    await vscode.window.showInformationMessage(t('Jobs are being launched already: these follow after them.'));
    return undefined;
  }
  const ids = new Set(added.map(({ id }) => id));
  const own = ended.filter(({ entry }) => ids.has(entry.id));
  if (given && notLaunched(own).length > 0) throw new UserError('moving.notLaunched', outcomeText(own) ?? '');
  if (!given) parts.reporter.run(() => tell(ended, parts));
  return launchedJobs(own);
}

/** Goes on with what waits since an earlier window. */
export async function goOn(by: 'person' | 'background', parts: MovingParts): Promise<void> {
  const ended = await launchWaiting(by, parts);
  if (ended) await tell(ended, parts);
}

function tell(ended: readonly EndedLaunch[], parts: MovingParts): Promise<void> {
  return tellLaunched(ended, async () => {
    const queue = new LaunchQueue(textFolder(parts.waiting.fsPath));
    for (const { entry } of notLaunched(ended)) await queue.retry(entry);
    await goOn('person', parts);
  });
}
