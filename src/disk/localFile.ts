import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../common/errors.ts';

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

/** True for a file that still is what it was at that moment, as far as size and time tell. */
export async function isUnchanged(file: LocalFile): Promise<boolean> {
  return stat(file.path).then(
    ({ size, mtimeMs }) => size === file.size && mtimeMs === file.modified,
    () => false,
  );
}

/** The content for sending, read from disk while it is sent. Throws a UserError (`launch.fileChanged`) if it is no longer what was checked. */
export async function openUnchanged(file: LocalFile): Promise<Blob> {
  // A file that is gone is told as such.
  await localFile(file.path);
  if (!(await isUnchanged(file))) {
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
