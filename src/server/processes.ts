import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { pause, type Clock } from '../common/time.ts';

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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** An ended process that nobody has collected: usual in containers, whose first process collects none. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return true;
  }
}
