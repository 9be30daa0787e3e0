import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file or folder of the data folder. */
export interface Entry {
  readonly path: string;
  /** 0 for a folder. */
  readonly bytes: number;
  /** The same for two names of one content, which takes its space once. */
  readonly content: string;
}

/** Everything below a folder, folders before what is in them. What vanishes meanwhile is left out. */
export async function listEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const item of await ifThere(readdir(folder, { withFileTypes: true }), [])) {
    const path = join(folder, item.name);
    const stats = await ifThere<BigIntStats | undefined>(lstat(path, { bigint: true }), undefined);
    if (!stats) continue;
    const isFolder = stats.isDirectory();
    entries.push({ path, bytes: isFolder ? 0 : Number(stats.size), content: `${stats.dev}:${stats.ino}` });
    if (isFolder) entries.push(...(await listEntries(path)));
  }
  return entries;
}

/** Bytes that entries take on the disk. */
export function bytesOf(entries: Iterable<Entry>): number {
  const sizes = new Map<string, number>();
  for (const { content, bytes } of entries) sizes.set(content, bytes);
  let sum = 0;
  for (const bytes of sizes.values()) sum += bytes;
  return sum;
}

/** Of the entries inside `root`: the topmost that are neither needed, nor in something needed, nor on the way to it. */
export function unneededPaths(root: string, entries: readonly Entry[], needed: ReadonlySet<string>): string[] {
  const ways = new Set([root, ...[...needed].flatMap(foldersOf)]);
  const isKept = (path: string): boolean => ways.has(path) || isWithin(needed, path);
  const inside = entries.filter(({ path }) => path !== root && isWithin(new Set([root]), path));
  return inside.map(({ path }) => path).filter((path) => isKept(dirname(path)) && !isKept(path));
}

/** True for the paths themselves, too. */
export function isWithin(paths: ReadonlySet<string>, path: string): boolean {
  return paths.has(path) || foldersOf(path).some((folder) => paths.has(folder));
}

/** The folders that lead to a path, the nearest first. */
function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

function ifThere<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  return answer.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  });
}
