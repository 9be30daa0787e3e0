import { engineModelOf } from '../common/engineSettings.ts';
import type { Clock } from '../common/time.ts';
import type { Database } from './database.ts';
import type { EngineSpec } from './engines.ts';
import { notFound } from './errors.ts';

/** A fine-tuned model or checkpoint. */
export interface ModelRow {
  readonly seq: number;
  readonly id: string;
  readonly created_at: number;
  readonly job_id: string;
  /** Relative to the data folder, with `/`. */
  readonly folder: string;
}

/** A model that can be trained further or asked, and who does that. */
export interface UsableModel {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly ownedBy: string;
  readonly engine: EngineSpec;
  /** The engine's own model at the root of it: `baseline-1`. */
  readonly base: string;
  /** Relative to the data folder; undefined for the engine's own. */
  readonly folder?: string;
}

/** 2026-11-01, when the first base model was made. */
const baseModelsCreated = 1_793_491_200;

/** The engines' own models and what was made from them. */
export class ModelStore {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #engines: readonly EngineSpec[];

  constructor(database: Database, clock: Clock, engines: readonly EngineSpec[]) {
    this.#database = database;
    this.#clock = clock;
    this.#engines = engines;
  }

  /** Does nothing where the model is known already (a job that went on after a crash tells its checkpoints again). */
  add(id: string, jobId: string, folder: string): void {
    const sql = 'INSERT INTO models (id, created_at, job_id, folder) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING';
    this.#database.run(sql, id, Math.floor(this.#clock.now() / 1000), jobId, folder);
  }

  get(id: string): UsableModel | undefined {
    return this.#bases().find((model) => model.id === id) ?? this.#usable(this.row(id));
  }

  row(id: string): ModelRow | undefined {
    return this.#database.get<ModelRow>('SELECT * FROM models WHERE id = ?', id);
  }

  /** The engines' own first, then the newest first. Fine-tuned models whose engine is gone are left out. */
  list(): UsableModel[] {
    const rows = this.#database.all<ModelRow>('SELECT * FROM models ORDER BY seq DESC');
    return [...this.#bases(), ...rows.flatMap((row) => this.#usable(row) ?? [])];
  }

  /** Folders of all fine-tuned models, relative to the data folder; also of those whose engine is gone. */
  folders(): string[] {
    return this.#database.all<Pick<ModelRow, 'folder'>>('SELECT folder FROM models').map(({ folder }) => folder);
  }

  /** Forgets a fine-tuned model and, with it, the checkpoint it may be. The caller removes its folder. */
  remove(id: string): void {
    this.#database.run('DELETE FROM models WHERE id = ?', id);
  }

  #bases(): UsableModel[] {
    return this.#engines.flatMap((engine) =>
      engine.models.map((id) => ({ id, created: baseModelsCreated, ownedBy: engine.name, engine, base: id })),
    );
  }

  #usable(row: ModelRow | undefined): UsableModel | undefined {
    if (!row) return undefined;
    const base = engineModelOf(row.id);
    const engine = this.#engines.find((engine) => engine.models.includes(base));
    return engine && { id: row.id, created: row.created_at, ownedBy: 'local', engine, base, folder: row.folder };
  }
}

/** Throws the real service's 404. */
export function requireModel(models: ModelStore, id: string): UsableModel {
  const model = models.get(id);
  if (model) return model;
  throw notFound(`The model '${id}' does not exist or you do not have access to it.`, 'model', 'model_not_found');
}

/** The name a job's model will have. What could not stand in a model id or a URL becomes `-`. */
export function fineTunedName(base: string, suffix: string | undefined, hash: string): string {
  return `ft:${base}:local:${(suffix ?? '').replace(/[^\w-]/g, '-')}:${hash}`;
}
