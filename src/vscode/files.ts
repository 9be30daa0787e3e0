import { t } from '@vscode/l10n';
import { openAsBlob } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
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
