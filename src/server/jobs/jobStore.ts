import { Emitter, type Event } from '../../common/event.ts';
import type { Database, SqlValue } from '../database.ts';
import type { PageRequest } from '../paging.ts';
import type { JobRow, JobStatus } from './jobRow.ts';

/** The columns a new job starts with. */
export type NewJob = Pick<
  JobRow,
  | 'id'
  | 'created_at'
  | 'status'
  | 'model'
  | 'model_name'
  | 'training_file'
  | 'validation_file'
  | 'suffix'
  | 'seed'
  | 'method'
  | 'hyperparameters'
  | 'grader'
  | 'metadata'
>;

/** Which jobs a list shows: those with all of these pairs, those without metadata (null), or all. */
export type MetadataFilter = Readonly<Record<string, string>> | null | undefined;

/** Statuses with work left without anybody asking. */
const activeStatuses = `('validating_files', 'queued', 'running', 'pausing')`;

/** The rows of the jobs. */
export class JobStore {
  readonly #database: Database;
  readonly #changed = new Emitter<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Tells the id of a job whose row was changed. */
  get onDidChange(): Event<string> {
    return this.#changed.event;
  }

  insert(job: NewJob): void {
    const columns = Object.keys(job);
    const marks = columns.map(() => '?').join(', ');
    this.#database.run(`INSERT INTO jobs (${columns.join(', ')}) VALUES (${marks})`, ...Object.values(job));
    this.#changed.fire(job.id);
  }

  get(id: string): JobRow | undefined {
    return this.#database.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
  }

  /** For a job that is known to be there: jobs are never deleted. */
  require(id: string): JobRow {
    const row = this.get(id);
    if (!row) throw new Error(`job ${id} is not in the database`);
    return row;
  }

  update(id: string, changes: Partial<Omit<JobRow, 'seq' | 'id'>>): JobRow {
    const columns = Object.keys(changes).map((column) => `${column} = ?`);
    const values = Object.values(changes) as SqlValue[];
    this.#database.run(`UPDATE jobs SET ${columns.join(', ')} WHERE id = ?`, ...values, id);
    this.#changed.fire(id);
    return this.require(id);
  }

  /** Newest first, one row more than the limit. */
  list(page: PageRequest, metadata: MetadataFilter): JobRow[] {
    const start = page.after === undefined ? null : (this.get(page.after)?.seq ?? null);
    const pairs = Object.entries(metadata ?? {});
    const conditions = [
      '(?1 IS NULL OR seq < ?1)',
      ...(metadata === null ? [`(metadata IS NULL OR metadata = '{}')`] : []),
      ...pairs.map(() => 'EXISTS (SELECT 1 FROM json_each(jobs.metadata) WHERE key = ? AND value = ?)'),
    ];
    const sql = `SELECT * FROM jobs WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`;
    return this.#database.all<JobRow>(sql, start, ...pairs.flat(), page.limit + 1);
  }

  /** All with one of these statuses, oldest first. */
  withStatus(...statuses: readonly JobStatus[]): JobRow[] {
    const marks = statuses.map(() => '?').join(', ');
    return this.#database.all<JobRow>(`SELECT * FROM jobs WHERE status IN (${marks}) ORDER BY seq`, ...statuses);
  }

  /** Ids of all that are not over, paused ones too. */
  unfinished(): string[] {
    const sql = `SELECT id FROM jobs WHERE status NOT IN ('succeeded', 'failed', 'cancelled')`;
    return this.#database.all<Pick<JobRow, 'id'>>(sql).map(({ id }) => id);
  }

  /** All whose base is this model. */
  startedFrom(model: string): JobRow[] {
    return this.#database.all<JobRow>('SELECT * FROM jobs WHERE model = ?', model);
  }

  /** Jobs that wait for a place, next first: those a stop of the server interrupted go before the queue. */
  waiting(): JobRow[] {
    return this.#database.all<JobRow>(
      `SELECT * FROM jobs WHERE status IN ('running', 'queued') ORDER BY status = 'running' DESC, queue_position, seq`,
    );
  }

  /** A place behind everything that is queued now. */
  lastPosition(): number {
    const row = this.#database.get<{ last: number | null }>('SELECT max(queue_position) AS last FROM jobs');
    return (row?.last ?? 0) + 1;
  }

  countActive(): number {
    const sql = `SELECT count(*) AS count FROM jobs WHERE status IN ${activeStatuses}`;
    return this.#database.get<{ count: number }>(sql)?.count ?? 0;
  }
}
