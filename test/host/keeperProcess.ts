// Ends what another process started, once that process is gone for whatever reason: its end of our standard input closes
// even when it was killed. Each line of the input is a KeeperEntry. Process groups end first, so that none of them starts
// a local server again; folders go last.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { KeeperEntry } from './keeper.ts';
import { stopLocalServer } from './localServer.ts';
import { processes } from './processes.ts';

const graceMs = 5000;
const groups: number[] = [];
const localServers: string[] = [];
const folders: string[] = [];

// The signals meant for the process we look after reach us too where they go to a whole session.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const entry = JSON.parse(line) as KeeperEntry;
  if ('group' in entry) groups.push(entry.group);
  else if ('localServer' in entry) localServers.push(entry.localServer);
  else folders.push(entry.folder);
}

for (const group of groups) signalGroup(group, 'SIGTERM');
await until(() => !groups.some(isAlive));
for (const group of groups) signalGroup(group, 'SIGKILL');
// A VS Code that was started with such a folder ends by itself once its owner is gone, and writes until then.
await until(() => !folders.some(isInUse));
for (const dataFolder of localServers) await stopLocalServer(dataFolder);
for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + graceMs; !isSo() && Date.now() < deadline;) await delay(50);
}

/** Whether a process of the group still runs. One that has ended and waits for its parent to notice does not. */
function isAlive(group: number): boolean {
  if (process.platform !== 'linux') return signalGroup(group, 0);
  return processes('stat').some((stat) => {
    // pid (name) state parent group ...; the name may hold anything.
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(itsGroup) === group && state !== 'Z';
  });
}

/** Whether a process has the folder in its command line, other than the local servers to stop and their engines. */
function isInUse(folder: string): boolean {
  // Data and programs are beside each other; an engine may have the path of its program alone in its command line.
  const isServer = (commandLine: string) =>
    localServers.some((dataFolder) => commandLine.includes(dirname(dataFolder)));
  return processes('cmdline').some((commandLine) => commandLine.includes(folder) && !isServer(commandLine));
}

/** Signals every process of a group; false where none is left. Windows has no groups: there the tree below the process. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    if (process.platform !== 'win32') return process.kill(-group, signal);
    if (signal !== 0) execFileSync('taskkill', ['/pid', String(group), '/T', '/F'], { stdio: 'ignore' });
    return process.kill(group, 0);
  } catch {
    return false;
  }
}
