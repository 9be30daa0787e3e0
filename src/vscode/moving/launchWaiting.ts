import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Clock } from '../../common/time.ts';
import { withFolder } from '../../disk/folderClaim.ts';
import { textFolder } from '../../disk/textFolder.ts';
import type { Job } from '../../jobs/api.ts';
import type { LaunchDecision, LaunchDoubt } from '../../jobs/launchParts.ts';
import { LaunchQueue, type QueuedFile, type QueuedLaunch } from '../../jobs/moving/launchQueue.ts';
import { runQueue, type EndedLaunch } from '../../jobs/moving/runQueue.ts';
import type { CheckedFile } from '../../jobs/upload.ts';
import { addressOf } from '../address.ts';
import { askAboutDoubt } from '../jobs/launchDoubts.ts';
import type { LaunchParts } from '../jobs/launch.ts';
import { launchOn } from '../jobs/sendLaunch.ts';
import { withProgress } from '../progress.ts';
import { savedFile, sha256OfSaved } from '../savedFile.ts';

export interface WaitingParts extends LaunchParts {
  /** The folder that holds the launches that wait. */
  readonly waiting: vscode.Uri;
  /** Aborted when the window closes. */
  readonly closing: AbortSignal;
}

/**
 * Launches all that wait, one after another, with progress and cancel, and gives what became of each; undefined where
 * launches are made already, which go on with these. `by`: a person who is there can be asked for a key.
 */
export async function launchWaiting(
  by: 'person' | 'background',
  parts: WaitingParts,
): Promise<readonly EndedLaunch[] | undefined> {
  const { waiting, closing, log, clock } = parts;
  const { t } = vscode.l10n;
  const queue = new LaunchQueue(textFolder(waiting.fsPath));
  return inTurn(waiting.fsPath, clock, () =>
    withProgress(t('Launching jobs'), async (report, cancelled) => {
      let place = '';
      const ended = await runQueue({
        queue,
        cancelled,
        closing,
        onNext({ name, connection }, done, left) {
          place = t('{0} of {1}, {2} on {3}', done + 1, done + left, name, connection);
          report(place);
        },
        launch: (entry, signal) =>
          launchQueued(entry, { by, signal, report: (words) => report(`${place}: ${words}`) }, parts),
      });
      for (const { entry, outcome } of ended) {
        if (outcome.type === 'launched') log.info(`Launched ${outcome.job} on ${entry.connection}`);
        if (outcome.type === 'failed')
          log.error(`Not launched on ${entry.connection}: ${entry.name}: ${outcome.reason}`);
      }
      return ended;
    }),
  );
}

/** One window at a time launches; another one takes over when it is gone. */
async function inTurn<T>(folder: string, clock: Clock, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await withFolder(folder, '.launching', clock, work);
  } catch (error) {
    if (error instanceof UserError && error.code === 'folder.inUse') return undefined;
    throw error;
  }
}

interface Attempt {
  readonly by: 'person' | 'background';
  readonly signal: AbortSignal;
  readonly report: (words: string) => void;
}

async function launchQueued(entry: QueuedLaunch, { by, signal, report }: Attempt, parts: WaitingParts): Promise<Job> {
  const { connection: name, request, training, validation, from, token } = entry;
  const connection = parts.connections.get(name);
  const what = {
    request,
    training: await sendable(training),
    validation: validation && (await sendable(validation)),
    lineage: { formerJob: from },
  };
  const job = await launchOn(
    connection,
    what,
    { by, signal, report, newToken: () => token, ask: (doubt) => decide(doubt, entry, parts.clock.now()) },
    parts,
  );
  parts.onLaunched(job);
  return job;
}

/** The file as it is now, if that is what was checked: it may have waited for days. */
async function sendable({ path, name, sha256 }: QueuedFile): Promise<CheckedFile> {
  const file = await savedFile(addressOf(path));
  if ((await sha256OfSaved(path)) === sha256) return { ...file, name, sha256 };
  const { t } = vscode.l10n;
  throw new UserError('launch.fileChanged', t('{0} changed since its launch was agreed on.', path));
}

/**
 * A launch of the queue is known by its token: what a window that died had begun goes on, and another job of the same data
 * was chosen by the person. Only where nobody can tell whether the job exists the person is asked.
 */
async function decide(doubt: LaunchDoubt, { token, name }: QueuedLaunch, now: number): Promise<LaunchDecision> {
  const isOwn = doubt.intent.token === token;
  switch (doubt.type) {
    case 'launchedBefore':
      return isOwn ? 'take' : 'send';
    case 'notFound':
      return askAboutDoubt(doubt, now);
    case 'underWay': {
      if (isOwn) return 'send';
      const { t } = vscode.l10n;
      throw new UserError('launch.underWay', t('The same job is being launched already: {0}.', name));
    }
  }
}
