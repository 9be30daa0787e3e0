import { hostname } from 'node:os';
import { join } from 'node:path';
import type { EngineSettings } from '../common/engineSettings.ts';
import type { Event } from '../common/event.ts';
import type { Logger } from '../common/logger.ts';
import { serverProtocol, type ServerInfo, type ServerStatus } from '../common/serverInfo.ts';
import type { Clock } from '../common/time.ts';
import { Admission } from './admission.ts';
import { answerLine, type LineResponse } from './batches/answerLine.ts';
import { BatchActions } from './batches/batchActions.ts';
import { BatchRunner } from './batches/batchRunner.ts';
import { BatchStore } from './batches/batchStore.ts';
import { Answers } from './chat/answers.ts';
import { EnginePool } from './chat/enginePool.ts';
import { openDatabase } from './database.ts';
import type { DataFolder } from './dataFolder.ts';
import { FileStore, maxUploadBytes } from './files.ts';
import { isLoopbackHost } from './guard.ts';
import { createHttp } from './http.ts';
import type { RandomText } from './ids.ts';
import { CheckpointStore } from './jobs/checkpointStore.ts';
import { EventLog } from './jobs/eventLog.ts';
import { JobActions } from './jobs/jobActions.ts';
import { JobStore } from './jobs/jobStore.ts';
import { ModelRemoval } from './modelRemoval.ts';
import { ModelStore } from './models.ts';
import { JobQueue } from './queue.ts';
import { Presence } from './presence.ts';
import { batchRoutes } from './routes/batches.ts';
import { chatRoutes } from './routes/chat.ts';
import { fileRoutes } from './routes/files.ts';
import { graderRoutes } from './routes/graders.ts';
import { jobRoutes } from './routes/jobs.ts';
import { modelRoutes } from './routes/models.ts';
import { serverRoutes } from './routes/server.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { Storage } from './storage/storage.ts';
import { Endings } from './training/endings.ts';
import { Uploads } from './uploads/uploads.ts';

export interface ServerOptions {
  readonly folder: DataFolder;
  readonly key: string;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly version: string;
  readonly engines: readonly EngineSettings[];
  /** Jobs that train at the same time. */
  readonly concurrency: number;
  /** Default {@link maxUploadBytes}. */
  readonly maxUploadBytes?: number;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: RandomText;
  readonly randomSeed: (max: number) => number;
  /** Told the number of open requests whenever it changes. */
  readonly onActivity: (openRequests: number) => void;
  /** A client asks the server to leave; its answer is on the way. */
  readonly onStopRequest: () => void;
}

export interface RunningServer {
  readonly info: ServerInfo;
  /** `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  activeJobs(): number;
  /** Tells the id of a job whose status or progress changed. */
  readonly onDidChangeJob: Event<string>;
  /** Lets running jobs save their state, closes everything and removes `server.json`. */
  stop(): Promise<void>;
}

/** Starts a server on a data folder whose lock the caller holds. Rejects with EADDRINUSE where the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { folder, clock, random, log } = options;
  const engines = options.engines.map((engine) => ({ ...engine, folder: join(folder.engines, engine.name) }));
  const database = openDatabase(folder.database, folder.isOnNetwork ? 'rollback' : 'wal');
  const jobs = new JobStore(database);
  const events = new EventLog(database, clock, random);
  const checkpoints = new CheckpointStore(database, clock, random);
  const models = new ModelStore(database, clock, engines);
  const tables = { database, jobs, events, checkpoints, models };
  const files = new FileStore(folder.files, database, clock, random);
  const endings = new Endings(tables, files, clock);
  const dataFolder = folder.root;
  const pool = new EnginePool(dataFolder, log, clock);
  const removal = new ModelRemoval({ models, jobs, dataFolder, log, forget: (id) => pool.forget(id) });
  const discardModel = (id: string): Promise<void> => removal.discard(id);
  const answers = new Answers({ models, pool, clock, random });
  const batches = new BatchStore(database);
  const answer = (body: unknown, signal: AbortSignal): Promise<LineResponse> => answerLine(answers, body, signal, log);
  const runner = new BatchRunner({ database, batches, files, answer, log, clock, random });
  const batchActions = new BatchActions({ batches, runner, files, clock, random });
  const { concurrency } = options;
  const queue = new JobQueue({ tables, endings, dataFolder, discardModel, log, clock, concurrency });
  const admission = new Admission({ tables, files, queue, endings, dataFolder, log });
  const { randomSeed } = options;
  const actions = new JobActions({ tables, files, queue, admission, endings, clock, random, randomSeed });

  const uploads = new Uploads({ database, files, folder: folder.parts, clock, random });
  const forgetExpired = (): void => {
    uploads.forgetExpired();
    files.forgetExpired();
  };
  const needed = (): string[] => [
    ...files.neededPaths(),
    ...uploads.neededPaths(),
    ...jobs.unfinished().map((id) => join(folder.runs, id)),
    ...models.folders().map((path) => join(folder.root, path)),
  ];
  const storage = new Storage({ folder, forgetExpired, needed, log, clock });

  const presence = new Presence(folder, clock, log);
  let info: ServerInfo | undefined;
  const activeJobs = (): number => jobs.countActive() + batches.unfinished().length;
  const status = (): ServerStatus => ({ ...(info as ServerInfo), activeJobs: activeJobs() });
  const http = createHttp({
    guard: { key: options.key, port: () => info?.port ?? 0, isLoopback: isLoopbackHost(options.host) },
    log,
    random,
    onActivity: options.onActivity,
  });
  serverRoutes(http, { status, stop: options.onStopRequest, storage });
  await http.register(
    async (v1) => {
      fileRoutes(v1, files, options.maxUploadBytes ?? maxUploadBytes);
      uploadRoutes(v1, uploads);
      jobRoutes(v1, { actions, jobs, events, checkpoints });
      modelRoutes(v1, models, (model) => removal.remove(model));
      chatRoutes(v1, answers);
      batchRoutes(v1, batchActions, batches);
      graderRoutes(v1);
    },
    { prefix: '/v1' },
  );

  const close = async (): Promise<void> => {
    await Promise.all([storage.stop(), admission.stop(), queue.stop(), runner.stop(), pool.stop(), http.close()]);
    database.close();
  };
  try {
    await storage.start();
    await http.listen({ host: options.host, port: options.port });
    const port = (http.server.address() as { port: number }).port;
    const { version } = options;
    info = { pid: process.pid, startedAt: clock.now(), hostName: hostname(), port, version, protocol: serverProtocol };
    await presence.announce(info);
  } catch (error) {
    await close();
    throw error;
  }
  for (const job of jobs.withStatus('pausing')) endings.pause(job);
  for (const job of jobs.withStatus('validating_files')) admission.add(job.id);
  queue.advance();
  runner.start();
  return {
    info,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${info.port}/v1`,
    activeJobs,
    onDidChangeJob: jobs.onDidChange,
    async stop() {
      await close();
      await presence.end();
    },
  };
}
