import { join } from 'node:path';
import type { EngineSettings } from '../common/engineSettings.ts';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import { Admission } from './admission.ts';
import { answerLine } from './batches/answerLine.ts';
import { BatchActions } from './batches/batchActions.ts';
import { BatchRunner } from './batches/batchRunner.ts';
import { BatchStore } from './batches/batchStore.ts';
import { Answers } from './chat/answers.ts';
import { EnginePool } from './chat/enginePool.ts';
import { openDatabase } from './database.ts';
import type { DataFolder } from './dataFolder.ts';
import { FileStore } from './files.ts';
import type { RandomText } from './ids.ts';
import { CheckpointStore } from './jobs/checkpointStore.ts';
import { EventLog } from './jobs/eventLog.ts';
import { JobActions } from './jobs/jobActions.ts';
import { logJobs } from './jobs/jobLog.ts';
import { JobStore } from './jobs/jobStore.ts';
import { ModelRemoval } from './modelRemoval.ts';
import { ModelStore } from './models.ts';
import { JobQueue } from './queue.ts';
import { Storage } from './storage/storage.ts';
import { Endings } from './training/endings.ts';
import { Uploads } from './uploads/uploads.ts';

export interface ServiceOptions {
  readonly folder: DataFolder;
  readonly engines: readonly EngineSettings[];
  /** Jobs that train at the same time. */
  readonly concurrency: number;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: RandomText;
  /** A whole number from 0 to `max`, for jobs without a seed. */
  readonly randomSeed: (max: number) => number;
}

export type Service = ReturnType<typeof openService>;

/** Everything behind the HTTP routes, on the data folder's database: what is stored, what trains, what answers. */
export function openService(options: ServiceOptions) {
  const { folder, concurrency, log, clock, random, randomSeed } = options;
  const dataFolder = folder.root;
  const engines = options.engines.map((engine) => ({ ...engine, folder: join(folder.engines, engine.name) }));

  const database = openDatabase(folder.database, folder.isOnNetwork ? 'rollback' : 'wal');
  const jobs = new JobStore(database);
  logJobs(jobs, log);
  const events = new EventLog(database, clock, random);
  const checkpoints = new CheckpointStore(database, clock, random);
  const models = new ModelStore(database, clock, engines);
  const tables = { database, jobs, events, checkpoints, models };
  const files = new FileStore(folder.files, database, clock, random);
  const uploads = new Uploads({ database, files, folder: folder.parts, clock, random });
  const storage = new Storage({
    folder,
    forgetExpired() {
      uploads.forgetExpired();
      files.forgetExpired();
    },
    needed: () => [
      ...files.neededPaths(),
      ...uploads.neededPaths(),
      ...jobs.unfinished().map((id) => join(folder.runs, id)),
      ...models.folders().map((path) => join(folder.root, path)),
    ],
    log,
    clock,
  });

  const pool = new EnginePool(dataFolder, log, clock);
  const answers = new Answers({ models, pool, clock, random });
  const removal = new ModelRemoval({ models, jobs, dataFolder, log, forget: (id) => pool.forget(id) });

  const endings = new Endings(tables, files, clock);
  const discardModel = (id: string): Promise<void> => removal.discard(id);
  const queue = new JobQueue({ tables, endings, dataFolder, discardModel, log, clock, concurrency });
  const admission = new Admission({ tables, files, queue, endings, dataFolder, log });
  const jobActions = new JobActions({ tables, files, queue, admission, endings, clock, random, randomSeed });

  const batches = new BatchStore(database);
  const runner = new BatchRunner({
    database,
    batches,
    files,
    answer: (body, signal) => answerLine(answers, body, signal, log),
    log,
    clock,
    random,
  });
  const batchActions = new BatchActions({ batches, runner, files, clock, random });

  return {
    files,
    uploads,
    storage,
    models,
    removal,
    answers,
    jobs,
    events,
    checkpoints,
    jobActions,
    batches,
    batchActions,
    activeJobs: (): number => jobs.countActive() + batches.unfinished().length,
    /** Goes on with what the last server left. */
    start(): void {
      for (const job of jobs.withStatus('pausing')) endings.pause(job);
      for (const job of jobs.withStatus('validating_files')) admission.add(job.id);
      queue.advance();
      runner.start();
    },
    /** Lets running jobs save their state. Requests that come later may fail. */
    async stop(): Promise<void> {
      await Promise.all([storage.stop(), admission.stop(), queue.stop(), runner.stop(), pool.stop()]);
    },
    close: (): void => database.close(),
  };
}
