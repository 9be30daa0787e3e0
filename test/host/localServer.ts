import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseServerInfo, serverFiles } from '../../src/common/serverInfo.ts';
import type { ServerInfo } from '../../src/common/serverInfo.ts';
import { isAlive } from '../../src/disk/processes.ts';
import { processes } from './processes.ts';

const answerMs = 2000;
const stopMs = 15_000;

/** The data folder of the local fine-tuning server that a VS Code with this `--user-data-dir` starts. */
export function localServerFolder(userDataDir: string): string {
  return join(userDataDir, 'User', 'globalStorage', 'finetune-workbench.finetune-workbench', 'local-server');
}

/**
 * Asks the local fine-tuning server of that data folder to save its work and end, and waits until it has; ends it by
 * force after 15 seconds. The extension starts it detached, so that it outlives the window; one that is just coming up is
 * waited for.
 * @returns false where none runs.
 */
export async function stopLocalServer(dataFolder: string): Promise<boolean> {
  const deadline = Date.now() + stopMs;
  let running = await find(dataFolder);
  for (; !running && isStarted(dataFolder) && Date.now() < deadline; running = await find(dataFolder)) await delay(50);
  if (!running) return false;
  const { info, key } = running;
  await ask(info, key, 'POST', '/server/stop');
  for (; isAlive(info.pid); await delay(50)) if (Date.now() >= deadline) process.kill(info.pid, 'SIGKILL');
  return true;
}

/** Whether a process was told to serve that folder. */
const isStarted = (dataFolder: string): boolean =>
  processes('cmdline').some((commandLine) => commandLine.includes(`\0--data\0${dataFolder}\0`));

async function find(dataFolder: string): Promise<{ readonly info: ServerInfo; readonly key: string } | undefined> {
  const info = parseServerInfo(await readFile(join(dataFolder, serverFiles.info), 'utf8').catch(() => ''));
  const key = (await readFile(join(dataFolder, serverFiles.key), 'utf8').catch(() => '')).trim();
  // `server.json` may be left over from a killed server, and its pid be another program's by now.
  return info && key && (await isOurs(info, key)) ? { info, key } : undefined;
}

async function isOurs(info: ServerInfo, key: string): Promise<boolean> {
  const answer = await ask(info, key, 'GET', '/server');
  const status = (await answer?.json().catch(() => undefined)) as Partial<ServerInfo> | undefined;
  return status?.pid === info.pid;
}

async function ask(info: ServerInfo, key: string, method: string, path: string): Promise<Response | undefined> {
  return fetch(`http://127.0.0.1:${info.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => undefined);
}
