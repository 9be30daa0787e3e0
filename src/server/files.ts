import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../common/time.ts';
import type { Database, SqlValue } from './database.ts';
import { renameDurably } from './durable.ts';
import { newId, type RandomText } from './ids.ts';
import type { PageRequest } from './paging.ts';

/** The most one upload may have, in bytes; the API says 512 MB and leaves open which: we take 2^29. */
export const maxUploadBytes = 512 * 1024 * 1024;

export interface FileRow {
  readonly seq: number;
  readonly id: string;
  readonly bytes: number;
  /** Unix seconds. */
  readonly created_at: number;
  /** As the client called it; never part of a path. */
  readonly filename: string;
  readonly purpose: string;
}

/** Content that is on the disk but no file of the API yet: {@link FileStore.add} makes it one. */
export interface ReceivedContent {
  readonly id: string;
  readonly bytes: number;
}

/** The files of the API: a row each, and the content in `files/<id>` of the data folder. */
export class FileStore {
  readonly #folder: string;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: RandomText;

  constructor(folder: string, database: Database, clock: Clock, random: RandomText) {
    this.#folder = folder;
    this.#database = database;
    this.#clock = clock;
    this.#random = random;
  }

  /** Makes the folder and removes what a killed server left there: unfinished uploads and content without a row. */
  async recover(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const name of await readdir(this.#folder)) {
      if (!this.get(name)) await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  /** Writes a stream to the disk, at constant memory. Whatever it throws, nothing stays behind. */
  async receive(content: Readable): Promise<ReceivedContent> {
    const id = newId('file-', this.#random);
    const temporary = join(this.#folder, `${id}.part`);
    try {
      await pipeline(content, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
      const { size } = await stat(temporary);
      await renameDurably(temporary, this.contentPath(id));
      return { id, bytes: size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Makes received content a file of the API. Synchronous, so that it can be part of a transaction. */
  add(content: ReceivedContent, filename: string, purpose: string): FileRow {
    const values: SqlValue[] = [content.id, content.bytes, Math.floor(this.#clock.now() / 1000), filename, purpose];
    const columns = 'id, bytes, created_at, filename, purpose';
    this.#database.run(`INSERT INTO files (${columns}) VALUES (?, ?, ?, ?, ?)`, ...values);
    return this.get(content.id) as FileRow;
  }

  get(id: string): FileRow | undefined {
    return this.#database.get<FileRow>('SELECT * FROM files WHERE id = ?', id);
  }

  /** One row more than the limit, so that the caller knows whether there is a next page. */
  list(page: PageRequest, purpose?: string): FileRow[] {
    const isAscending = page.order === 'asc';
    const start = page.after === undefined ? undefined : this.get(page.after)?.seq;
    return this.#database.all<FileRow>(
      `SELECT * FROM files
       WHERE (?1 IS NULL OR purpose = ?1) AND (?2 IS NULL OR seq ${isAscending ? '>' : '<'} ?2)
       ORDER BY seq ${isAscending ? 'ASC' : 'DESC'} LIMIT ?3`,
      purpose ?? null,
      start ?? null,
      page.limit + 1,
    );
  }

  /** Where the content of a known file lies. */
  contentPath(id: string): string {
    return join(this.#folder, id);
  }

  /** Also for received content that became no file. The row goes first: content without a row is removed by {@link recover}, a row without content never is. */
  async remove(id: string): Promise<void> {
    this.#database.run('DELETE FROM files WHERE id = ?', id);
    await rm(this.contentPath(id), { force: true });
  }
}
