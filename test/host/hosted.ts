#!/usr/bin/env node
// The npm-hosted VS Code behind the command line of the desktop one, so that `runTests` of @vscode/test-electron takes it
// for any other (`vscodeExecutablePath`). A window is a page in Chromium, without a screen. Which version: the variable
// FINETUNE_VSCODE, one of pinned.ts.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { parseCodeArguments } from './arguments.ts';
import type { CodeArguments } from './arguments.ts';
import { findChromium, startChromium } from './chromium.ts';
import { findHosted } from './install.ts';
import type { HostedVSCode } from './install.ts';
import { Keeper } from './keeper.ts';
import { chosenName, pinned } from './pinned.ts';
import { freePort, installExtension, startVSCodeServer } from './vscodeServer.ts';

/** A page does not come back to a window that it has left; what it last says may be lost with it. */
const graceSeconds = 10;

const args = parseCodeArguments(process.argv.slice(2));
const vscode = findHosted(pinned[chosenName(process.env)]);
if (!vscode) {
  console.error('The npm-hosted VS Code is not installed; `npm test` installs it.');
  process.exitCode = 1;
} else if (args.version) {
  console.log(`${vscode.version}\nnpm package code-server ${vscode.packageVersion}`);
} else {
  process.exitCode = await run(vscode, args);
}

/** Does what the arguments say; the exit code. */
async function run(vscode: HostedVSCode, args: CodeArguments): Promise<number> {
  const keeper = new Keeper();
  const stopped = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(130));
    // Nobody waits for this window any more: its tests were killed.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && resolve(130), 1000).unref();
  });
  try {
    const userDataDir = args.userDataDir ?? (await keeper.temporaryFolder());
    const folders = { userDataDir, extensionsDir: args.extensionsDir ?? join(userDataDir, 'extensions') };
    for (const vsix of args.installExtensions) await installExtension(vscode, folders, vsix);
    if (args.installExtensions.length > 0) return 0;
    return await Promise.race([stopped, openWindow(vscode, { ...args, ...folders }, keeper, stopped)]);
  } catch (error) {
    console.error(error instanceof UserError ? error.text : error);
    return 1;
  } finally {
    await keeper.end();
  }
}

type WindowOptions = CodeArguments & { readonly userDataDir: string; readonly extensionsDir: string };

/** Opens a window and resolves with the exit code when it is closed, the tests have ended or `stopped` says so. */
async function openWindow(
  vscode: HostedVSCode,
  options: WindowOptions,
  keeper: Keeper,
  stopped: Promise<number>,
): Promise<number> {
  const executable = findChromium();
  if (!executable) throw new UserError('host.noChromium', 'There is no Chromium or Chrome here.');
  // The page's storage belongs to its origin, so the next window on these folders needs the same port.
  const portFile = join(options.userDataDir, 'server', 'port');
  const port = Number(await readFile(portFile, 'utf8').catch(() => '0')) || (await freePort());
  const profile = join(options.userDataDir, 'chromium');
  await mkdir(profile, { recursive: true });
  const server = await startVSCodeServer(vscode, { ...options, port, graceSeconds }, keeper);
  await writeFile(portFile, String(port));
  const url = server.url(options.folder);
  const untilOver = (ended: Promise<number>): Promise<number> => {
    const serverGone = server.exited.then(() => {
      throw new Error(`The server of VS Code ${vscode.version} ended by itself.`);
    });
    return Promise.race([ended, stopped, serverGone]);
  };
  const chromium = { executable, profile, port: options.remoteDebuggingPort };
  // As everywhere, VS Code runs tests only where an extension is under development.
  if (options.extensionTestsPath !== undefined && options.extensionDevelopmentPaths.length > 0) {
    const { devtools } = await startChromium(chromium, keeper);
    // What tests need is loaded for them alone: it takes a second.
    const { testsEnded } = await import('./testWindow.ts');
    return untilOver(testsEnded(devtools, url));
  }
  const { exited } = await startChromium({ ...chromium, url }, keeper);
  return untilOver(exited.then(() => 0));
}
