import { chromium } from 'playwright-core';
import { windowSize } from './chromium.ts';
import { drawCurtain } from './curtain.ts';
import { directSocket } from './directSocket.ts';
import { holdStill } from './holdStill.ts';
import { quietTransport } from './quietTransport.ts';
import { printConsole } from './testConsole.ts';

/**
 * Opens `url`, in which VS Code runs tests, in the Chromium of that DevTools address. Resolves with the exit code of the
 * tests; prints what they write to their console.
 */
export async function testsEnded(devtools: string, url: string): Promise<number> {
  const browser = await chromium.connectOverCDP(await quietTransport(devtools));
  const context = browser.contexts()[0];
  const page = context?.pages()[0];
  if (!context || !page) throw new Error('Chromium opened no page.');
  await page.setViewportSize(windowSize);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
  const ended = new Promise<number>((resolve, reject) => {
    page.once('crash', () => reject(new Error("The window's page crashed.")));
    browser.once('disconnected', () => reject(new Error('Chromium ended before the tests did.')));
    page.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', printConsole);
  for (const script of [directSocket, holdStill, drawCurtain]) await page.addInitScript(script);
  await page.goto(url);
  return ended;
}
