import { chmod, readFile } from 'node:fs/promises';
import { timingSafeEqual, createHash } from 'node:crypto';
import { writeDurably } from '../disk/durable.ts';
import type { RandomText } from './ids.ts';

/**
 * The bearer key of a data folder, made on first use. Call it under the folder's lock only: two servers must not make one
 * each. The file is readable by its owner only, also when it was made wider since.
 */
export async function loadKey(path: string, random: RandomText): Promise<string> {
  const existing = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (existing.trim()) {
    await chmod(path, 0o600);
    return existing.trim();
  }
  const key = `sk-local-${random(40)}`;
  await writeDurably(path, `${key}\n`);
  return key;
}

/** Compares in a time that tells nothing about where two keys differ, nor about their length. */
export function isSameKey(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
