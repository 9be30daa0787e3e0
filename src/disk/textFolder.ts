import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedFolder } from '../jobs/folder.ts';

/** A folder of small texts on disk. It is made when the first is created, for the person's eyes only. */
export function textFolder(folder: string): SharedFolder {
  return {
    create: (name, text) => createWhole(folder, name, text),
    replace: (name, text) => replaceWhole(folder, name, text),
    read: (name) => unlessMissing(readFile(join(folder, name), 'utf8'), undefined),
    remove: (name) => rm(join(folder, name), { force: true }),
    names: () => unlessMissing(readdir(folder), []),
  };
}

/** A link is made at once and only where there is no file yet; where a file system has no links the file is written in place. */
async function createWhole(folder: string, name: string, text: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${randomUUID()}`);
  await writeFile(temporary, text, { mode: 0o600, flush: true });
  try {
    await link(temporary, join(folder, name)).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      await copyFile(temporary, join(folder, name), constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replaceWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${randomUUID()}`);
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, join(folder, name));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function unlessMissing<T, U>(reading: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
}

/** Creates an empty file; false where it is there already. The only "once" that holds over several windows. */
export async function createOnce(folder: string, name: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  try {
    await (await open(join(folder, name), 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
