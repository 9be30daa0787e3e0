import type { Clock } from '../common/time.ts';
import type { LaunchIntent, LaunchJournal } from './journal.ts';
import type { Processes } from './launchParts.ts';

/** Milliseconds after which a process of another machine, of which nothing can be told, is taken to have ended. */
const longestLaunch = 24 * 3600_000;

interface InterruptedParts {
  readonly journal: LaunchJournal;
  readonly processes: Processes;
  readonly clock: Clock;
}

/**
 * The launches that ended with their process and may have left a job or a file at the service, for the one window that may
 * ask about them now. Those that left nothing are over, and end here.
 */
export async function interruptedLaunches(parts: InterruptedParts): Promise<readonly LaunchIntent[]> {
  const { journal, processes, clock } = parts;
  const isOver = ({ process, startedAt }: LaunchIntent): boolean =>
    processes.isGone(process) || clock.now() - startedAt > longestLaunch;
  const interrupted: LaunchIntent[] = [];
  for (const intent of (await journal.open()).filter(isOver)) {
    if (!(await hasLeftSomething(intent, journal))) {
      await journal.giveUp(intent);
      await journal.end(intent);
    } else if (await journal.offer(intent, clock.now())) interrupted.push(intent);
  }
  return interrupted;
}

/** True where there may be a job or a file at the service. */
async function hasLeftSomething(intent: LaunchIntent, journal: LaunchJournal): Promise<boolean> {
  return (await journal.stateOf(intent)).type === 'sent' || (await journal.files(intent)).length > 0;
}
