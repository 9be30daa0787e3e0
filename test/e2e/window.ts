// A VS Code window with the packaged extension installed, driven from outside as a person would. Works the same in the
// npm-hosted VS Code and in the desktop one (test/host/choose.ts says which).
import { runTests } from '@vscode/test-electron';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseVSCode, runCli, type ChosenVSCode } from '../host/choose.ts';
import { windowSize } from '../host/chromium.ts';
import { Keeper } from '../host/keeper.ts';
import { localServerFolder } from '../host/localServer.ts';
import { packageExtension } from '../host/packageExtension.ts';
import { root, sampleFolder } from '../host/paths.ts';
import { setFolderTheme, writeSettings } from '../host/profile.ts';
import type { Theme } from '../host/profile.ts';
import { freePort } from '../host/vscodeServer.ts';
import { eventually, isSeen } from './workbench.ts';

const openMs = 120_000;
/** How long a test waits for what it looks for, on a machine that may have other work. */
const seenMs = 90_000;
const screenshots = join(root, 'out', 'screenshots');

export interface ProfileOptions {
  /** 'dark' without it. */
  readonly theme?: Theme;
  /** Folders of further extensions under test/host, to be installed first. */
  readonly extensions?: readonly string[];
  /** User settings over those of test/host/profile.ts. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** One person's VS Code: what it remembers from window to window, with the packaged extension installed. */
export interface Profile {
  /** VS Code's `--user-data-dir`. */
  readonly userDataDir: string;
  /** Data folder of the local fine-tuning server that the extension starts in this profile. */
  readonly localServerFolder: string;
  /** A new temporary folder with the sample workspace in it. */
  copyOfSample(): Promise<string>;
  /** A new temporary folder. */
  emptyFolder(): Promise<string>;
  /** Opens a window on that folder and waits until it can be used. One at a time: close it to open the next. */
  open(folder: string): Promise<Window>;
  /** Closes the window, stops the local server and removes all folders. */
  dispose(): Promise<void>;
}

export interface Window {
  readonly page: Page;
  /** Writes `out/screenshots/NAME.png`; its path. */
  screenshot(name: string): Promise<string>;
  /** Changes the theme, whatever is open. */
  setTheme(theme: Theme): Promise<void>;
  /** Writes `NAME-THEME.png` in light, high contrast and dark, whatever is open; the window is dark after it. */
  screenshotInThemes(name: string): Promise<void>;
  /** Closes the window as a person does. The local fine-tuning server goes on. */
  close(): Promise<void>;
}

/** VS Code's own classes of a window. */
const themeClasses: Record<Theme, string> = {
  light: 'vs',
  dark: 'vs-dark',
  highContrast: 'hc-black',
  highContrastLight: 'hc-light',
};

/** The windows that are open now, for a picture of each when a test fails. */
export const openWindows = new Set<Window>();

/** A new profile; `FINETUNE_VSIX` names the packaged extension. Dispose it, whatever happens. */
export async function newProfile({ theme = 'dark', settings, extensions = [] }: ProfileOptions = {}): Promise<Profile> {
  const vscode = await chooseVSCode();
  const extensionsDir = await extensionsWith(extensions, vscode);
  const keeper = new Keeper();
  const home = await keeper.temporaryFolder();
  const userDataDir = join(home, 'user');
  const folders = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
  keeper.ownLocalServer(localServerFolder(userDataDir));
  // Integration tests run with Git, these as for who has switched it off: windows open sooner.
  await writeSettings(userDataDir, theme, { 'git.enabled': false, ...settings });
  let current: Window | undefined;
  return {
    userDataDir,
    localServerFolder: localServerFolder(userDataDir),
    emptyFolder: () => keeper.temporaryFolder(),
    async copyOfSample() {
      const folder = join(await keeper.temporaryFolder(), 'sample');
      await cp(sampleFolder, folder, { recursive: true });
      return folder;
    },
    async open(folder) {
      await current?.close();
      current = await openWindow(vscode.executable, [folder, ...folders], folder);
      return current;
    },
    async dispose() {
      try {
        await current?.close();
      } finally {
        await keeper.end();
      }
    },
  };
}

/** Folders with the extensions of profiles, by the names of the further ones; the keeper removes them when this process ends. */
const installed = new Map<string, Promise<string>>();
const installedKeeper = new Keeper();

/** VS Code's `--extensions-dir` with the packaged extension and those: installed once, since no profile changes it. */
function extensionsWith(names: readonly string[], vscode: ChosenVSCode): Promise<string> {
  const key = names.join();
  const folder = installed.get(key) ?? install(names, vscode);
  installed.set(key, folder);
  return folder;
}

async function install(names: readonly string[], { cli }: ChosenVSCode): Promise<string> {
  const vsix = process.env['FINETUNE_VSIX'];
  if (!vsix) throw new Error('FINETUNE_VSIX names no .vsix; run `node scripts/test.mjs e2e`.');
  const home = await installedKeeper.temporaryFolder();
  const extensionsDir = join(home, 'extensions');
  const packages = [vsix, ...(await Promise.all(names.map((name) => packageExtension(name, home))))];
  const folders = [`--user-data-dir=${join(home, 'user')}`, `--extensions-dir=${extensionsDir}`];
  for (const path of packages) await runCli(cli, [`--install-extension=${path}`, '--force', ...folders]);
  return extensionsDir;
}

async function openWindow(
  vscodeExecutablePath: string,
  launchArgs: readonly string[],
  folder: string,
): Promise<Window> {
  const port = await freePort();
  // Without an extension under development VS Code runs no tests: it would refuse dialogs while it does.
  const ended = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: [],
    extensionTestsPath: root,
    launchArgs: [...launchArgs, `--remote-debugging-port=${port}`],
  });
  const failure = ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  const tooEarly = failure.then((cause) => {
    throw new Error('VS Code ended before its window could be used.', { cause });
  });
  const browser = await Promise.race([connect(port), tooEarly]);
  const page = await Promise.race([workbenchPage(browser), tooEarly]);
  page.setDefaultTimeout(seenMs);
  if (page.url().startsWith('http')) await makeUsual(page);
  const window: Window = {
    page,
    async screenshot(name) {
      await mkdir(screenshots, { recursive: true });
      const path = join(screenshots, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
    setTheme: (theme) =>
      eventually(`the theme ${theme}`, async () => {
        await setFolderTheme(folder, theme);
        return isSeen(page.locator(`.monaco-workbench.${themeClasses[theme]}`), 10_000);
      }),
    async screenshotInThemes(name) {
      for (const theme of ['light', 'highContrast', 'dark'] as const) {
        await window.setTheme(theme);
        await window.screenshot(`${name}-${theme}`);
      }
    },
    async close() {
      if (!openWindows.delete(window)) return;
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close');
      const cause = await failure;
      if (cause !== undefined) throw new Error('VS Code did not end well.', { cause });
    },
  };
  openWindows.add(window);
  return window;
}

/** As large as a window on a screen, and with the clipboard, like the desktop's. */
async function makeUsual(page: Page): Promise<void> {
  await page.setViewportSize(windowSize);
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
}

async function connect(port: number): Promise<Browser> {
  for (const deadline = Date.now() + openMs; ; await delay(100)) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** The page that shows the workbench, once a person could use it. */
async function workbenchPage(browser: Browser): Promise<Page> {
  for (const deadline = Date.now() + openMs; Date.now() < deadline; await delay(100)) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      if (await page.locator('.monaco-workbench .part.statusbar').isVisible()) return page;
    }
  }
  throw new Error('No workbench appeared.');
}
