import type { Clock } from '../../common/time.ts';
import type { Database } from '../database.ts';
import { newId, type RandomText } from '../ids.ts';
import type { PageRequest } from '../paging.ts';

export interface NewEvent {
  readonly message: string;
  /** Default info. */
  readonly level?: 'info' | 'warn' | 'error';
  /** Of a metrics event; a second event of the same job and step is dropped. */
  readonly step?: number;
  readonly data?: Readonly<Record<string, number>>;
}

export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly job_id: string;
  readonly created_at: number;
  readonly level: string;
  readonly type: string;
  readonly message: string;
  /** JSON, or null. */
  readonly data: string | null;
}

/** `step` and what was measured at it. */
export type StepNumbers = Readonly<Record<string, number>>;

/** What happened to the jobs, in the order it happened. */
export class EventLog {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: RandomText;

  constructor(database: Database, clock: Clock, random: RandomText) {
    this.#database = database;
    this.#clock = clock;
    this.#random = random;
  }

  add(jobId: string, event: NewEvent): void {
    this.#database.run(
      `INSERT INTO events (id, job_id, created_at, level, type, message, data, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (job_id, step) DO NOTHING`,
      newId('ftevent-', this.#random),
      jobId,
      Math.floor(this.#clock.now() / 1000),
      event.level ?? 'info',
      event.data ? 'metrics' : 'message',
      event.message,
      event.data ? JSON.stringify(event.data) : null,
      event.step ?? null,
    );
  }

  /** Newest first, one row more than the limit. */
  list(jobId: string, page: PageRequest): EventRow[] {
    const start = page.after === undefined ? null : (this.#find(jobId, page.after)?.seq ?? null);
    const sql = 'SELECT * FROM events WHERE job_id = ?1 AND (?2 IS NULL OR seq < ?2) ORDER BY seq DESC LIMIT ?3';
    return this.#database.all<EventRow>(sql, jobId, start, page.limit + 1);
  }

  has(jobId: string, id: string): boolean {
    return this.#find(jobId, id) !== undefined;
  }

  /** The numbers of all metrics events of a job, first step first, some at a time: there may be a hundred thousand. */
  *metrics(jobId: string): Generator<readonly StepNumbers[], void> {
    const sql = 'SELECT step, data FROM events WHERE job_id = ? AND step > ? ORDER BY step LIMIT 500';
    for (let last = 0; ;) {
      const rows = this.#database.all<{ step: number; data: string }>(sql, jobId, last);
      if (rows.length === 0) return;
      yield rows.map((row) => JSON.parse(row.data) as StepNumbers);
      last = rows.at(-1)?.step ?? last;
    }
  }

  #find(jobId: string, id: string): EventRow | undefined {
    return this.#database.get<EventRow>('SELECT * FROM events WHERE job_id = ? AND id = ?', jobId, id);
  }
}

/** The `fine_tuning.job.event` object of the API; `data` is left out where there is none, as the description has no null. */
export function eventBody(row: EventRow): Record<string, unknown> {
  const { id, created_at, level, type, message } = row;
  const data = row.data === null ? {} : { data: JSON.parse(row.data) as unknown };
  return { object: 'fine_tuning.job.event', id, created_at, level, type, message, ...data };
}
