import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { Disposable } from '../common/disposable.ts';
import type { EngineSettings } from '../common/engineSettings.ts';
import { errorText, UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import { serverExitCodes, type ServerInfo } from '../common/serverInfo.ts';
import { systemClock } from '../common/time.ts';
import { startServer, type RunningServer } from './app.ts';
import { openDataFolder, type DataFolder } from './dataFolder.ts';
import { baselineEngine, findBaseline, readEngineFile } from './engines.ts';
import { IdleWatch } from './idle.ts';
import { secureRandomText } from './ids.ts';
import { loadKey } from './key.ts';
import { listenFailure } from './listenFailure.ts';
import { takeLock } from './lock.ts';
import { openLog } from './log.ts';
import { findOtherMachine, goneAfter, readPresence } from './presence.ts';
import { readOptions, type ProgramDefaults, type ProgramOptions } from './options.ts';

/** What the program has of its surroundings. */
export interface ProgramIo {
  /** Writes a line. */
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** Path of the running script; the engine's program is beside it. */
  readonly program: string;
  /** Aborted when the server shall end (a signal, for one). */
  readonly stopSignal: AbortSignal;
  readonly defaults: ProgramDefaults;
  /** Default {@link openDataFolder}. */
  readonly openFolder?: (path: string) => Promise<DataFolder>;
  /** Subscribes to errors that end the process; they belong in the log. */
  readonly onCrash?: (listener: (error: unknown) => void) => void;
  /** Told when the server is ready and its folder's key was used (not one of the command line): where it is kept. */
  readonly onKeyFile?: (path: string) => void;
}

/** Runs the server until it is asked to end; gives the exit code (common/serverInfo.ts). */
export async function runServerProgram(args: readonly string[], io: ProgramIo): Promise<number> {
  try {
    const options = readOptions(args, io.defaults);
    const { folder, lock } = await lockDataFolder(options.data, io.openFolder ?? openDataFolder);
    if (!lock) {
      io.error(isUsedBy(await readPresence(folder), folder));
      return serverExitCodes.dataFolderInUse;
    }
    try {
      const other = await findOtherMachine(folder, hostname());
      if (other) {
        io.error(`${isUsedBy(other, folder)} If it has been killed, try again in ${goneAfter / 60_000} minutes.`);
        return serverExitCodes.dataFolderInUse;
      }
      return await serve(options, folder, io);
    } finally {
      lock.dispose();
    }
  } catch (error) {
    io.error(errorText(error));
    const isUsage = error instanceof UserError && error.code === 'server.usage';
    return isUsage ? serverExitCodes.usage : serverExitCodes.failed;
  }
}

async function serve(options: ProgramOptions, folder: DataFolder, io: ProgramIo): Promise<number> {
  const clock = systemClock;
  const log = openLog(folder.log, options.logLevel, clock);
  const engines = allEngines(options, io);
  io.onCrash?.((error) => log.error('the server crashed', error));
  const stop = new AbortController();
  const stopBecause = (why: string) => (): void => stop.abort(why);
  io.stopSignal.addEventListener('abort', stopBecause('a signal'));
  let idle: (Disposable & Pick<IdleWatch, 'onActivity'>) | undefined;
  let server: RunningServer;
  try {
    server = await startServer({
      folder,
      key: options.apiKey ?? (await loadKey(folder.key, secureRandomText)),
      host: options.host,
      port: options.port,
      version: options.version,
      engines,
      concurrency: options.concurrency,
      log,
      clock,
      random: secureRandomText,
      randomSeed: (max) => randomInt(max + 1),
      onActivity: (openRequests) => idle?.onActivity(openRequests),
      onStopRequest: stopBecause('a client'),
    });
  } catch (error) {
    log.error('the server could not start', error);
    const failure = listenFailure(error, options.host, options.port);
    if (failure === undefined) throw error;
    io.error(failure);
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    return isTaken ? serverExitCodes.portTaken : serverExitCodes.failed;
  }
  if (options.idleExit !== undefined) {
    idle = new IdleWatch(clock, options.idleExit * 1000, () => server.activeJobs() > 0, stopBecause('being idle'));
  }
  announce(server, options, folder, log, io);
  await aborted(stop.signal);
  log.info(`stopping because of ${String(stop.signal.reason)}`);
  idle?.dispose();
  await server.stop();
  log.info('stopped');
  return serverExitCodes.ok;
}

function allEngines({ baseline, engine }: ProgramOptions, io: ProgramIo): readonly EngineSettings[] {
  const own = baselineEngine(findBaseline(io.program, baseline));
  return [own, ...(engine === undefined ? [] : readEngineFile(engine))];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function announce(
  server: RunningServer,
  options: ProgramOptions,
  folder: DataFolder,
  log: Logger,
  io: ProgramIo,
): void {
  log.info(`version ${options.version}, process ${server.info.pid}, listening on ${server.url}`);
  if (options.apiKey === undefined) io.onKeyFile?.(folder.key);
  io.out(`listening on ${server.url}`);
}

async function lockDataFolder(
  path: string,
  open: (path: string) => Promise<DataFolder>,
): Promise<{ folder: DataFolder; lock: Disposable | undefined }> {
  try {
    const folder = await open(path);
    return { folder, lock: takeLock(folder.lock) };
  } catch (error) {
    const message = `The data folder ${path} cannot be used: ${errorText(error)}.`;
    throw new UserError('server.dataFolder', message, 'Choose another one with --data.', { cause: error });
  }
}

function isUsedBy(info: ServerInfo | undefined, folder: DataFolder): string {
  const who = info ? ` (process ${info.pid} on ${info.hostName}, port ${info.port})` : '';
  return `Another server${who} uses the data folder ${folder.root}. Use that one, or another folder with --data.`;
}
