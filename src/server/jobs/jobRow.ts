import type { TrainMethod } from '../../engines/engine.ts';

/** Statuses of the API, in the order of a job's life. */
export type JobStatus =
  'validating_files' | 'queued' | 'running' | 'pausing' | 'paused' | 'succeeded' | 'failed' | 'cancelled';

export function isFinal(status: JobStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** A job as the database has it. Times are Unix seconds; the columns that hold JSON say so. */
export interface JobRow {
  readonly seq: number;
  readonly id: string;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly estimated_finish: number | null;
  readonly status: JobStatus;
  readonly model: string;
  readonly model_name: string;
  readonly fine_tuned_model: string | null;
  readonly training_file: string;
  readonly validation_file: string | null;
  readonly suffix: string | null;
  readonly seed: number;
  readonly method: TrainMethod;
  /** JSON. "auto" until the engine says the numbers. */
  readonly hyperparameters: string;
  /** JSON, or null. Of reinforcement. */
  readonly grader: string | null;
  /** JSON, or null. */
  readonly metadata: string | null;
  /** JSON: file ids. */
  readonly result_files: string;
  readonly trained_tokens: number | null;
  /** JSON: {@link JobFailure}. */
  readonly error: string | null;
  readonly queue_position: number;
  readonly step: number;
  readonly total_steps: number | null;
  readonly crashes: number;
  readonly engine_pid: number | null;
}

/** Why a job failed, as the API tells it. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
  /** `training_file` or `validation_file` where it is to blame. */
  readonly param: string | null;
}

/** The `fine_tuning.job` object of the API. */
export function jobBody(row: JobRow): Record<string, unknown> {
  const hyperparameters: unknown = JSON.parse(row.hyperparameters);
  const grader = row.grader === null ? {} : { grader: JSON.parse(row.grader) as unknown };
  return {
    object: 'fine_tuning.job',
    id: row.id,
    created_at: row.created_at,
    finished_at: row.finished_at,
    estimated_finish: row.estimated_finish,
    status: row.status,
    model: row.model,
    fine_tuned_model: row.fine_tuned_model,
    organization_id: 'local',
    training_file: row.training_file,
    validation_file: row.validation_file,
    result_files: JSON.parse(row.result_files) as unknown,
    trained_tokens: row.trained_tokens,
    seed: row.seed,
    user_provided_suffix: row.suffix,
    hyperparameters,
    method: { type: row.method, [row.method]: { ...grader, hyperparameters } },
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as unknown),
    integrations: [],
    error: row.error === null ? null : (JSON.parse(row.error) as unknown),
  };
}
