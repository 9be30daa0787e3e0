/** Statuses of the API, in the order of a batch's life. */
export type BatchStatus =
  'validating' | 'in_progress' | 'finalizing' | 'completed' | 'expired' | 'cancelling' | 'cancelled' | 'failed';

/** A batch as the database has it. Times are Unix seconds, null until it happens; the columns that hold JSON say so. */
export interface BatchRow {
  readonly seq: number;
  readonly id: string;
  readonly status: BatchStatus;
  readonly endpoint: string;
  readonly completion_window: string;
  readonly input_file: string;
  readonly output_file: string | null;
  readonly error_file: string | null;
  /** JSON, or null. */
  readonly metadata: string | null;
  /** Seconds that the output and error file are kept; null: as long as their purpose says. */
  readonly output_lifetime: number | null;
  /** JSON: {@link BatchProblem}s of an input file that cannot be run; or null. */
  readonly problems: string | null;
  /** Requests of the input file; those answered with 200, and the others. */
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly in_progress_at: number | null;
  readonly finalizing_at: number | null;
  readonly completed_at: number | null;
  readonly failed_at: number | null;
  readonly expired_at: number | null;
  readonly cancelling_at: number | null;
  readonly cancelled_at: number | null;
}

/** Why a batch cannot be run. */
export interface BatchProblem {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** 1-based line of the input file; null where it is the file's as a whole. */
  readonly line: number | null;
}

/** The `batch` object of the API, which leaves out what has not happened. */
export function batchBody(row: BatchRow): Record<string, unknown> {
  const { id, endpoint, completion_window, status, created_at, expires_at } = row;
  const given = Object.entries({
    output_file_id: row.output_file,
    error_file_id: row.error_file,
    in_progress_at: row.in_progress_at,
    finalizing_at: row.finalizing_at,
    completed_at: row.completed_at,
    failed_at: row.failed_at,
    expired_at: row.expired_at,
    cancelling_at: row.cancelling_at,
    cancelled_at: row.cancelled_at,
    errors: row.problems && { object: 'list', data: JSON.parse(row.problems) as unknown },
  }).filter(([, value]) => value !== null);
  return {
    object: 'batch',
    id,
    endpoint,
    completion_window,
    status,
    created_at,
    expires_at,
    input_file_id: row.input_file,
    request_counts: { total: row.total, completed: row.completed, failed: row.failed },
    metadata: row.metadata && (JSON.parse(row.metadata) as unknown),
    ...Object.fromEntries(given),
  };
}
