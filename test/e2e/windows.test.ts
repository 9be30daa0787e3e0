// What a person sees of a job that nobody refreshes: in two windows, in the status bar, when it is over, and the next day.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { addRun, tellRun } from '../support/scriptedRun.ts';
import type { ScriptedService } from '../support/scriptedService.ts';
import { jobRow, patience, untilJobIs } from './jobs.ts';
import { ScriptedWindow } from './scriptedJobs.ts';
import { gone, notifications, runCommand, seen, treeRows } from './workbench.ts';

/** A second window of the same VS Code: another page of the hosted one, or what the desktop one opens. */
async function secondWindow(page: Page): Promise<Page> {
  const context = page.context();
  if (page.url().startsWith('http')) {
    const second = await context.newPage();
    second.setDefaultTimeout(2 * patience);
    await second.goto(page.url());
    return second;
  }
  const opened = context.waitForEvent('page');
  await runCommand(page, 'Workspaces: Duplicate As Workspace in New Window');
  return opened;
}

const statusItem = (page: Page): Locator => page.locator('.statusbar-item').filter({ hasText: 'active job' });
const notice = (page: Page): Locator => notifications(page).filter({ hasText: 'Fine-tuning "codes" succeeded' });

describe('Jobs that nobody refreshes, in real windows', () => {
  let scripted: ScriptedWindow;
  let acme: ScriptedService;
  let pages: readonly Page[] = [];

  before(async () => {
    scripted = await ScriptedWindow.open('Acme');
    acme = scripted.services['Acme']!;
    addRun(acme, 'ftjob-codes', { suffix: 'codes' });
    tellRun(acme, 'ftjob-codes', 100);
    await runCommand(scripted.page, 'Finetune Workbench: Focus on Jobs View');
    await untilJobIs(scripted.page, 'codes', 'running');
    pages = [scripted.page, await secondWindow(scripted.page)];
  });

  after(() => scripted?.dispose());

  it('are in both windows, and counted in the status bar', async () => {
    const [first, second] = pages;
    assert.ok(first && second);
    await seen(second.locator('.monaco-workbench .part.statusbar'));
    await runCommand(second, 'Finetune Workbench: Focus on Jobs View');
    for (const page of pages) {
      await untilJobIs(page, 'codes', 'running');
      await seen(statusItem(page).filter({ hasText: '1 active job' }));
    }
    await scripted.window.screenshot('jobs-2-counted');
  });

  it('say of when they are while their service does not answer, and are followed again by themselves', async () => {
    const stale = treeRows(scripted.page, 'Jobs').filter({ hasText: 'last updated' });
    acme.always('* /fine_tuning/jobs', { type: 'cutRequest', after: 0 });
    await seen(stale);
    await scripted.window.screenshot('jobs-1-no-network');
    acme.calm();
    // The more tries have failed, the longer it is until the next.
    await gone(stale, 2 * patience);
  });

  it('change in both windows when they change at the service, and their end is told once', async () => {
    acme.state.setJob('ftjob-codes', { status: 'succeeded', fine_tuned_model: 'ft:gpt-4.1-mini:acme:codes:1' });
    // It goes from the screen by itself after a while.
    await Promise.race(pages.map((page) => seen(notice(page), 2 * patience)));
    for (const page of pages) {
      await untilJobIs(page, 'codes', 'succeeded');
      await gone(statusItem(page));
    }
    const counts = await Promise.all(pages.map((page) => notice(page).count()));
    assert.ok(counts.reduce((sum, count) => sum + count, 0) <= 1, `${counts.join(' and ')} notices`);
  });

  it('are told of in the next window where they ended while none was open', async () => {
    addRun(acme, 'ftjob-night', { suffix: 'night' });
    await untilJobIs(scripted.page, 'night', 'running');
    await pages[1]?.close();
    pages = [];
    await scripted.reload(() => {
      acme.state.setJob('ftjob-night', { status: 'failed', error: { code: 'x', message: 'The night was too short.' } });
    });
    const told = notifications(scripted.page).filter({ hasText: 'The night was too short.' });
    await seen(told);
    await seen(told.getByRole('button', { name: "Don't Show Again" }));
    await scripted.window.screenshot('jobs-3-notice');
    await runCommand(scripted.page, 'Finetune Workbench: Focus on Jobs View');
    await seen(jobRow(scripted.page, 'night').filter({ hasText: 'failed' }));
  });
});
