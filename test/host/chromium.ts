import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { installPackage, whyNotInstall } from './debian.ts';
import type { Keeper } from './keeper.ts';

/** Chromium without the window around its pages, which nobody sees here: it starts sooner. */
const headlessShell = 'chromium-headless-shell';
const names = [headlessShell, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const startMs = 30_000;

/** CSS pixels. */
export const windowSize = { width: 1440, height: 900 };

/** Path of a Chromium or Chrome on this machine: what CHROME_PATH names, else the first on the PATH. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env['CHROME_PATH'] ?? '', ...candidates, ...places].find(isExecutable);
}

function isExecutable(path: string): boolean {
  if (path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds Chromium or Chrome, or installs Debian's package of Chromium's headless shell, else of Chromium; that needs apt-get
 * and root.
 * @throws UserError where neither is to be had.
 */
export async function ensureChromium(say: (line: string) => void): Promise<string> {
  const present = findChromium();
  if (present) return present;
  const advice = 'Install Chromium or Chrome, or set CHROME_PATH to one, then run this again.';
  const refuse = (why: string) =>
    new UserError('host.noChromium', `There is no Chromium or Chrome here, and ${why}.`, advice);
  const obstacle = whyNotInstall();
  if (obstacle !== undefined) throw refuse(obstacle);
  let failure: string | undefined;
  // Older Debians have no package of the shell alone.
  for (const name of [headlessShell, 'chromium']) {
    say(`Installing Chromium (Debian package ${name})...`);
    failure = await installPackage(name);
    const installed = failure === undefined ? findChromium() : undefined;
    if (installed) return installed;
  }
  throw refuse(failure ?? 'apt-get installed none');
}

/** How a Chromium is started. */
export interface ChromiumOptions {
  readonly executable: string;
  /** Profile folder: what a window remembers is in here. */
  readonly profile: string;
  /** Port of the DevTools protocol; a free one where undefined. */
  readonly port: number | undefined;
  /** The page that it starts with. */
  readonly url?: string;
}

/**
 * Starts Chromium without a window on the screen.
 * @returns the address of its DevTools protocol, for playwright's `connectOverCDP`, and the promise of its end.
 * @throws Error where it does not come up within 30 seconds.
 */
export async function startChromium(
  { executable, profile, port, url = 'about:blank' }: ChromiumOptions,
  keeper: Keeper,
): Promise<{ readonly devtools: string; readonly exited: Promise<unknown> }> {
  const args = [...switches, `--user-data-dir=${profile}`, `--remote-debugging-port=${port ?? 0}`, url];
  const child = keeper.spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const output = child.stderr?.setEncoding('utf8');
  const devtools = await new Promise<string>((resolve, reject) => {
    let text = '';
    const refuse = () => {
      clearTimeout(timer);
      reject(new Error(`Chromium (${executable}) did not start.\n${text.slice(-4000)}`));
    };
    const timer = setTimeout(refuse, startMs);
    exited.then(refuse, reject);
    output?.on('data', (part: string) => {
      text += part;
      const address = /^DevTools listening on (ws:\S+)$/m.exec(text)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      output.removeAllListeners('data').resume();
      resolve(address);
    });
  });
  return { devtools, exited };
}

const switches = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-breakpad',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-component-update',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
  '--disable-renderer-backgrounding',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  `--window-size=${windowSize.width},${windowSize.height}`,
];
