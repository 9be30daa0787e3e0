import { errorText, isAbort } from '../../common/errors.ts';
import type { Job } from '../api.ts';
import type { LaunchQueue, QueuedLaunch, QueuedOutcome } from './launchQueue.ts';

export interface QueueParts {
  readonly queue: LaunchQueue;
  /** Launches one, at most once however often it is called, and gives its job. */
  readonly launch: (entry: QueuedLaunch, signal: AbortSignal) => Promise<Job>;
  /** Hears which one is next, and how many are done and wait, that one included. */
  readonly onNext: (entry: QueuedLaunch, done: number, waiting: number) => void;
  /** Aborted: what waits is not wanted any more. */
  readonly cancelled: AbortSignal;
  /** Aborted: the window closes, and what waits goes on in the next one. */
  readonly closing: AbortSignal;
}

/** One launch that came to its end. */
export interface EndedLaunch {
  readonly entry: QueuedLaunch;
  readonly outcome: QueuedOutcome;
}

/**
 * Launches all that wait, one after another, those included that are added meanwhile. One that fails keeps no other from
 * its turn. Gives what became of each, in order; of nothing that the closing of the window stopped.
 */
export async function runQueue(parts: QueueParts): Promise<readonly EndedLaunch[]> {
  const { queue, onNext, cancelled, closing } = parts;
  const ended: EndedLaunch[] = [];
  // A window that died may have left some.
  await queue.tidy();
  for (;;) {
    const waiting = await queue.waiting();
    const [entry] = waiting;
    if (!entry || closing.aborted) break;
    if (!cancelled.aborted) onNext(entry, ended.length, waiting.length);
    const outcome = cancelled.aborted ? ({ type: 'cancelled' } as const) : await outcomeOf(entry, parts);
    if (!outcome) break;
    await queue.end(entry, outcome);
    ended.push({ entry, outcome });
  }
  await queue.tidy();
  return ended;
}

/** Undefined where the window closed before it was known. */
async function outcomeOf(entry: QueuedLaunch, parts: QueueParts): Promise<QueuedOutcome | undefined> {
  const { launch, cancelled, closing } = parts;
  try {
    const { id } = await launch(entry, AbortSignal.any([cancelled, closing]));
    return { type: 'launched', job: id };
  } catch (error) {
    if (closing.aborted && isAbort(error)) return undefined;
    return isAbort(error) ? { type: 'cancelled' } : { type: 'failed', reason: errorText(error) };
  }
}
