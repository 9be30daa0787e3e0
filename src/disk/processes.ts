import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { Processes } from '../jobs/launchParts.ts';

/** Milliseconds by which two readings of the moment at which a machine was started may differ. */
const tolerance = 60_000;

/** The processes of this machine. One of another machine that shares the folder never counts as gone: nobody can tell. */
export function processes(): Processes {
  const started = Math.round(Date.now() - uptime() * 1000);
  const own = [hostname(), started, process.pid, randomUUID()].join(' ');
  return {
    own,
    isGone(other) {
      const [host, otherStarted, pid] = other.split(' ');
      if (other === own || host !== hostname()) return false;
      return Math.abs(Number(otherStarted) - started) > tolerance || !isAlive(Number(pid));
    },
  };
}

/** True where a process of this machine has this number now, be it another one than before. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isUnreaped(pid);
}

/** On Linux a process that has ended keeps its number until its parent asks; in a container without an init nobody may. */
function isUnreaped(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return /^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
