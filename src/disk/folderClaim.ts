import { t } from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../common/disposable.ts';
import { UserError } from '../common/errors.ts';
import type { Clock } from '../common/time.ts';
import { processes } from './processes.ts';

/** Milliseconds: how often the holder of a folder gives a sign of life, and after what time without one it is held no more. */
const signs = { every: 15_000, missedAfter: 90_000 };

/**
 * Does work in a folder that one process at a time may write in; `name` is the file there that says so. A process that was
 * killed holds nothing: on this machine it is seen to be gone, of another one its signs of life end. Throws a UserError
 * (`folder.inUse`) where another process is at work.
 */
export async function withFolder<T>(folder: string, name: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  if (!(await claim(path))) {
    await removeIfAbandoned(path, folder, clock);
    if (!(await claim(path))) throw inUse(folder);
  }
  let timer: Disposable | undefined;
  const live = (): void => {
    timer = clock.after(signs.every, () => {
      const now = new Date(clock.now());
      // A sign that cannot be given is given again later.
      utimes(path, now, now).catch(() => undefined);
      live();
    });
  };
  live();
  try {
    return await work();
  } finally {
    timer?.dispose();
    await rm(path, { force: true });
  }
}

async function claim(path: string): Promise<boolean> {
  try {
    await writeFile(path, processes().own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfAbandoned(path: string, folder: string, clock: Clock): Promise<void> {
  try {
    const holder = await readFile(path, 'utf8');
    const isSilent = clock.now() - (await stat(path)).mtimeMs > signs.missedAfter;
    if (!isSilent && !processes().isGone(holder)) throw inUse(folder);
    // Of two that see it abandoned one can move it away.
    const aside = `${path}.${randomUUID()}`;
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function inUse(folder: string): UserError {
  return new UserError(
    'folder.inUse',
    t('Another window or terminal is at work in {0}.', folder),
    t('Wait until it has ended.'),
  );
}
