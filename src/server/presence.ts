import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import { parseServerInfo, type ServerInfo } from '../common/serverInfo.ts';
import type { Clock } from '../common/time.ts';
import type { DataFolder } from './dataFolder.ts';
import { writeDurably } from '../disk/durable.ts';

/** Milliseconds between two signs of life of a server whose data folder other machines may see. */
const signPeriod = 20_000;
/** Without a sign for so long, in milliseconds, a server on another machine counts as gone. */
export const goneAfter = 120_000;

/** Says in `server.json` who runs the server; on a network file system again and again, as a sign of life. */
export class Presence {
  readonly #folder: DataFolder;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: Disposable | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: DataFolder, clock: Clock, log: Logger) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
  }

  async announce(info: ServerInfo): Promise<void> {
    await writeDurably(this.#folder.info, JSON.stringify(info));
    if (!this.#folder.isOnNetwork) return;
    this.#timer = this.#clock.after(signPeriod, () => {
      this.#last = this.announce(info).catch((error: unknown) => this.#log.error('sign of life', error));
    });
  }

  async end(): Promise<void> {
    this.#timer?.dispose();
    await this.#last;
    this.#timer?.dispose();
    await rm(this.#folder.info, { force: true });
  }
}

/** What `server.json` says; undefined where it is not there or not whole. */
export async function readPresence(folder: DataFolder): Promise<ServerInfo | undefined> {
  return parseServerInfo(await readFile(folder.info, 'utf8').catch(() => ''));
}

/**
 * The server of another machine that uses this folder, if one gave a sign of life lately. To be asked where the lock is held
 * and yet proves little: not every network file system passes locks on to other machines.
 */
export async function findOtherMachine(folder: DataFolder, hostName: string): Promise<ServerInfo | undefined> {
  const info = folder.isOnNetwork ? await readPresence(folder) : undefined;
  if (!info || info.hostName === hostName) return undefined;
  const { mtimeMs: sign } = await stat(folder.info);
  return (await fileSystemTime(folder)) - sign < goneAfter ? info : undefined;
}

/** Times of files are told by the machine that keeps them, whose clock may differ from ours. */
async function fileSystemTime(folder: DataFolder): Promise<number> {
  const probe = join(folder.root, `now-${process.pid}`);
  await writeFile(probe, 'now');
  const { mtimeMs } = await stat(probe);
  await rm(probe, { force: true });
  return mtimeMs;
}
