// Where a VS Code of these tests lives: its folders, the packaged extension in them, and VS Code itself where it runs. One
// suite takes it after the other, each as a person whom it has never seen: to start VS Code takes as long as to test.
import { join } from 'node:path';
import { isAlive } from '../../src/disk/processes.ts';
import { fewBuiltins } from '../host/builtins.ts';
import { chooseVSCode, runCli, type ChosenVSCode } from '../host/choose.ts';
import { Keeper } from '../host/keeper.ts';
import { packageExtension } from '../host/packageExtension.ts';
import { extensionHosts, forgetPerson } from '../host/profile.ts';
import type { RunningVSCode } from './runningVSCode.ts';
import { eventually } from './workbench.ts';

export interface Home {
  readonly executable: string;
  /** VS Code's `--user-data-dir`. */
  readonly userDataDir: string;
  /** What VS Code is started with. */
  readonly options: readonly string[];
  readonly keeper: Keeper;
  running: RunningVSCode | undefined;
}

const free: Home[] = [];
const built: Home[] = [];

/** A home that nobody lives in, with the packaged extension and Microsoft's accounts as test/host/microsoft has them. */
export async function takeHome(): Promise<Home> {
  return free.pop() ?? build();
}

/** Closes the window, if one is open, and with it what its extensions do. */
export async function leaveWindow(home: Home): Promise<void> {
  const hosts = await extensionHosts(home.userDataDir);
  if (home.running && !(await home.running.leave())) home.running = undefined;
  await eventually('the end of the extension host', async () => !hosts.some(isAlive), 30_000);
}

/** Ends the window's extension host without a word, as when the machine goes off, and then the window. */
export async function crashWindow(home: Home): Promise<void> {
  for (const pid of (await extensionHosts(home.userDataDir)).filter(isAlive)) process.kill(pid, 'SIGKILL');
  await leaveWindow(home);
}

/** Takes it back from who lived in it, also where opening a window failed half-way. */
export async function leaveHome(home: Home): Promise<void> {
  await leaveWindow(home);
  await home.running?.forget();
  await forgetPerson(home.userDataDir, home.running !== undefined);
  free.push(home);
}

/** Ends all homes, also one that could not be taken back: a VS Code that is left would keep the tests from ending. */
export async function endHomes(): Promise<void> {
  for (const { running, keeper } of built.splice(0)) {
    try {
      await running?.end();
    } finally {
      await keeper.end();
    }
  }
}

async function build(): Promise<Home> {
  const keeper = new Keeper();
  const folder = await keeper.temporaryFolder();
  const userDataDir = join(folder, 'user');
  const extensionsDir = join(folder, 'extensions');
  const vscode = await chooseVSCode();
  const folders = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
  await install(vscode, folder, folders);
  const options = [...folders, ...(await fewBuiltins(vscode.builtins, join(folder, 'builtins')))];
  const home: Home = { executable: vscode.executable, userDataDir, options, keeper, running: undefined };
  built.push(home);
  return home;
}

async function install({ cli }: ChosenVSCode, folder: string, folders: readonly string[]): Promise<void> {
  const vsix = process.env['FINETUNE_VSIX'];
  if (!vsix) throw new Error('FINETUNE_VSIX names no .vsix; run `node scripts/test.mjs e2e`.');
  // The desktop VS Code has accounts of its own.
  const accounts = process.env['FINETUNE_DESKTOP'] ? [] : [await packageExtension('microsoft', folder)];
  for (const path of [vsix, ...accounts]) await runCli(cli, [`--install-extension=${path}`, '--force', ...folders]);
}
