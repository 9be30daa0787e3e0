import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../src/common/errors.ts';
import type { HostedVSCode } from './install.ts';
import type { Keeper } from './keeper.ts';

/** Where a VS Code keeps what it remembers. Two windows on the same folders are one after the other. */
export interface VSCodeFolders {
  /** As VS Code's `--user-data-dir`: `User/settings.json`, `User/globalStorage`, logs. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** Folder of VS Code's own extensions; those that come with it where undefined. */
  readonly builtinExtensionsDir?: string | undefined;
}

export interface ServerOptions extends VSCodeFolders {
  /** Wanted port; undefined for any. */
  readonly port?: number | undefined;
  /** Seconds that an extension host waits for a page that went without a word; three hours where undefined. */
  readonly graceSeconds?: number;
  /** Extension folders under development, and the module that runs their tests; both make VS Code's test driver answer. */
  readonly extensionDevelopmentPaths?: readonly string[];
  readonly extensionTestsPath?: string | undefined;
}

export interface VSCodeServer {
  readonly port: number;
  /** The address of a window on that folder; of an empty window where it is undefined. */
  url(folder: string | undefined): string;
  readonly exited: Promise<unknown>;
}

const startMs = 60_000;
/** The environment of a login shell takes seconds, and is another one on each machine. */
const noLoginShell = '--force-disable-user-env';

/**
 * Starts the server of a hosted VS Code on 127.0.0.1 and waits until its page answers.
 * @throws UserError `host.portTaken`; Error where it does not come up, with its last words.
 */
export async function startVSCodeServer(
  vscode: HostedVSCode,
  options: ServerOptions,
  keeper: Keeper,
): Promise<VSCodeServer> {
  const port = await freePort(options.port);
  const token = await connectionToken(options.userDataDir);
  // The sockets of a server that is ended stay behind.
  const sockets = await keeper.temporaryFolder();
  const child = keeper.spawn(
    vscode.node,
    [
      vscode.serverMain,
      '--host=127.0.0.1',
      `--port=${port}`,
      `--connection-token-file=${token.file}`,
      '--accept-server-license-terms',
      // Only with it VS Code loads an extension under development; but it also keeps notifications from popping up.
      ...(options.extensionDevelopmentPaths?.length ? ['--enable-smoke-test-driver'] : []),
      '--telemetry-level=off',
      ...(options.graceSeconds === undefined ? [] : [`--reconnection-grace-time=${options.graceSeconds}`]),
      ...folderArguments(options),
      noLoginShell,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...cleanEnvironment(options), XDG_RUNTIME_DIR: sockets } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4000)));
  }
  const exited = once(child, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  const url = (folder: string | undefined) => {
    const place = folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(folder).replaceAll('%2F', '/')}`;
    return `${origin}/?tkn=${token.value}&${place}${payload(port, options)}`;
  };
  const answers = await Promise.race([answering(url(options.userDataDir)), exited.then(() => false)]);
  if (!answers) throw new Error(`The server of VS Code ${vscode.version} did not start.\n${output}`);
  return { port, url, exited };
}

/** Installs a .vsix as `code --install-extension` does. */
export async function installExtension(vscode: HostedVSCode, folders: VSCodeFolders, vsix: string): Promise<void> {
  const args = [
    vscode.serverMain,
    ...folderArguments(folders),
    noLoginShell,
    '--accept-server-license-terms',
    '--force',
  ];
  const child = spawn(vscode.node, [...args, `--install-extension=${vsix}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment({}),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !output.includes('was successfully installed'))
    throw new Error(`${vsix} was not installed.\n${output}`);
}

function folderArguments({ userDataDir, extensionsDir, builtinExtensionsDir }: VSCodeFolders): string[] {
  return [
    ...(builtinExtensionsDir === undefined ? [] : [`--builtin-extensions-dir=${builtinExtensionsDir}`]),
    `--server-data-dir=${join(userDataDir, 'server')}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ];
}

/**
 * A VS Code started from a terminal inside VS Code must not take itself for a part of that one. Where tests look at how an
 * extension under development starts, it does so as for people: without what Node made of its code before.
 */
function cleanEnvironment({ extensionDevelopmentPaths }: Partial<ServerOptions>): NodeJS.ProcessEnv {
  const isDeveloped = extensionDevelopmentPaths !== undefined && extensionDevelopmentPaths.length > 0;
  const foreign = isDeveloped ? /^(VSCODE_|ELECTRON_|NODE_COMPILE_CACHE)/ : /^(VSCODE_|ELECTRON_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function payload(port: number, { extensionDevelopmentPaths = [], extensionTestsPath }: ServerOptions): string {
  const uri = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const entries = extensionDevelopmentPaths.map((path) => ['extensionDevelopmentPath', uri(path)]);
  if (entries.length === 0) return '';
  if (extensionTestsPath !== undefined) entries.push(['extensionTestsPath', uri(extensionTestsPath)]);
  return `&payload=${encodeURIComponent(JSON.stringify(entries))}`;
}

/** The secret that a browser shows once to be let in; the same for every window on these folders. */
async function connectionToken(userDataDir: string): Promise<{ readonly file: string; readonly value: string }> {
  const file = join(userDataDir, 'server', 'connection-token');
  await mkdir(join(userDataDir, 'server'), { recursive: true });
  await writeFile(file, randomBytes(20).toString('hex'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return { file, value: await readFile(file, 'utf8') };
}

async function answering(url: string): Promise<boolean> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await delay(50)) {
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    await response?.body?.cancel();
    if (response && response.status < 400) return true;
  }
  return false;
}

/**
 * A free port of 127.0.0.1: `wanted` or, where that is undefined, any.
 * @throws UserError `host.portTaken`.
 */
export async function freePort(wanted?: number): Promise<number> {
  const probe = createServer();
  try {
    await once(probe.listen(wanted ?? 0, '127.0.0.1'), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
    throw new UserError('host.portTaken', `Port ${wanted} of this machine ${why}.`, 'Choose another one with --port.', {
      cause: error,
    });
  }
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
