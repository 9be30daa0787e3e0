import { t } from '@vscode/l10n';
import type { ChildProcess } from 'node:child_process';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { EngineSettings } from '../common/engineSettings.ts';
import { UserError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import {
  parseServerInfo,
  serverExitCodes,
  serverFiles,
  serverProtocol,
  type ServerInfo,
  type ServerStatus,
} from '../common/serverInfo.ts';
import { pause, type Clock } from '../common/time.ts';
import { doesNotLeave, notStarted, ofNewerVersion, onAnotherMachine, untrusted } from './serverErrors.ts';
import { request, type ServerAddress } from './serverLink.ts';
import { installPrograms } from './serverPrograms.ts';

export interface LocalServerOptions {
  /** Folder of the bundled programs, `server.js` and `engine.js`. */
  readonly programs: string;
  /** The extension's global storage folder. */
  readonly storage: string;
  readonly version: string;
  /** 0 = any free one; read at each start. */
  readonly port: () => number;
  /** Further engines; read at each start. */
  readonly engines: () => readonly EngineSettings[];
  /** Seconds without a client and without an active job after which a server that we started ends by itself; default 600. */
  readonly idleExit?: number;
  /** False while the person has not said that the folder may make programs run; asked at each connect. */
  readonly isTrusted: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

const defaultIdleExit = 600;

/**
 * Milliseconds: for an answer of a running server, for a server to come up or to leave, until one that no longer answers has
 * saved its work (it ends within five seconds), between two looks at one, and between two tries to take its folder.
 */
const limits = { answer: 2_000, start: 20_000, farewell: 6_000, look: 50, retry: 250 };

/** Names of files in the data folder that are the windows' own. */
const ownFiles = {
  /** The engines of the server that was started last. */
  engines: 'engines.json',
  /** There while a person has the server stopped: no window starts it again by itself. */
  stopped: 'stopped',
} as const;

/**
 * The local fine-tuning server of this person: one process for all windows, which outlives them. `connect` adopts the one
 * that runs or starts one; who it is, is proven by its answer to an authenticated request, never by its process id.
 */
export class LocalServer {
  readonly #options: LocalServerOptions;
  #address: ServerAddress | undefined;
  /** What is under way, and the port that it was begun with. */
  #attempt: { readonly port: number; readonly result: Promise<ServerAddress> } | undefined;

  constructor(options: LocalServerOptions) {
    this.#options = options;
  }

  /** Holds the server's key, database, files and log. */
  get dataFolder(): string {
    return join(this.#options.storage, 'local-server');
  }

  get logFile(): string {
    return join(this.dataFolder, serverFiles.log);
  }

  /** Where the server was last seen; undefined before the first `connect`. */
  get known(): ServerAddress | undefined {
    return this.#address;
  }

  /** True once a server ran here, so that starting it again surprises nobody. */
  async wasUsed(): Promise<boolean> {
    return exists(join(this.dataFolder, serverFiles.key));
  }

  /** Forgets the address, so that the next `connect` looks again. */
  reset(): void {
    this.#address = undefined;
  }

  /**
   * The running server, started if need be; one that a person stopped, for a person only. For a person it is looked for
   * again: another window may have stopped it. Callers at the same time share one attempt, unless it was begun with a port
   * that is no longer wanted. Throws UserErrors `server.*`.
   */
  async connect(by: 'person' | 'background'): Promise<ServerAddress> {
    if (!this.#options.isTrusted()) throw untrusted();
    const stopped = join(this.dataFolder, ownFiles.stopped);
    if (by === 'person') {
      await rm(stopped, { force: true });
    } else if (this.#address) {
      return this.#address;
    } else if (await exists(stopped)) {
      throw new UserError('server.stopped', t('The local server is stopped.'), t('Refresh starts it again.'));
    }
    const port = this.#options.port();
    while (this.#attempt && this.#attempt.port !== port) await this.#attempt.result.catch(() => undefined);
    this.#attempt ??= { port, result: this.#adoptOrStart(port).finally(() => (this.#attempt = undefined)) };
    this.#address = await this.#attempt.result;
    return this.#address;
  }

  /** Asks a running server to save its work and end; false where none runs. It stays stopped until a person starts it. */
  async stop(): Promise<boolean> {
    this.reset();
    const running = await this.find();
    if (await this.wasUsed()) await writeFile(join(this.dataFolder, ownFiles.stopped), '');
    if (running) await this.#stop(running);
    return running !== undefined;
  }

  /** True where the server that was started last knows other engines than one that would be started now. */
  async hasOtherEngines(): Promise<boolean> {
    const started = await readText(join(this.dataFolder, ownFiles.engines));
    return (started || '[]') !== this.#engines();
  }

  async #adoptOrStart(wantedPort: number): Promise<ServerAddress> {
    const { log } = this.#options;
    const running = await this.find();
    if (running) {
      const { protocol, version, port } = running.status;
      if (protocol > serverProtocol) throw ofNewerVersion(version);
      if (protocol === serverProtocol) {
        log.info(`Using the local server on port ${port}, version ${version}`);
        return running;
      }
      log.info(`Asking the local server of version ${version} to leave`);
      await this.#stop(running);
    }
    const started = await this.#start(wantedPort);
    log.info(`Local server started on port ${started.status.port}`);
    return started;
  }

  async #readInfo(): Promise<ServerInfo | undefined> {
    return parseServerInfo(await readText(join(this.dataFolder, serverFiles.info)));
  }

  /** The server that `server.json` speaks of, if it answers with our key; starts none. */
  async find(): Promise<ServerAddress | undefined> {
    const info = await this.#readInfo();
    const key = (await readText(join(this.dataFolder, serverFiles.key))).trim();
    if (!info || !key || info.hostName !== hostname()) return undefined;
    const origin = `http://127.0.0.1:${info.port}`;
    const status = await this.#ask({ origin, key });
    return status && { origin, key, status };
  }

  async #ask(address: Pick<ServerAddress, 'origin' | 'key'>): Promise<ServerStatus | undefined> {
    try {
      return await request<ServerStatus>(address, 'GET', '/server', limits.answer);
    } catch (error) {
      this.#options.log.debug(`No local server at ${address.origin}: ${String(error)}`);
      return undefined;
    }
  }

  /** Resolves when the server has saved its work and let go of its folder. */
  async #stop(running: ServerAddress): Promise<void> {
    const { clock, log } = this.#options;
    await request(running, 'POST', '/server/stop', limits.answer).catch((error: unknown) => {
      log.debug(`The local server has left meanwhile: ${String(error)}`);
    });
    const end = clock.now() + limits.start;
    let lastAnswer = clock.now();
    while ((await this.#readInfo())?.startedAt === running.status.startedAt) {
      if (await this.#ask(running)) lastAnswer = clock.now();
      // Killed while it saved: it takes its file along no more.
      if (clock.now() - lastAnswer > limits.farewell) return;
      if (clock.now() > end) throw doesNotLeave();
      await pause(clock, limits.look);
    }
  }

  #engines(): string {
    return JSON.stringify(this.#options.engines());
  }

  async #spawn(port: number): Promise<ChildProcess> {
    // Loaded here and not with the extension: most windows start no server.
    const { spawn } = await import('node:child_process');
    const { programs, storage, version, log, idleExit = defaultIdleExit } = this.#options;
    const folder = await installPrograms(programs, join(storage, 'server'), version, log);
    await mkdir(this.dataFolder, { recursive: true, mode: 0o700 });
    const engines = join(this.dataFolder, ownFiles.engines);
    const temporary = `${engines}.${crypto.randomUUID()}`;
    await writeFile(temporary, this.#engines(), { mode: 0o600 });
    await rename(temporary, engines);
    const program = [join(folder, 'server.js'), '--data', this.dataFolder, '--version', version];
    const args = [...program, '--port', String(port), '--idle-exit', String(idleExit), '--engine', engines];
    const child = spawn(process.execPath, args, {
      detached: true,
      stdio: 'ignore',
      cwd: this.dataFolder,
      windowsHide: true,
      // Without a key of the person's own: windows know the server by the key in its data folder.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', FINETUNE_API_KEY: undefined },
    });
    child.on('error', (error) => log.error('The local server could not be started', error));
    child.unref();
    return child;
  }

  /** Starts a server and waits until one answers: ours, or the one that was faster in another window. */
  async #start(port: number): Promise<ServerAddress> {
    const { clock } = this.#options;
    const end = clock.now() + limits.start;
    let child = await this.#spawn(port);
    while (clock.now() < end) {
      const running = await this.find();
      if (running) {
        // One too many, which would take the folder later, when nobody expects it.
        if (running.status.pid !== child.pid) child.kill();
        return running;
      }
      if (child.exitCode === serverExitCodes.dataFolderInUse) {
        const holder = await this.#readInfo();
        if (holder && holder.hostName !== hostname()) throw onAnotherMachine(holder);
        // The one that has the folder is about to answer, or about to leave: then it is our turn.
        await pause(clock, limits.retry);
        child = await this.#spawn(port);
      } else if (child.exitCode !== null || child.signalCode !== null) {
        throw notStarted(child.exitCode ?? undefined, port);
      }
      await pause(clock, limits.look);
    }
    throw notStarted(undefined, port);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** '' where the file is not there. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
