import { rm } from 'node:fs/promises';
import type { Disposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';
import type { StorageSizes } from '../../common/serverInfo.ts';
import type { Clock } from '../../common/time.ts';
import type { DataFolder } from '../dataFolder.ts';
import { bytesOf, isWithin, listEntries, unneededPaths, type Entry } from './inventory.ts';

export interface StorageDependencies {
  readonly folder: DataFolder;
  /** Ends what is in the tables only until its time is over. */
  readonly forgetExpired: () => void;
  /** Absolute paths in `files`, `parts` and `runs` that must stay, with all that is in them. */
  readonly needed: () => Iterable<string>;
  readonly log: Logger;
  readonly clock: Clock;
}

/** Milliseconds between two clean-ups that nobody asked for. */
const cleanPeriod = 10 * 60 * 1000;

/** What the data folder takes, and the removal of what nothing needs: the rows know what is needed, the rest may go. */
export class Storage {
  readonly #dependencies: StorageDependencies;
  #timer: Disposable | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dependencies: StorageDependencies) {
    this.#dependencies = dependencies;
  }

  async sizes(): Promise<StorageSizes> {
    const { folder } = this.#dependencies;
    const entries = await listEntries(folder.root);
    const total = bytesOf(entries);
    const files = bytesOf(inside(entries, [folder.files, folder.parts]));
    // A job's data is a second name of its file; it counts as the file.
    const models = bytesOf(inside(entries, [folder.files, folder.parts, folder.runs])) - files;
    const database = bytesOf(entries.filter(({ path }) => path.startsWith(folder.database)));
    return {
      filesBytes: files,
      modelsBytes: models,
      databaseBytes: database,
      otherBytes: total - files - models - database,
      totalBytes: total,
      removableBytes: gain(entries, this.#unneeded(entries)),
    };
  }

  /** Removes what nothing needs; gives the bytes that this freed. What cannot be removed is logged and stays. */
  clean(): Promise<number> {
    const cleaned = this.#last.then(() => this.#clean());
    this.#last = cleaned.catch(() => undefined);
    return cleaned;
  }

  /** Cleans up now, and from time to time. */
  async start(): Promise<void> {
    await this.clean();
    this.#wait();
  }

  async stop(): Promise<void> {
    this.#timer?.dispose();
    await this.#last;
  }

  #wait(): void {
    const { clock, log } = this.#dependencies;
    this.#timer = clock.after(cleanPeriod, () => {
      this.clean().catch((error: unknown) => log.error('clean-up', error));
      this.#wait();
    });
  }

  async #clean(): Promise<number> {
    const entries = await listEntries(this.#dependencies.folder.root);
    const removed: string[] = [];
    for (const path of this.#unneeded(entries)) {
      try {
        await rm(path, { recursive: true, force: true });
        removed.push(path);
      } catch (error) {
        this.#dependencies.log.warn(`cannot remove ${path}: ${String(error)}`);
      }
    }
    return gain(entries, removed);
  }

  /** Asks what is needed after the entries were listed, never before: what came meanwhile is needed but not listed. */
  #unneeded(entries: readonly Entry[]): string[] {
    const { folder, forgetExpired, needed } = this.#dependencies;
    forgetExpired();
    const paths = new Set(needed());
    return [folder.files, folder.parts, folder.runs].flatMap((root) => unneededPaths(root, entries, paths));
  }
}

function inside(entries: readonly Entry[], folders: readonly string[]): Entry[] {
  const paths = new Set(folders);
  return entries.filter(({ path }) => isWithin(paths, path));
}

/** Bytes that are free when these paths are gone. */
function gain(entries: readonly Entry[], removed: readonly string[]): number {
  const paths = new Set(removed);
  return bytesOf(entries) - bytesOf(entries.filter(({ path }) => !isWithin(paths, path)));
}
