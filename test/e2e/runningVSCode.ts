// A VS Code that @vscode/test-electron started, with the one page that its window is. The npm-hosted one outlives its windows:
// its page leaves a folder for nothing, and comes back to another one in half the time that starting takes. The desktop one
// ends with its window.
import { runTests } from '@vscode/test-electron';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';
import { windowSize } from '../host/chromium.ts';
import { drawCurtain } from '../host/curtain.ts';
import { directSocket } from '../host/directSocket.ts';
import { holdStill } from '../host/holdStill.ts';
import { root } from '../host/paths.ts';
import { quietTransport } from '../host/quietTransport.ts';
import { freePort } from '../host/vscodeServer.ts';
import { isSeen } from './workbench.ts';

const openMs = 120_000;

export interface RunningVSCode {
  readonly page: Page;
  /** Opens a window on that folder, in the page, where `leave` has left it. */
  open(folder: string): Promise<void>;
  /** Closes the window, if one is open; false where VS Code has ended with it. */
  leave(): Promise<boolean>;
  /** Forgets what VS Code keeps in the page's browser. */
  forget(): Promise<void>;
  /** Ends VS Code. */
  end(): Promise<void>;
}

/** Starts it with a window on that folder, and waits until it can be used. */
export async function startVSCode(
  vscodeExecutablePath: string,
  folder: string,
  options: readonly string[],
): Promise<RunningVSCode> {
  const port = await freePort();
  // Without an extension under development VS Code runs no tests: it would refuse dialogs while it does.
  const ended = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: [],
    extensionTestsPath: root,
    launchArgs: [folder, ...options, `--remote-debugging-port=${port}`],
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
  const isHosted = page.url().startsWith('http');
  const { origin } = isHosted ? new URL(page.url()) : { origin: '' };
  if (isHosted) await makeUsual(page, origin);

  const end = async (): Promise<void> => {
    const session = await browser.newBrowserCDPSession();
    // Its answer may go with the browser; whether that ended well VS Code tells.
    await session.send('Browser.close').catch(() => undefined);
    const cause = await failure;
    if (cause !== undefined) throw new Error('VS Code did not end well.', { cause });
  };
  return {
    page,
    async open(next) {
      const place = encodeURIComponent(next).replaceAll('%2F', '/');
      await page.goto(`${origin}/?folder=${place}`, { timeout: openMs });
      if (!(await isSeen(workbench(page), openMs))) throw new Error('No workbench appeared.');
    },
    async leave() {
      if (!isHosted) {
        await end();
        return false;
      }
      for (const other of page.context().pages()) if (other !== page) await other.close();
      // With the page goes the extension host, a moment later.
      await page.goto('about:blank');
      return true;
    },
    async forget() {
      const session = await page.context().newCDPSession(page);
      // What lets the browser in at the server is a cookie.
      const storageTypes = 'local_storage,indexeddb,cache_storage,service_workers';
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
      await session.detach();
    },
    end,
  };
}

const workbench = (page: Page) => page.locator('.monaco-workbench .part.statusbar');

const pageStyles = [holdStill, drawCurtain];

/** As large as a window on a screen, with the clipboard, like the desktop's; and drawn only when a picture is taken. */
async function makeUsual(page: Page, origin: string): Promise<void> {
  await page.setViewportSize(windowSize);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  // Sockets are made before the page can be seen: those of the first window stay as they are.
  for (const script of [directSocket, ...pageStyles]) await page.addInitScript(script);
  for (const script of pageStyles) await page.evaluate(script);
}

async function connect(port: number): Promise<Browser> {
  for (const deadline = Date.now() + openMs; ; await delay(100)) {
    try {
      return await chromium.connectOverCDP(await quietTransport(`http://127.0.0.1:${port}`));
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** The page that shows the workbench, once a person could use it. */
async function workbenchPage(browser: Browser): Promise<Page> {
  for (const deadline = Date.now() + openMs; Date.now() < deadline; await delay(100)) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      if (await workbench(page).isVisible()) return page;
    }
  }
  throw new Error('No workbench appeared.');
}
