import * as vscode from 'vscode';
import { UserError } from '../common/errors.ts';
import { addressOf, addressText } from './address.ts';

/** A saved file as it was at one moment. */
export interface SavedFile {
  readonly uri: vscode.Uri;
  /** A path where it is on this machine, else its URI. */
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** All of it, for a file that is on no disk: VS Code has no stream for those. */
  readonly content?: Uint8Array;
  /** The content for sending. Throws a UserError (`launch.fileChanged`) if it is no longer what it was. */
  open(): Promise<Blob>;
  /** True as long as it is what it was. */
  isUnchanged(): Promise<boolean>;
}

/** Bytes of a file on no disk, which is held in memory: VS Code itself hands no larger document to extensions (1.110). */
export const largestElsewhere = 50 * 1024 * 1024;

/** Looks at a file. Throws UserErrors `file.*` where there is nothing to read, or too much of it. */
export async function savedFile(uri: vscode.Uri): Promise<SavedFile> {
  if (uri.scheme === 'file') {
    // Imported where it is needed: most windows check no file on disk, and none should wait for Node's hashes and streams.
    const { isUnchanged, localFile, openUnchanged } = await import('../disk/localFile.ts');
    const file = await localFile(uri.fsPath);
    const { path, name, size } = file;
    return { uri, path, name, size, open: () => openUnchanged(file), isUnchanged: () => isUnchanged(file) };
  }
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const content = await readElsewhere(uri, name);
  const sha256 = await sha256OfBytes(content);
  const open = async (): Promise<Blob> => {
    const now = await readElsewhere(uri, name);
    if ((await sha256OfBytes(now)) === sha256) return new Blob([now]);
    const { t } = vscode.l10n;
    throw new UserError('launch.fileChanged', t('{0} changed while it was being launched.', name), t('Launch again.'), {
      actions: ['retry'],
    });
  };
  const isSame = async (): Promise<boolean> => (await sha256OfSaved(addressText(uri))) === sha256;
  return { uri, path: addressText(uri), name, size: content.length, content, open, isUnchanged: isSame };
}

async function readElsewhere(uri: vscode.Uri, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const { t } = vscode.l10n;
  const { type, size } = await vscode.workspace.fs.stat(uri).then(undefined, () => {
    throw new UserError(
      'file.notFound',
      t('There is no file {0}.', uri.toString()),
      t('Check its name, or choose another.'),
      {
        actions: ['chooseFile'],
      },
    );
  });
  if ((type & vscode.FileType.Directory) !== 0) {
    throw new UserError('file.notAFile', t('{0} is not a file.', name), t('Choose a .jsonl file.'), {
      actions: ['chooseFile'],
    });
  }
  const content = size > largestElsewhere ? undefined : await vscode.workspace.fs.readFile(uri);
  if (content && content.length <= largestElsewhere) return new Uint8Array(content);
  throw new UserError(
    'file.tooLargeElsewhere',
    t('{0} is not on a disk of this machine and has more than 50 MB, which VS Code cannot hand on.', name),
    t('Save it to a folder on disk first.'),
  );
}

/** SHA-256 of a file's content as it is now, hexadecimal; undefined where it cannot be read. `path` as in `SavedFile`. */
export async function sha256OfSaved(path: string): Promise<string | undefined> {
  const uri = addressOf(path);
  if (uri.scheme === 'file') return (await import('../disk/localFile.ts')).sha256OfFile(uri.fsPath);
  return vscode.workspace.fs.readFile(uri).then(
    (content) => sha256OfBytes(new Uint8Array(content)),
    () => undefined,
  );
}

async function sha256OfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
