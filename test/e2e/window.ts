// A person's VS Code with the packaged extension installed, driven from outside as that person would. Works the same in the
// npm-hosted VS Code and in the desktop one (test/host/choose.ts says which).
import type { Page } from 'playwright-core';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { curtainUp } from '../host/curtain.ts';
import { Keeper } from '../host/keeper.ts';
import { localServerFolder } from '../host/localServer.ts';
import { root, sampleFolder } from '../host/paths.ts';
import { setFolderTheme, writeSettings } from '../host/profile.ts';
import type { Theme } from '../host/profile.ts';
import { crashWindow, leaveHome, leaveWindow, takeHome, type Home } from './home.ts';
import { startVSCode } from './runningVSCode.ts';
import { eventually, isSeen } from './workbench.ts';

/** How long a test waits for what it looks for, on a machine that may have other work. */
const seenMs = 90_000;
const screenshots = join(root, 'out', 'screenshots');

export interface ProfileOptions {
  /** 'dark' without it. */
  readonly theme?: Theme;
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
  /** Opens a window on that folder and waits until it can be used. One at a time: the one before is closed. */
  open(folder: string): Promise<Window>;
  /** The window ends, and no extension of it has time for anything. */
  crash(): Promise<void>;
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
export async function newProfile({ theme = 'dark', settings }: ProfileOptions = {}): Promise<Profile> {
  const home = await takeHome();
  const { userDataDir } = home;
  const keeper = new Keeper();
  keeper.ownLocalServer(localServerFolder(userDataDir));
  // Integration tests run with Git, these as for who has switched it off.
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
      current = await openWindow(home, folder);
      return current;
    },
    async crash() {
      if (current) openWindows.delete(current);
      current = undefined;
      await crashWindow(home);
    },
    async dispose() {
      try {
        // Also one that was not opened to its end: its extension would start the local server again.
        if (current) openWindows.delete(current);
        await leaveWindow(home);
      } finally {
        await keeper.end();
        await leaveHome(home);
      }
    },
  };
}

async function openWindow(home: Home, folder: string): Promise<Window> {
  if (home.running) await home.running.open(folder);
  else home.running = await startVSCode(home.executable, folder, home.options);
  const { page } = home.running;
  page.setDefaultTimeout(seenMs);
  const window: Window = {
    page,
    async screenshot(name) {
      await mkdir(screenshots, { recursive: true });
      const path = join(screenshots, `${name}.png`);
      await page.screenshot({ path, style: curtainUp });
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
      if (openWindows.delete(window)) await leaveWindow(home);
    },
  };
  openWindows.add(window);
  return window;
}
