import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { root } from './paths.ts';
import type { PinnedVSCode } from './pinned.ts';

/** A VS Code server with its browser workbench, installed from the npm registry. */
export interface HostedVSCode {
  /** Version of VS Code: '1.110.0'. */
  readonly version: string;
  /** Version of the npm package: '4.110.0'. */
  readonly packageVersion: string;
  /** The server's program, and the Node that runs it. */
  readonly serverMain: string;
  readonly node: string;
  /** Folder of the extensions that come with it. */
  readonly builtins: string;
}

const hostedFolder = join(root, '.vscode-test', 'hosted');
const abandonedAfterMs = 60 * 60 * 1000;

/** The hosted VS Code where it is installed. */
export function findHosted({ packageVersion, node }: PinnedVSCode): HostedVSCode | undefined {
  const modules = join(hostedFolder, packageVersion, 'node_modules');
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  if (!existsSync(vscode)) return undefined;
  const { version } = JSON.parse(readFileSync(join(vscode, 'package.json'), 'utf8')) as { version: string };
  return {
    version,
    packageVersion,
    serverMain: join(vscode, 'out', 'server-main.js'),
    node: node === undefined ? process.execPath : join(modules, nodePackage, 'bin', nodeProgram),
    builtins: join(vscode, 'extensions'),
  };
}

/**
 * Installs the hosted VS Code into `.vscode-test/hosted/VERSION` unless it is there. Nothing is compiled: the parts that
 * would be (the terminal, a file watcher's native half) are left out. The folder appears whole or not at all, so that
 * two processes can do this at once.
 * @throws UserError where the registry cannot be reached.
 */
export async function installHosted(pinned: PinnedVSCode, say: (line: string) => void): Promise<HostedVSCode> {
  const present = findHosted(pinned);
  if (present) return present;
  const { packageVersion, node, ripgrep } = pinned;
  say(`Installing VS Code ${packageVersion.replace(/^4/, '1')} (npm package code-server ${packageVersion})...`);
  await removeAbandoned();
  const folder = join(hostedFolder, `.new-${packageVersion}-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    const packages = [`code-server@${packageVersion}`];
    if (node !== undefined) packages.push(`${nodePackage}@${node}`);
    if (ripgrep !== undefined) packages.push(`${ripgrepPackage}@${ripgrep}`);
    await npmInstall(folder, packages);
    const modules = join(folder, 'node_modules');
    const vscode = join(modules, 'code-server', 'lib', 'vscode');
    await npmInstall(vscode, ['--omit=dev']);
    if (ripgrep !== undefined) {
      const bin = join(modules, ripgrepPackage, 'bin', `${process.platform}-${process.arch}`);
      await cp(bin, join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin'), { recursive: true });
    }
    await rename(folder, join(hostedFolder, packageVersion)).catch((error: NodeJS.ErrnoException) => {
      // Another process finished the same work first.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const installed = findHosted(pinned);
  if (!installed) throw new Error(`code-server ${packageVersion} does not contain lib/vscode.`);
  return installed;
}

const nodePlatform = process.platform === 'win32' ? 'win' : process.platform;
const nodeProgram = process.platform === 'win32' ? 'node.exe' : 'node';
const ripgrepPackage = '@vscode/ripgrep-universal';
/** The npm package that holds Node's binary for this machine, without an install script. */
const nodePackage = `${nodePlatform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${nodePlatform}-${process.arch}`;

/** No word but errors; three more tries where the registry does not answer, within seconds. */
const npmQuiet = [
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=4000',
];

async function npmInstall(folder: string, args: readonly string[]): Promise<void> {
  const npm = spawn('npm', ['install', '--ignore-scripts', ...npmQuiet, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let errors = '';
  npm.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(npm, 'close')) as [number | null];
  if (code === 0) return;
  throw new UserError(
    'host.notInstalled',
    `VS Code could not be installed from the npm registry: ${firstError(errors)}.`,
    'Check that `npm view code-server version` answers, then run this again.',
  );
}

/** The line of npm's output that says what happened, without npm's prefix. */
function firstError(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|warn) /, '').trim());
  return (
    lines.find((line) => line !== '' && !/^(code|errno|syscall|type|network) /.test(line))?.replace(/\.$/, '') ??
    'npm failed'
  );
}

/** Half-installed folders of processes that were killed. */
async function removeAbandoned(): Promise<void> {
  if (!existsSync(hostedFolder)) return;
  for (const name of await readdir(hostedFolder)) {
    if (!name.startsWith('.new-')) continue;
    const folder = join(hostedFolder, name);
    const born = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - born > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}
