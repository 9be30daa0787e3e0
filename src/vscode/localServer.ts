import type { ChildProcess } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
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

/** Where a running server is, and the key that it takes. */
export interface ServerAddress {
  /** `http://127.0.0.1:PORT`, without a version. */
  readonly origin: string;
  readonly key: string;
  readonly status: ServerStatus;
}

export interface LocalServerOptions {
  /** Folder of the bundled programs, `server.js` and `engine.js`. */
  readonly programs: string;
  /** The extension's global storage folder. */
  readonly storage: string;
  readonly version: string;
  /** 0 = any free one; read at each start. */
  readonly port: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Seconds without a client and without an active job after which a server that we started ends by itself. */
const idleExit = 600;
/** Milliseconds: for an answer of a running server, for a server to come up, between two looks at one. */
const limits = { answer: 2_000, start: 20_000, look: 50 };

const programFiles = ['server.js', 'engine.js', 'package.json'];

/**
 * The local fine-tuning server of this person: one process for all windows, which outlives them. `connect` adopts the one
 * that runs or starts one; who it is, is proven by its answer to an authenticated request, never by its process id.
 */
export class LocalServer {
  readonly #options: LocalServerOptions;
  #address: ServerAddress | undefined;
  #isStopped = false;
  #connecting: Promise<ServerAddress> | undefined;

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
   * The running server, started if need be; one that a person stopped, for a person only. Callers at the same time share
   * one attempt. Throws UserErrors `server.*`.
   */
  async connect(by: 'person' | 'background'): Promise<ServerAddress> {
    if (this.#address) return this.#address;
    if (by === 'background' && this.#isStopped) {
      throw new UserError('server.stopped', 'The local server is stopped.', 'Refresh starts it again.');
    }
    this.#isStopped = false;
    this.#connecting ??= this.#adoptOrStart().finally(() => (this.#connecting = undefined));
    this.#address = await this.#connecting;
    return this.#address;
  }

  /** Asks a running server to save its work and end; false where none runs. */
  async stop(): Promise<boolean> {
    this.#isStopped = true;
    this.reset();
    const running = await this.#find();
    if (running) await this.#stop(running);
    return running !== undefined;
  }

  async #adoptOrStart(): Promise<ServerAddress> {
    const { log } = this.#options;
    const running = await this.#find();
    if (running && running.status.protocol === serverProtocol) {
      log.info(`Using the local server on port ${running.status.port}, version ${running.status.version}`);
      return running;
    }
    if (running) await this.#stop(running);
    const child = await this.#spawn();
    const started = await this.#waitFor(child);
    log.info(`Local server started on port ${started.status.port}`);
    return started;
  }

  async #readInfo(): Promise<ServerInfo | undefined> {
    return parseServerInfo(await readText(join(this.dataFolder, serverFiles.info)));
  }

