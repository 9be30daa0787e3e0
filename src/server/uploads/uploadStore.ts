import type { Database } from '../database.ts';

export interface UploadRow {
  readonly id: string;
  /** Unix seconds. */
  readonly created_at: number;
  /** Unix seconds. */
  readonly expires_at: number;
  readonly status: 'pending' | 'completed' | 'cancelled' | 'expired';
  readonly filename: string;
  readonly purpose: string;
  /** Of the whole file, as announced. */
  readonly bytes: number;
  /** Seconds that the file will be kept; null: as long as its purpose says. */
  readonly lifetime: number | null;
  readonly file_id: string | null;
}

export interface PartRow {
  readonly id: string;
  readonly upload_id: string;
  /** Unix seconds. */
  readonly created_at: number;
  readonly bytes: number;
}

/** The rows of uploads and their parts. Parts have rows as long as their upload is pending. */
export class UploadStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(upload: Omit<UploadRow, 'status' | 'file_id'>): void {
    const { id, created_at, expires_at, filename, purpose, bytes, lifetime } = upload;
    const columns = 'id, created_at, expires_at, filename, purpose, bytes, lifetime';
    const sql = `INSERT INTO uploads (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`;
    this.#database.run(sql, id, created_at, expires_at, filename, purpose, bytes, lifetime);
  }

  get(id: string): UploadRow | undefined {
    return this.#database.get<UploadRow>('SELECT * FROM uploads WHERE id = ?', id);
  }

  countPending(): number {
    const sql = `SELECT count(*) AS count FROM uploads WHERE status = 'pending'`;
    return this.#database.get<{ count: number }>(sql)?.count ?? 0;
  }

  /** A pending upload becomes something else, and its parts are forgotten. */
  end(id: string, status: 'completed' | 'cancelled', fileId: string | null): void {
    this.#database.run('UPDATE uploads SET status = ?, file_id = ? WHERE id = ?', status, fileId, id);
    this.#database.run('DELETE FROM upload_parts WHERE upload_id = ?', id);
  }

  /** Ends pending uploads whose time is over at `now`, in Unix seconds, but not those in `kept`. */
  expire(now: number, kept: Iterable<string>): void {
    this.#database.transaction(() => {
      const changes = this.#database.run(
        `UPDATE uploads SET status = 'expired'
         WHERE status = 'pending' AND expires_at <= ? AND id NOT IN (SELECT value FROM json_each(?))`,
        now,
        JSON.stringify([...kept]),
      );
      if (changes === 0) return;
      this.#database.run(
        `DELETE FROM upload_parts WHERE upload_id IN (SELECT id FROM uploads WHERE status = 'expired')`,
      );
    });
  }

  addPart(part: PartRow): void {
    const { id, upload_id, created_at, bytes } = part;
    const sql = 'INSERT INTO upload_parts (id, upload_id, created_at, bytes) VALUES (?, ?, ?, ?)';
    this.#database.run(sql, id, upload_id, created_at, bytes);
  }

  parts(uploadId: string): PartRow[] {
    return this.#database.all<PartRow>('SELECT * FROM upload_parts WHERE upload_id = ?', uploadId);
  }

  /** How many parts an upload has, and their bytes. */
  partTotals(uploadId: string): { readonly count: number; readonly bytes: number } {
    const sql = 'SELECT count(*) AS count, total(bytes) AS bytes FROM upload_parts WHERE upload_id = ?';
    return this.#database.get(sql, uploadId) ?? { count: 0, bytes: 0 };
  }

  partIds(): string[] {
    return this.#database.all<Pick<PartRow, 'id'>>('SELECT id FROM upload_parts').map(({ id }) => id);
  }
}
