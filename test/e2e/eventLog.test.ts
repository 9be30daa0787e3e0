// The event log of a job, as a person reads it: at its end while the job runs, folded, searched, in any theme.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addRun, runSteps, tellRun } from '../support/scriptedRun.ts';
import type { ScriptedService } from '../support/scriptedService.ts';
import { chooseInMenu, jobRow } from './jobs.ts';
import { ScriptedWindow } from './scriptedJobs.ts';
import { runCommand, seen } from './workbench.ts';

describe('The event log of a job, in a real window', () => {
  let scripted: ScriptedWindow;
  let page: Page;
  let acme: ScriptedService;

  const log = () => page.locator('.editor-instance .monaco-editor[data-uri^="finetune-events:"]');
  const line = (text: string) => log().locator('.view-line').filter({ hasText: text });

  before(async () => {
    scripted = await ScriptedWindow.open('Acme');
    page = scripted.page;
    acme = scripted.services['Acme']!;
    addRun(acme, 'ftjob-codes', { suffix: 'codes' });
    tellRun(acme, 'ftjob-codes', 100);
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await scripted.refresh();
  });

  after(() => scripted?.dispose());

  // The space that VS Code shows is not the one that was written.
  const step = (count: number): string => `Step\u00A0${count}/${runSteps}`;

  it('opens at its end, and stays there while it grows by itself', async () => {
    await seen(jobRow(page, 'codes'));
    await chooseInMenu(page, 'codes', 'Show Event Log');
    await seen(line(step(100)));
    tellRun(acme, 'ftjob-codes', runSteps);
    await seen(line(step(runSteps)));
  });

  it('folds its epochs, and what was told between them stays in sight', async () => {
    await runCommand(page, 'Fold All');
    for (const count of [1, 121, 241]) await seen(line(step(count)));
    await seen(line(`at\u00A0step\u00A0${runSteps}`));
    assert.equal(await line(step(200)).count(), 0);
    await scripted.window.screenshot('log-1-folded');
    await runCommand(page, 'Unfold All');
  });

  it('is searched as any editor', async () => {
    await log().locator('.view-line').last().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+F');
    await page.keyboard.type('far above');
    const widget = log().locator('.find-widget.visible');
    await seen(widget.filter({ hasText: /of \d+/ }));
    await page.keyboard.press('Escape');
    await seen(line('warning').first());
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`has the colours of levels: ${theme}`, async () => {
      await scripted.window.setTheme(theme);
      const colorOf = (text: string): Promise<string> =>
        line(text)
          .first()
          .locator('span > span')
          .last()
          .evaluate((element) => getComputedStyle(element).color);
      await seen(line('warning').first());
      assert.notEqual(await colorOf('warning'), await colorOf('Created'));
      await scripted.window.screenshot(`log-2-${theme}`);
    });
  }

  it('is there again after the window was reloaded', async () => {
    await scripted.reload();
    page = scripted.page;
    await seen(line('Step').first());
  });
});
