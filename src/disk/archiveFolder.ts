import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Content } from '../jobs/archive/archiveIndex.ts';
import type { ArchiveFolder, Receiving } from '../jobs/archive/folder.ts';
import { partEnding } from '../jobs/archive/layout.ts';
import { renameDurably } from './durable.ts';

/** Bytes after which what has come is put on the disk for good. What is beyond the last such place is not trusted later. */
const syncEvery = 32 * 1024 * 1024;

/** A folder of this machine; it is made when the first file is written. */
export function archiveFolder(root: string): ArchiveFolder {
  const at = (path: string): string => join(root, ...path.split('/'));
  return {
    list: () => listFiles(root),
    size: async (path) => (await ifThere(stat(at(path))))?.size,
    read: (path) => ifThere(readFile(at(path), 'utf8')),
    async write(path, text) {
      await mkdir(dirname(at(path)), { recursive: true });
      const temporary = `${at(path)}.${randomUUID()}${partEnding}`;
      const bytes = Buffer.from(text);
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await renameDurably(temporary, at(path));
      return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    hash: (path, signal) => ifThere(hashFile(at(path), signal)),
    receive: (path) => PartFile.open(at(path)),
    async link(from, to) {
      await mkdir(dirname(at(to)), { recursive: true });
      const temporary = `${at(to)}.${randomUUID()}${partEnding}`;
      try {
        await link(at(from), temporary);
      } catch (error) {
        if (hasNoLinks.has((error as NodeJS.ErrnoException).code ?? '')) return false;
        throw error;
      }
      await renameDurably(temporary, at(to));
      return true;
    },
    remove: (path) => rm(at(path), { force: true }),
  };
}

/** What systems say where a file system has no hard links, or no more of this file. */
const hasNoLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
]);

async function listFiles(root: string): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(root, { recursive: true, withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

async function hashFile(path: string, signal?: AbortSignal): Promise<Content> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal && { signal }) })) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** A file that is hashed while it comes. */
class PartFile implements Receiving {
  readonly #path: string;
  readonly #file: FileHandle;
  #hash: Hash;
  #size: number;
  #isOpen = true;
  #kept: number;

  static async open(path: string): Promise<PartFile> {
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}${partEnding}`;
    const size = (await ifThere(stat(temporary)))?.size ?? 0;
    const kept = size - (size % syncEvery);
    if (size > kept) await truncate(temporary, kept);
    const hash = createHash('sha256');
    if (kept > 0) for await (const chunk of createReadStream(temporary)) hash.update(chunk as Uint8Array);
    return new PartFile(path, await open(temporary, 'a'), hash, kept);
  }

  private constructor(path: string, file: FileHandle, hash: Hash, kept: number) {
    this.#path = path;
    this.#file = file;
    this.#hash = hash;
    this.#size = kept;
    this.#kept = kept;
  }

  get kept(): number {
    return this.#kept;
  }

  async restart(): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = createHash('sha256');
    this.#size = 0;
    this.#kept = 0;
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const end = Math.min(chunk.length, at + syncEvery - (this.#size % syncEvery));
      const piece = chunk.subarray(at, end);
      await this.#file.writeFile(piece);
      this.#hash.update(piece);
      this.#size += piece.length;
      if (this.#size % syncEvery === 0) await this.#file.sync();
      at = end;
    }
  }

  async seal(): Promise<Content> {
    await this.#file.sync();
    await this.close();
    return { bytes: this.#size, sha256: this.#hash.copy().digest('hex') };
  }

  async keep(): Promise<void> {
    await renameDurably(`${this.#path}${partEnding}`, this.#path);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close();
  }
}
