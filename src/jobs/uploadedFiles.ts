import { isObject } from '../common/json.ts';
import type { JobsApi } from './api.ts';
import type { TextFolder } from './folder.ts';
import type { CheckedFile } from './upload.ts';

/**
 * What has been uploaded to which connection, by content, so that it is not sent again. Holds only files of services that
 * keep metadata: there a job is known by its token, though several share a file.
 */
export class UploadedFiles {
  readonly #folder: TextFolder;

  constructor(folder: TextFolder) {
    this.#folder = folder;
  }

  /** The id of the same content at this connection, if the service says that it is still there. */
  async find(connection: string, file: CheckedFile, api: JobsApi, signal: AbortSignal): Promise<string | undefined> {
    const name = await fileName(connection, file);
    const text = await this.#folder.read(name);
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!isObject(value) || typeof value.id !== 'string') return undefined;
    try {
      const { status, size } = await api.retrieveFile(value.id, signal);
      if (size === file.size && ['processed', 'uploaded'].includes(status)) return value.id;
    } catch {
      signal.throwIfAborted();
    }
    await this.#folder.remove(name);
    return undefined;
  }

  async remember(connection: string, file: CheckedFile, id: string): Promise<void> {
    await this.#folder.create(await fileName(connection, file), JSON.stringify({ id }));
  }

  async forget(connection: string, file: CheckedFile): Promise<void> {
    await this.#folder.remove(await fileName(connection, file));
  }
}

async function fileName(connection: string, { sha256, name }: CheckedFile): Promise<string> {
  return `${await sha256Of(JSON.stringify([connection, sha256, name]))}.uploaded`;
}

/** The SHA-256 of a text in UTF-8, hexadecimal. */
export async function sha256Of(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
