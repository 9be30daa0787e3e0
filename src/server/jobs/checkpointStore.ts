import type { Clock } from '../../common/time.ts';
import type { TrainMethod, TrainMetrics } from '../../engines/engine.ts';
import type { Database } from '../database.ts';
import { newId, type RandomText } from '../ids.ts';
import type { PageRequest } from '../paging.ts';

export interface CheckpointRow {
  readonly seq: number;
  readonly id: string;
  readonly job_id: string;
  readonly created_at: number;
  readonly step: number;
  /** Id of the model that can be used. */
  readonly model: string;
  /** JSON. */
  readonly metrics: string;
}

/** The checkpoints of the jobs; each belongs to a model row and goes with it. */
export class CheckpointStore {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: RandomText;

  constructor(database: Database, clock: Clock, random: RandomText) {
    this.#database = database;
    this.#clock = clock;
    this.#random = random;
  }

  /** False where this step of the job is known already. */
  add(jobId: string, step: number, model: string, metrics: TrainMetrics): boolean {
    const changes = this.#database.run(
      `INSERT INTO checkpoints (id, job_id, created_at, step, model, metrics) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (job_id, step) DO NOTHING`,
      newId('ftckpt_', this.#random),
      jobId,
      Math.floor(this.#clock.now() / 1000),
      step,
      model,
      JSON.stringify(metrics),
    );
    return changes > 0;
  }

  /** Newest first, one row more than the limit. */
  list(jobId: string, page: PageRequest): CheckpointRow[] {
    const start = page.after === undefined ? null : (this.find(jobId, page.after)?.step ?? null);
    const sql = 'SELECT * FROM checkpoints WHERE job_id = ?1 AND (?2 IS NULL OR step < ?2) ORDER BY step DESC LIMIT ?3';
    return this.#database.all<CheckpointRow>(sql, jobId, start, page.limit + 1);
  }

  find(jobId: string, id: string): CheckpointRow | undefined {
    return this.#database.get<CheckpointRow>('SELECT * FROM checkpoints WHERE job_id = ? AND id = ?', jobId, id);
  }
}

/** Checkpoints a job keeps, as the real service does. */
const keptCheckpoints = 3;

/**
 * Those of a job's checkpoints (newest first) that it does not keep: all but the last three, or but the three with the best
 * validation reward in a reinforcement job (OpenAI reinforcement fine-tuning guide).
 */
export function surplusCheckpoints(method: TrainMethod, newestFirst: readonly CheckpointRow[]): CheckpointRow[] {
  const bestFirst =
    method === 'reinforcement' ? newestFirst.toSorted((a, b) => rewardOf(b) - rewardOf(a)) : newestFirst;
  return bestFirst.slice(keptCheckpoints);
}

function rewardOf({ metrics }: CheckpointRow): number {
  return (JSON.parse(metrics) as TrainMetrics).full_valid_mean_reward ?? Number.MIN_SAFE_INTEGER;
}

/** The `fine_tuning.job.checkpoint` object of the API. */
export function checkpointBody(row: CheckpointRow): Record<string, unknown> {
  return {
    object: 'fine_tuning.job.checkpoint',
    id: row.id,
    created_at: row.created_at,
    fine_tuning_job_id: row.job_id,
    fine_tuned_model_checkpoint: row.model,
    step_number: row.step,
    metrics: JSON.parse(row.metrics) as unknown,
  };
}
