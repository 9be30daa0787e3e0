// The chart of jobs, as a person uses it: watches one grow, zooms by keyboard, reads the table, saves, compares.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { addRun, endWithResultFiles, measuredRun, runSteps, tellRun } from '../support/scriptedRun.ts';
import type { ScriptedService } from '../support/scriptedService.ts';
import { jobRow, patience, pressInline } from './jobs.ts';
import { chartFrame, lastStep, plot, ScriptedWindow, violations } from './scriptedJobs.ts';
import { eventually, gone, openFile, quickInput, quickPickRows, runCommand, seen, untilKept } from './workbench.ts';

/** What a screen reader says of the place of the cross. */
const spoken = async (frame: Frame): Promise<string> => (await plot(frame).getAttribute('aria-valuetext')) ?? '';

describe('The chart of a job, in a real window', () => {
  let scripted: ScriptedWindow;
  let page: Page;
  let acme: ScriptedService;
  let frame: Frame;

  const untilLastStep = (step: number): Promise<void> =>
    eventually(`step ${step}`, async () => (await lastStep(frame)) === step, patience);
  const showChart = async (title: string): Promise<void> => {
    await page.locator('.tab').filter({ hasText: title }).click();
    frame = await chartFrame(page);
  };

  before(async () => {
    scripted = await ScriptedWindow.open('Acme', 'Contoso');
    page = scripted.page;
    acme = scripted.services['Acme']!;
    addRun(acme, 'ftjob-codes', { suffix: 'codes' });
    const contoso = scripted.services['Contoso']!;
    addRun(contoso, 'ftjob-earlier', { suffix: 'earlier', created_at: 1_769_000_000 });
    endWithResultFiles(contoso, 'ftjob-earlier', 1.25, 240);
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await scripted.refresh();
  });

  after(() => scripted?.dispose());

  it('opens from the row of a job that has told nothing yet, and says so', async () => {
    await seen(jobRow(page, 'codes'));
    await pressInline(page, 'codes', 'Open Training Metrics');
    frame = await chartFrame(page);
    await seen(frame.getByText('codes (running) has no numbers yet.'));
    await scripted.window.screenshot('chart-1-empty');
  });

  it('grows by itself while the job trains', async () => {
    tellRun(acme, 'ftjob-codes', 90);
    await untilLastStep(90);
    assert.match(await frame.locator('.summary').innerText(), /^codes \(running\): training loss from [\d.]+ to/);
    tellRun(acme, 'ftjob-codes', runSteps);
    await untilLastStep(runSteps);
  });

  it('marks the best checkpoint and over-fitting, and says why', async () => {
    const [best, over] = [frame.locator('.findings .best'), frame.locator('.findings .overfitting')];
    await seen(best.filter({ hasText: /Best checkpoint: step \d+, with a full validation loss of/ }));
    await seen(over.filter({ hasText: /Over-fitting from step \d+ on: the .*validation loss went from/ }));
    // No tooltip stands in the picture, which is that of the README.
    await page.locator('.part.statusbar').hover();
    await gone(page.locator('.workbench-hover'));
    await scripted.window.screenshot('chart-2-whole');
  });

  it('is gone through step by step with the keyboard, and tells the values', async () => {
    const [first, second] = measuredRun();
    await plot(frame).focus();
    await page.keyboard.press('Home');
    assert.equal(
      await spoken(frame),
      `Step 1: Training loss ${first!.train_loss.toPrecision(4)}, Validation loss –, Full validation loss –`,
    );
    await page.keyboard.press('ArrowRight');
    assert.ok((await spoken(frame)).startsWith(`Step 2: Training loss ${second!.train_loss.toPrecision(4)},`));
    await seen(frame.locator('.legend .step').filter({ hasText: 'Step 2' }));
  });

  it('tells the values at the pointer', async () => {
    const { width, height } = (await plot(frame).boundingBox())!;
    await plot(frame).hover({ position: { x: width / 2, y: height / 2 } });
    const isInTheMiddle = async (): Promise<boolean> => {
      const step = Number(/^Step (\d+):/.exec(await spoken(frame))?.[1]);
      return step > runSteps / 3 && step < (2 * runSteps) / 3;
    };
    await eventually('a step in the middle', isInTheMiddle, patience);
  });

  it('zooms in and back with the keyboard', async () => {
    await plot(frame).focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await eventually('a part of the run', async () => (await lastStep(frame)) < runSteps, patience);
    await scripted.window.screenshot('chart-3-zoomed');
    await page.keyboard.press('Escape');
    await untilLastStep(runSteps);
  });

  it('zooms in where the mouse is drawn across, and back at a double click', async () => {
    const { x, y, width, height } = (await plot(frame).boundingBox())!;
    await page.mouse.move(x + width / 3, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await eventually('a part of the run', async () => (await lastStep(frame)) < runSteps, patience);
    await plot(frame).dblclick();
    await untilLastStep(runSteps);
  });

  it('has the same numbers in a table, of which the last are a scroll away', async () => {
    await frame.getByRole('button', { name: 'Table' }).click();
    await seen(frame.getByRole('columnheader', { name: 'Training loss' }));
    const rows = frame.locator('tbody:not(.spacer) tr');
    const [first] = measuredRun();
    assert.match(await rows.first().innerText(), new RegExp(`^1\\s+${first!.train_loss.toPrecision(4)}`));
    await scripted.window.screenshot('chart-4-table');
    await frame.getByRole('region', { name: 'Table' }).focus();
    await page.keyboard.press('End');
    await seen(frame.getByRole('rowheader', { name: String(runSteps), exact: true }));
    assert.ok((await rows.count()) < runSteps);
    await frame.getByRole('button', { name: 'Table' }).click();
  });

  it('saves all numbers as CSV and the chart as a picture', async () => {
    for (const [button, name] of [
      ['Save CSV...', 'codes-metrics.csv'],
      ['Save Picture...', 'codes-metrics.png'],
    ] as const) {
      await frame.getByRole('button', { name: button }).click();
      const input = quickInput(page).locator('input[type="text"]').first();
      const isSuggested = async (): Promise<boolean> => (await input.inputValue()).endsWith(`/${name}`);
      await eventually(`${name} as the suggestion`, isSuggested, patience);
      await page.keyboard.press('Enter');
      await gone(quickInput(page));
    }
    const read = (ending: string): Promise<Buffer> =>
      readFile(join(scripted.folder, `codes-metrics.${ending}`)).catch(() => Buffer.of());
    const areThere = async (): Promise<boolean> => (await read('csv')).length * (await read('png')).length > 0;
    await eventually('both files', areThere, patience);
    const lines = (await read('csv')).toString().trim().split('\n');
    assert.match(lines[0] ?? '', /^step,.*\btrain_loss\b/);
    assert.equal(lines.length, runSteps + 1);
    assert.equal((await read('png')).subarray(1, 4).toString(), 'PNG');
  });

  it('shows any other number that the service sends', async () => {
    await frame.getByLabel('Show').selectOption({ label: 'Token accuracy' });
    await seen(frame.getByLabel('Training token accuracy'));
    await scripted.window.screenshot('chart-5-accuracy');
    await frame.getByLabel('Show').selectOption({ label: 'Loss' });
  });

  it('keeps what was set up while it is hidden', async () => {
    await frame.getByLabel('Smoothing').fill('0.6');
    await frame.getByLabel('Log scale').check();
    await openFile(page, 'practice.jsonl');
    await showChart('codes: metrics');
    assert.equal(await frame.getByLabel('Smoothing').inputValue(), '0.6');
    assert.ok(await frame.getByLabel('Log scale').isChecked());
  });

  it('compares jobs of different services, one of which has its numbers in two result files', async () => {
    await frame.getByRole('button', { name: 'Compare Jobs...' }).click();
    await quickPickRows(page).filter({ hasText: 'earlier' }).click();
    await quickInput(page).getByRole('button', { name: 'OK' }).click();
    await seen(frame.getByLabel('codes (Acme): training loss'));
    await seen(frame.getByLabel('earlier (Contoso): training loss'));
    await seen(frame.getByLabel('earlier (Contoso): validation loss'));
    await seen(page.locator('.tab').filter({ hasText: 'codes and 1 more: metrics' }));
    await seen(frame.locator('.summary').getByText('earlier (Contoso) (succeeded): training loss from'));
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`has nothing that axe-core finds wrong, and follows the theme: ${theme}`, async () => {
      const background = (): Promise<string> => frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await background();
      await scripted.window.setTheme(theme);
      const isOther = async (): Promise<boolean> => theme === 'dark' || (await background()) !== before;
      await eventually('the theme in the chart', isOther, patience);
      await scripted.window.screenshot(`chart-6-${theme}`);
      assert.deepEqual(await violations(frame), []);
    });
  }

  it('is there again after the window was reloaded', async () => {
    await untilKept(page, 'codes and 1 more');
    await scripted.reload();
    page = scripted.page;
    frame = await chartFrame(page);
    await seen(frame.getByLabel('earlier (Contoso): training loss'));
    await seen(frame.getByLabel('codes (Acme): training loss'));
    assert.equal(await frame.getByLabel('Smoothing').inputValue(), '0.6');
  });

  it('draws a run of more steps than pixels as the area that it covers, and has it in the saved picture', async () => {
    addRun(acme, 'ftjob-long', { suffix: 'long', created_at: 1_768_000_000 });
    endWithResultFiles(acme, 'ftjob-long', 1, 5000);
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await scripted.refresh();
    await pressInline(page, 'long', 'Open Training Metrics');
    await seen(page.locator('.tab').filter({ hasText: 'long: metrics' }));
    frame = await chartFrame(page);
    await untilLastStep(5000);
    const color = await frame.evaluate(() => getComputedStyle(document.body).getPropertyValue('--vscode-charts-blue'));
    const url = await frame.evaluate(() => document.querySelector<HTMLCanvasElement>('canvas.areas')!.toDataURL());
    assert.ok((await pixels(page, url, color)) > 5000);
    await scripted.window.screenshot('chart-7-long');
    await frame.getByRole('button', { name: 'Save Picture...' }).click();
    await seen(quickInput(page));
    await page.keyboard.press('Enter');
    const read = (): Promise<Buffer> => readFile(join(scripted.folder, 'long-metrics.png')).catch(() => Buffer.of());
    await eventually('the picture', async () => (await read()).length > 0, patience);
    const saved = `data:image/png;base64,${(await read()).toString('base64')}`;
    // The shade of over-fitting tints most of it; the legend alone has fewer than a hundred.
    assert.ok((await pixels(page, saved, color)) > 1000);
  });
});

/** How many pixels of a picture have a colour (`#rrggbb`). The chart's own page may load no pictures. */
function pixels(page: Page, url: string, color: string): Promise<number> {
  return page.evaluate(
    async ({ url, color }) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const wanted = Number.parseInt(color.slice(1), 16);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!) === wanted) count++;
      }
      return count;
    },
    { url, color },
  );
}
