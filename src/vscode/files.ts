import { t } from '@vscode/l10n';
import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, openAsBlob } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../common/errors.ts';
import type { TextFolder } from '../jobs/folder.ts';

/** A file on disk as it was at one moment. */
export interface LocalFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Throws a UserError (`file.notFound`, `file.notAFile`) where there is nothing to read. */
export async function localFile(path: string): Promise<LocalFile> {
  const name = basename(path);
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UserError('file.notFound', t('There is no file {0}.', path), t('Check its name, or choose another.'), {
      actions: ['chooseFile'],
    });
  });
  if (!facts.isFile()) {
    throw new UserError('file.notAFile', t('{0} is not a file.', path), t('Choose a .jsonl file.'), {
      actions: ['chooseFile'],
    });
  }
  return { path, name, size: facts.size, modified: facts.mtimeMs };
}

/** The content for sending, read from disk while it is sent. Throws a UserError (`launch.fileChanged`) if it is no longer what was checked. */
export async function openUnchanged(file: LocalFile): Promise<Blob> {
  const now = await localFile(file.path);
  if (now.size !== file.size || now.modified !== file.modified) {
    throw new UserError(
      'launch.fileChanged',
      t('{0} changed while it was being launched.', file.name),
      t('Launch again.'),
      {
        actions: ['retry'],
      },
    );
  }
  return openAsBlob(file.path);
}

/** A folder of small texts on disk. It is made when the first is created, for the person's eyes only. */
export function textFolder(folder: string): TextFolder {
  return {
    create: (name, text) => createWhole(folder, name, text),
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

async function unlessMissing<T, U>(reading: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
}

/** SHA-256 of a file's content, hexadecimal; undefined where it cannot be read. */
export async function sha256OfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
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
