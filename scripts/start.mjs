// npm start: a VS Code window with the extension on a copy of the sample workspace. Options, after `--`: --fresh takes a new
// copy, --port N serves the npm-hosted VS Code there, --desktop downloads the desktop VS Code.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onStop, prepare, root } from './dependencies.mjs';
import { downloadedDesktop, hasDisplay, installedDesktop } from './desktop.mjs';

const usualPort = 7710;
const home = join(root, '.vscode-test', 'start');
const sample = join(home, 'sample');
const lock = join(home, 'running.json');
const options = readArguments();

process.chdir(root);
const stopped = new Promise((resolve) => onStop(() => resolve('stopped')));
await prepare();
try {
  copySample();
  const desktop = options.desktop ? downloadedDesktop : installedDesktop();
  process.exitCode = await (desktop ? desktop(home, sample) : startHosted());
} catch (error) {
  console.error(error.name === 'UserError' ? error.text : error);
  process.exitCode = 1;
}
process.exit();

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { fresh: { type: 'boolean' }, desktop: { type: 'boolean' }, port: { type: 'string' } },
    });
    // `npm start --desktop`, without the `--` before it, comes as a setting of npm.
    for (const name of ['fresh', 'desktop', 'port']) values[name] ??= process.env[`npm_config_${name}`];
    const port = values.port === undefined ? undefined : Number(values.port);
    const isPort = port === undefined || (Number.isInteger(port) && port > 0 && port < 65536);
    if (!isPort) throw new Error(`${values.port} is not a port.`);
    return { fresh: Boolean(values.fresh), desktop: Boolean(values.desktop), port };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm start -- [--fresh] [--port N] [--desktop]`);
    process.exit(2);
  }
}

/** The person works on a copy, which stays as it is from start to start. */
function copySample() {
  if (options.fresh) rmSync(sample, { recursive: true, force: true });
  if (!existsSync(sample)) cpSync(join(root, 'media', 'sample'), sample, { recursive: true });
}

/** Serves the npm-hosted VS Code until Ctrl+C; the exit code. */
async function startHosted() {
  const running = takeLock();
  if (running) {
    const place = running.url ? `is already open at ${running.url}` : 'is being started already';
    console.log(`Finetune Workbench ${place} (npm start, process ${running.pid}).`);
    return 0;
  }
  const { Keeper } = await import('../test/host/keeper.ts');
  const keeper = new Keeper();
  try {
    const server = await Promise.race([openHosted(keeper), stopped]);
    if (server === 'stopped') return 0;
    const ended = await Promise.race([stopped, server.exited]);
    console.log(ended === 'stopped' ? 'Stopping...' : 'The server of VS Code ended by itself.');
    return ended === 'stopped' ? 0 : 1;
  } finally {
    await keeper.end();
    rmSync(lock, { force: true });
  }
}

async function openHosted(keeper) {
  const { pinned } = await import('../test/host/pinned.ts');
  const { installHosted } = await import('../test/host/install.ts');
  const { installExtension, startVSCodeServer } = await import('../test/host/vscodeServer.ts');
  const { localServerFolder } = await import('../test/host/localServer.ts');
  const { writeSettings } = await import('../test/host/profile.ts');
  const port = await choosePort();
  const folders = { userDataDir: join(home, 'user'), extensionsDir: join(home, 'extensions') };
  const vscode = await installHosted(pinned.newest, console.log);
  await findBrowser();
  const vsix = buildPackage();
  if (!existsSync(join(folders.userDataDir, 'User', 'settings.json'))) await writeSettings(folders.userDataDir);
  await installExtension(vscode, folders, vsix);
  console.log(`Starting VS Code ${vscode.version}...`);
  keeper.ownLocalServer(localServerFolder(folders.userDataDir));
  const server = await startVSCodeServer(vscode, { ...folders, port }, keeper);
  const url = server.url(sample);
  writeFileSync(lock, JSON.stringify({ pid: process.pid, url }));
  console.log(`Finetune Workbench is open at ${url}\nPress Ctrl+C to stop.`);
  if (hasDisplay()) openBrowser(url);
  return server;
}

/** Any browser will do, so that a machine without one is told and nothing more. */
async function findBrowser() {
  const { ensureChromium } = await import('../test/host/chromium.ts');
  try {
    await ensureChromium(console.log);
  } catch (error) {
    console.log(`${error.message} Open the address below in any browser.`);
  }
}

function buildPackage() {
  console.log('Building the extension...');
  const vsix = join(home, 'finetune-workbench.vsix');
  const build = spawnSync(process.execPath, ['scripts/package.mjs', '--out', vsix], { encoding: 'utf8' });
  if (build.status === 0) return vsix;
  process.stderr.write(build.stdout + build.stderr);
  throw Object.assign(new Error(), { name: 'UserError', text: 'The extension could not be built; see above.' });
}

/** The port that was asked for, or the usual one: what a window remembers belongs to its address. */
async function choosePort() {
  const { freePort } = await import('../test/host/vscodeServer.ts');
  if (options.port !== undefined) return freePort(options.port);
  try {
    return await freePort(usualPort);
  } catch {
    const port = await freePort();
    console.log(`Port ${usualPort} is taken by another program; taking ${port}.`);
    return port;
  }
}

/** Claims the folder for this process; whoever has it already, where that one is still running. */
function takeLock() {
  mkdirSync(home, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
      return undefined;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = readLock();
      if (holder && isRunning(holder.pid)) return holder;
      rmSync(lock, { force: true });
    }
  }
}

function readLock() {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function openBrowser(url) {
  const [program, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url.replaceAll('&', process.platform === 'win32' ? '^&' : '&')], {
    stdio: 'ignore',
    detached: true,
  });
  // Without such a program the person follows the printed address.
  child.on('error', () => {}).unref();
}
