import type { Readable } from 'node:stream';
import type { Clock } from '../common/time.ts';
import { ContentFolder, type ReceivedContent } from './content.ts';
import type { Database } from './database.ts';
import { defaultLifetime } from './filePurpose.ts';
import type { RandomText } from './ids.ts';
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
  /** Unix seconds; null: never. */
  readonly expires_at: number | null;
}

/** The `file` object of the API. */
export function fileBody(row: FileRow): Record<string, unknown> {
  const { id, bytes, created_at, filename, purpose, expires_at } = row;
  const file = { object: 'file', id, bytes, created_at, filename, purpose, status: 'processed' };
  return expires_at === null ? file : { ...file, expires_at };
}

/** SQL that is true of files whose time is not over at `?1`, and of those that a job still needs. */
const isAlive = '(expires_at IS NULL OR expires_at > ?1 OR id IN (SELECT id FROM files_in_use))';

/** The files of the API: a row each, and the content in `files/<id>` of the data folder. */
export class FileStore {
  readonly #content: ContentFolder;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(folder: string, database: Database, clock: Clock, random: RandomText) {
    this.#content = new ContentFolder(folder, 'file-', random);
    this.#database = database;
    this.#clock = clock;
  }

  /** Writes a stream to the disk, at constant memory. {@link add} makes it a file; where that does not happen, {@link remove} it. */
  receive(content: Readable): Promise<ReceivedContent> {
    return this.#content.receive(content);
  }

  /**
   * Makes received content a file of the API, kept for `lifetime` seconds. Synchronous, so that it can be part of a
   * transaction.
   */
  add(content: ReceivedContent, filename: string, purpose: string, lifetime = defaultLifetime(purpose)): FileRow {
    const now = this.#now();
    const end = lifetime === undefined ? null : now + lifetime;
    const columns = 'id, bytes, created_at, filename, purpose, expires_at';
    const sql = `INSERT INTO files (${columns}) VALUES (?, ?, ?, ?, ?, ?)`;
    this.#database.run(sql, content.id, content.bytes, now, filename, purpose, end);
    this.#content.claim(content.id);
    return this.get(content.id) as FileRow;
  }

  get(id: string): FileRow | undefined {
    return this.#database.get<FileRow>(`SELECT * FROM files WHERE ${isAlive} AND id = ?2`, this.#now(), id);
  }

  /** One row more than the limit, so that the caller knows whether there is a next page. */
  list(page: PageRequest, purpose?: string): FileRow[] {
    const isAscending = page.order === 'asc';
    const start = page.after === undefined ? undefined : this.get(page.after)?.seq;
    return this.#database.all<FileRow>(
      `SELECT * FROM files
       WHERE ${isAlive} AND (?2 IS NULL OR purpose = ?2) AND (?3 IS NULL OR seq ${isAscending ? '>' : '<'} ?3)
       ORDER BY seq ${isAscending ? 'ASC' : 'DESC'} LIMIT ?4`,
      this.#now(),
      purpose ?? null,
      start ?? null,
      page.limit + 1,
    );
  }

  /** Forgets files whose time is over; their content is swept away. */
  forgetExpired(): void {
    this.#database.run(`DELETE FROM files WHERE NOT ${isAlive}`, this.#now());
  }

  /** Where the content of a known file lies. */
  contentPath(id: string): string {
    return this.#content.path(id);
  }

  /** Paths of all content that has a row or will have one. */
  neededPaths(): string[] {
    const rows = this.#database.all<Pick<FileRow, 'id'>>(`SELECT id FROM files WHERE ${isAlive}`, this.#now());
    return [...rows.map(({ id }) => this.contentPath(id)), ...this.#content.unclaimed()];
  }

  /** Also for received content that became no file. The row goes first: content without a row is swept away, a row without content never is. */
  async remove(id: string): Promise<void> {
    this.#database.run('DELETE FROM files WHERE id = ?', id);
    await this.#content.remove(id);
  }
  #now(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
