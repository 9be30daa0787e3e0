#!/usr/bin/env node
// The npm-hosted VS Code behind the command line of the desktop one, so that `runTests` of @vscode/test-electron takes it
// for any other (`vscodeExecutablePath`). A window is a page in Chromium, without a screen. Which version: the variable
// FINETUNE_VSCODE, one of pinned.ts.
import { chromium as playwright } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { parseCodeArguments } from './arguments.ts';
import type { CodeArguments } from './arguments.ts';
import { findChromium, startChromium } from './chromium.ts';
import { findHosted } from './install.ts';
import type { HostedVSCode } from './install.ts';
import { Keeper } from './keeper.ts';
import { printConsole } from './testConsole.ts';
import { chosenName, pinned } from './pinned.ts';
import { freePort, installExtension, startVSCodeServer } from './vscodeServer.ts';

const closeMs = 5000;
const windowSize = { width: 1440, height: 900 };

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
  const [server, chromium] = await Promise.all([
    startVSCodeServer(vscode, { ...options, port }, keeper),
    startChromium({ executable, profile, port: options.remoteDebuggingPort }, keeper),
  ]);
  await writeFile(portFile, String(port));
  const browser = await playwright.connectOverCDP(chromium.devtools);
  try {
    const context = browser.contexts()[0];
    const page = context?.pages()[0];
    if (!context || !page) throw new Error('Chromium opened no page.');
    await page.setViewportSize(windowSize);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${port}` });
    // As everywhere, VS Code runs tests only where an extension is under development.
    const runsTests = options.extensionTestsPath !== undefined && options.extensionDevelopmentPaths.length > 0;
    const ended = runsTests ? testsEnded(browser, page) : closed(browser, page);
    await page.goto(server.url(options.folder));
    const serverGone = server.exited.then(() => {
      throw new Error(`The server of VS Code ${vscode.version} ended by itself.`);
    });
    return await Promise.race([ended, stopped, serverGone]);
  } finally {
    await closeGently(browser, chromium.exited);
  }
}

/** Resolves with 0 when the person closes the window. */
function closed(browser: Browser, page: Page): Promise<number> {
  return new Promise((resolve) => {
    page.once('close', () => resolve(0));
    browser.once('disconnected', () => resolve(0));
  });
}

/** Resolves with the exit code of the tests; prints what they write to their console. */
async function testsEnded(browser: Browser, page: Page): Promise<number> {
  const ended = new Promise<number>((resolve, reject) => {
    page.once('crash', () => reject(new Error("The window's page crashed.")));
    browser.once('disconnected', () => reject(new Error('Chromium ended before the tests did.')));
    page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', printConsole);
  return ended;
}

/** Asks Chromium to close, so that it writes what it remembers; the keeper ends one that does not listen. */
async function closeGently(browser: Browser, exited: Promise<unknown>): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, closeMs).unref());
  // A refusal means that it is closing already.
  const asked = browser.newBrowserCDPSession().then((session) => session.send('Browser.close'));
  await Promise.race([asked.catch(() => {}).then(() => exited), late]);
}
