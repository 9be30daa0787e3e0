// What has to be there before anything else: the dependencies, and the Node that comes with them. Plain Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * Installs what package-lock.json lists where it is missing or older, then sees to it that the script goes on under the
 * Node of node_modules: does not return in any other one, but runs the same command there and exits as it does.
 */
export async function prepare() {
  if (!areInstalled()) install();
  process.env.PATH = [bin, process.env.PATH].join(delimiter);
  if (realpathSync(process.execPath) !== realpathSync(node)) process.exit(await runAgain());
}

/** npm writes down what it installed in node_modules/.package-lock.json. */
function areInstalled() {
  const installedList = join(modules, '.package-lock.json');
  if (!existsSync(installedList) || !existsSync(node)) return false;
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const installed = read(installedList);
  return Object.entries(read(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    // Packages for other systems are listed and not installed.
    if (path === '' || (wanted.optional && !installed[path])) return true;
    return installed[path]?.version === wanted.version;
  });
}

function install() {
  console.log('Installing dependencies (npm ci)...');
  const npm = spawnSync(
    'npm',
    [
      'ci',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=4000',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (npm.status === 0) return;
  if (npm.stderr) process.stderr.write(npm.stderr);
  const why = npm.error ? `npm could not be started (${npm.error.code})` : 'npm ci failed';
  console.error(
    `The dependencies were not installed: ${why}. Check that the npm registry can be reached, then run this again.`,
  );
  process.exit(1);
}

/** The exit code of this very command under the other Node. */
function runAgain() {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  onStop(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

/**
 * Calls `stop` once, when this process is asked to end or the one that started it is gone: npm and the shell between do not
 * hand on every signal.
 */
export function onStop(stop) {
  let isStopping = false;
  const once = () => {
    if (!isStopping) stop();
    isStopping = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, once);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && once(), 500).unref();
}
