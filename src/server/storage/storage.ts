import { rm } from 'node:fs/promises';
import type { Logger } from '../../common/logger.ts';
import type { StorageSizes } from '../../common/serverInfo.ts';
import type { DataFolder } from '../dataFolder.ts';
import { bytesOf, isWithin, listEntries, unneededPaths, type Entry } from './inventory.ts';

export interface StorageDependencies {
  readonly folder: DataFolder;
  /** Absolute paths in `files` and `runs` that must stay, with all that is in them. */
  readonly needed: () => Iterable<string>;
  readonly log: Logger;
}

/** What the data folder takes, and the removal of what nothing needs: the rows know what is needed, the rest may go. */
export class Storage {
  readonly #dependencies: StorageDependencies;

  constructor(dependencies: StorageDependencies) {
    this.#dependencies = dependencies;
  }

  async sizes(): Promise<StorageSizes> {
    const { folder } = this.#dependencies;
    const entries = await listEntries(folder.root);
    const total = bytesOf(entries);
    const files = bytesOf(inside(entries, [folder.files]));
    // A job's data is a second name of its file; it counts as the file.
    const models = bytesOf(inside(entries, [folder.files, folder.runs])) - files;
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
  async clean(): Promise<number> {
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
    const { folder, needed } = this.#dependencies;
    const paths = new Set(needed());
    return [folder.files, folder.runs].flatMap((root) => unneededPaths(root, entries, paths));
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
