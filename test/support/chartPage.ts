import { chromium, type Page } from 'playwright-core';
import { join } from 'node:path';
import type { ToChart } from '../../src/webview/messages.ts';
import { ensureChromium, startChromium } from '../host/chromium.ts';
import { Keeper } from '../host/keeper.ts';

const built = (name: string): string => join(import.meta.dirname, '../../dist/webview', name);

/** The page of a chart in the Chromium of the other tests, without VS Code around it. */
export interface ChartPage {
  readonly page: Page;
  /** Says something to the page, as the extension would. */
  tell(message: ToChart): Promise<void>;
  close(): Promise<void>;
}

/** Opens `dist/webview/chart.js` as it was built. Close it, whatever happens. */
export async function openChartPage(): Promise<ChartPage> {
  const keeper = new Keeper();
  const executable = await ensureChromium(console.error);
  const profile = await keeper.temporaryFolder();
  const { devtools } = await startChromium({ executable, profile, port: undefined }, keeper);
  const browser = await chromium.connectOverCDP(devtools);
  const page = await browser.contexts()[0]!.newPage();
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.addStyleTag({ path: built('chart.css') });
  await page.evaluate(() => {
    const api = { postMessage() {}, getState() {}, setState() {} };
    Object.assign(globalThis, { acquireVsCodeApi: () => api });
  });
  await page.addScriptTag({ path: built('chart.js') });
  return {
    page,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to itself
    tell: (message) => page.evaluate((data) => window.postMessage(data), message),
    async close() {
      await browser.close();
      await keeper.end();
    },
  };
}