  /** The server that `server.json` speaks of, if it answers with our key. */
  async #find(): Promise<ServerAddress | undefined> {
    const info = await this.#readInfo();
    const key = (await readText(join(this.dataFolder, serverFiles.key))).trim();
    if (!info || !key || info.hostName !== hostname()) return undefined;
    const origin = `http://127.0.0.1:${info.port}`;
    const status = await this.#ask(origin, key);
    return status && { origin, key, status };
  }

  async #ask(origin: string, key: string): Promise<ServerStatus | undefined> {
    try {
      const answer = await fetch(`${origin}/server`, {
        headers: { authorization: `Bearer ${key}` },
        signal: AbortSignal.timeout(limits.answer),
      });
      return answer.ok ? ((await answer.json()) as ServerStatus) : undefined;
    } catch (error) {
      this.#options.log.debug(`No local server at ${origin}: ${String(error)}`);
      return undefined;
    }
  }

  async #stop(running: ServerAddress): Promise<void> {
    await fetch(`${running.origin}/server/stop`, {
      method: 'POST',
      headers: { authorization: `Bearer ${running.key}` },
      signal: AbortSignal.timeout(limits.answer),
    });
    const { clock } = this.#options;
    const end = clock.now() + limits.start;
    while (clock.now() < end && (await this.#ask(running.origin, running.key))) await pause(clock, limits.look);
  }

  async #spawn(): Promise<ChildProcess> {
    // Loaded here and not with the extension: most windows start no server.
    const { spawn } = await import('node:child_process');
    const { version, port } = this.#options;
    const folder = await this.#installPrograms();
    await mkdir(this.dataFolder, { recursive: true, mode: 0o700 });
    const program = [join(folder, 'server.js'), '--data', this.dataFolder, '--version', version];
    const args = [...program, '--port', String(port()), '--idle-exit', String(idleExit)];
    const child = spawn(process.execPath, args, {
      detached: true,
      stdio: 'ignore',
      cwd: this.dataFolder,
      windowsHide: true,
      // Without a key of the person's own: windows know the server by the key in its data folder.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', FINETUNE_API_KEY: undefined },
    });
    child.on('error', (error) => this.#options.log.error('The local server could not be started', error));
    child.unref();
    return child;
  }

  /** Copies the programs under global storage, so that an update of the extension cannot pull them from under a job. */
  async #installPrograms(): Promise<string> {
    const { createHash } = await import('node:crypto');
    const { programs, storage, version } = this.#options;
    const hash = createHash('sha256');
    for (const file of programFiles) hash.update(await readFile(join(programs, file)));
    const name = `${version}-${hash.digest('hex').slice(0, 8)}`;
    const home = join(storage, 'server');
    const folder = join(home, name);
    if (await exists(folder)) return folder;
    await mkdir(home, { recursive: true });
    const temporary = await mkdtemp(join(home, '.new-'));
    for (const file of programFiles) await cp(join(programs, file), join(temporary, file));
    await rename(temporary, folder).catch(async (error: unknown) => {
      await rm(temporary, { recursive: true, force: true });
      if (!(await exists(folder))) throw error;
    });
    // No server answered before we came here, so nobody runs from the older copies.
    for (const old of await readdir(home)) {
      if (old !== name && !old.startsWith('.')) await rm(join(home, old), { recursive: true, force: true });
    }
    return folder;
  }

  /** Waits until a server answers: the child, or the one that was faster in another window. */
  async #waitFor(child: ChildProcess): Promise<ServerAddress> {
    const { clock } = this.#options;
    const end = clock.now() + limits.start;
    while (clock.now() < end) {
      const running = await this.#find();
      if (running) return running;
      const isLoser = child.exitCode === serverExitCodes.dataFolderInUse;
      if (child.exitCode !== null && !isLoser) throw this.#startError(child.exitCode);
      const holder = isLoser ? await this.#readInfo() : undefined;
      if (holder && holder.hostName !== hostname()) throw onAnotherMachine(holder);
      await pause(clock, limits.look);
    }
    throw this.#startError(undefined);
  }

  #startError(code: number | undefined): UserError {
    if (code === serverExitCodes.portTaken) {
      return new UserError(
        'server.portTaken',
        `The local server cannot use port ${this.#options.port()}: another program has it.`,
        'Choose another in the setting finetune.localServer.port, or 0 for any free one.',
        { actions: ['openSettings', 'retry'] },
      );
    }
    const what = code === undefined ? 'did not answer in time' : `ended at once with code ${code}`;
    return new UserError('server.failedToStart', `The local server ${what}.`, 'Its log tells more.', {
      actions: ['showLog', 'retry'],
    });
  }
}

function onAnotherMachine(info: ServerInfo): UserError {
  return new UserError(
    'server.onAnotherMachine',
    `The data folder of the local server is in use on the machine "${info.hostName}".`,
    'Stop the server there first.',
    { actions: ['retry'] },
  );
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
