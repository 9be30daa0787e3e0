import { constants, setPriority } from 'node:os';
import { pause, type Clock } from '../common/time.ts';
import { isAlive } from '../disk/processes.ts';

/** How long to wait for a process to end, and between two looks, in milliseconds. */
const longestWait = 5000;
const lookInterval = 20;

/** Resolves when no process has this id, or after five seconds: by then the id belongs to somebody else. */
export async function waitForProcessEnd(pid: number, clock: Clock): Promise<void> {
  const deadline = clock.now() + longestWait;
  while (isAlive(pid) && clock.now() < deadline) await pause(clock, lookInterval);
}

/** Lets a process that is busy for long give way to the editor and the server. Where the system does not allow it, nothing happens. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or may not be changed; it is only slower for others then.
  }
}
