import { setImmediate as breathe } from 'node:timers/promises';
import type { Database, SqlValue } from '../database.ts';
import type { PageRequest } from '../paging.ts';
import type { BatchRow } from './batchRow.ts';

/** The columns a new batch starts with. */
export type NewBatch = Pick<
  BatchRow,
  | 'id'
  | 'status'
  | 'endpoint'
  | 'completion_window'
  | 'input_file'
  | 'metadata'
  | 'output_lifetime'
  | 'created_at'
  | 'expires_at'
>;

const unfinished = `('validating', 'in_progress', 'finalizing', 'cancelling')`;

/** Rows read or removed at once, so that no request waits for long. */
const pieceSize = 500;

/** The rows of the batches, and the answers of those that run: a row each, until they are a file. */
export class BatchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(batch: NewBatch): void {
    const columns = Object.keys(batch);
    const marks = columns.map(() => '?').join(', ');
    this.#database.run(`INSERT INTO batches (${columns.join(', ')}) VALUES (${marks})`, ...Object.values(batch));
  }

  get(id: string): BatchRow | undefined {
    return this.#database.get<BatchRow>('SELECT * FROM batches WHERE id = ?', id);
  }

  /** For a batch that is known to be there: batches are never deleted. */
  require(id: string): BatchRow {
    const row = this.get(id);
    if (!row) throw new Error(`batch ${id} is not in the database`);
    return row;
  }

  update(id: string, changes: Partial<Omit<BatchRow, 'seq' | 'id'>>): BatchRow {
    const columns = Object.keys(changes).map((column) => `${column} = ?`);
    const values = Object.values(changes) as SqlValue[];
    this.#database.run(`UPDATE batches SET ${columns.join(', ')} WHERE id = ?`, ...values, id);
    return this.require(id);
  }

  /** Newest first, one row more than the limit. */
  list(page: PageRequest): BatchRow[] {
    const start = page.after === undefined ? null : (this.get(page.after)?.seq ?? null);
    const sql = 'SELECT * FROM batches WHERE (?1 IS NULL OR seq < ?1) ORDER BY seq DESC LIMIT ?2';
    return this.#database.all<BatchRow>(sql, start, page.limit + 1);
  }

  /** Ids of those with work left, oldest first. */
  unfinished(): string[] {
    const sql = `SELECT id FROM batches WHERE status IN ${unfinished} ORDER BY seq`;
    return this.#database.all<Pick<BatchRow, 'id'>>(sql).map(({ id }) => id);
  }

  /**
   * Keeps what a line was answered, and counts it. It does not wait for the disk: after a power failure the last lines are
   * asked again.
   */
  addResult(id: string, line: number, isFailed: boolean, text: string): void {
    this.#database.quickTransaction(() => {
      const sql = 'INSERT INTO batch_results (batch_id, line, is_failed, text) VALUES (?, ?, ?, ?)';
      this.#database.run(sql, id, line, Number(isFailed), text);
      const count = isFailed ? 'failed' : 'completed';
      this.#database.run(`UPDATE batches SET ${count} = ${count} + 1 WHERE id = ?`, id);
    });
  }

  /** The last line that was answered; 0 for none. Lines are answered in their order. */
  lastLine(id: string): number {
    const sql = 'SELECT max(line) AS line FROM batch_results WHERE batch_id = ?';
    return this.#database.get<{ line: number | null }>(sql, id)?.line ?? 0;
  }

  /** The answers that failed or the others, as lines of a file. */
  *results(id: string, areFailed: boolean): Generator<string, void> {
    const sql = `SELECT line, text FROM batch_results WHERE batch_id = ? AND is_failed = ? AND line > ?
       ORDER BY line LIMIT ${pieceSize}`;
    for (let last = 0; ;) {
      const rows = this.#database.all<{ line: number; text: string }>(sql, id, Number(areFailed), last);
      if (rows.length === 0) return;
      yield rows.map(({ text }) => `${text}\n`).join('');
      last = rows.at(-1)?.line ?? last;
    }
  }

  /** Removes the answers of batches that are over. */
  async discardResults(): Promise<void> {
    const sql = `DELETE FROM batch_results WHERE rowid IN (
      SELECT batch_results.rowid FROM batch_results JOIN batches ON batches.id = batch_id
      WHERE status NOT IN ${unfinished} LIMIT ${pieceSize})`;
    while (this.#database.run(sql) > 0) await breathe();
  }
}
