// The chart of a job that trains, as a person uses it: watches it grow, zooms by keyboard, reads the table, saves, compares.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { launch, patience, pressInline, untilJobIs } from './jobs.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import { choose, eventually, openFile, quickInput, quickPickRows, runCommand } from './workbench.ts';

/** The page of the chart that is on the screen. */
async function chartFrame(page: Page): Promise<Frame> {
  let found: Frame | undefined;
  await eventually('the chart', async () => {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const isChart = await frame.evaluate(() => document.querySelector('.plot') !== null).catch(() => false);
      if (isChart) found = frame;
    }
    return found !== undefined;
  });
  return found!;
}

const plot = (frame: Frame): Locator => frame.getByRole('slider', { name: 'Step' });

/** What a screen reader says of the place of the cross. */
const spoken = async (frame: Frame): Promise<string> => (await plot(frame).getAttribute('aria-valuetext')) ?? '';

/** The last step that is drawn. */
const lastStep = async (frame: Frame): Promise<number> => Number(await plot(frame).getAttribute('aria-valuemax'));

/** What axe-core finds wrong with the page, in words. */
async function violations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describe('The chart of a job, in a real window', () => {
  let profile: Profile;
  let window: Window;
  let page: Page;
  let folder: string;
  let frame: Frame;

  before(async () => {
    profile = await newProfile();
    folder = await profile.copyOfSample();
    window = await profile.open(folder);
    page = window.page;
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
  });

  after(() => profile.dispose());

  it('opens from the row of a job that trains, and grows by itself', async () => {
    await openFile(page, 'practice.jsonl');
    await launch(page, { validation: 'validation.jsonl', epochs: '50', suffix: 'practice' });
    await untilJobIs(page, 'practice', 'running');
    await pressInline(page, 'practice', 'Open Training Metrics');
    frame = await chartFrame(page);
    await eventually('a first step', async () => (await lastStep(frame)) > 1);
    const before = await lastStep(frame);
    await eventually('more steps', async () => (await lastStep(frame)) > before, patience);
    assert.match(await frame.locator('.summary').innerText(), /^practice \(running\): training loss from [\d.]+ to/);
    await window.screenshot('chart-1-running');
  });

  it('is gone through step by step with the keyboard, and tells the values', async () => {
    await plot(frame).focus();
    await page.keyboard.press('Home');
    assert.match(await spoken(frame), /^Step 1: Training loss [\d.]+/);
    await page.keyboard.press('ArrowRight');
    assert.match(await spoken(frame), /^Step 2: /);
  });

  it('zooms in and back with the keyboard', async () => {
    await untilJobIs(page, 'practice', 'succeeded');
    await runCommand(page, 'Notifications: Clear All Notifications');
    const whole = await lastStep(frame);
    await plot(frame).focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await eventually('a part of the run', async () => (await lastStep(frame)) < whole);
    await window.screenshot('chart-2-zoomed');
    await page.keyboard.press('Escape');
    await eventually('the whole run', async () => (await lastStep(frame)) >= whole);
  });

  it('marks the best checkpoint and says why', async () => {
    const best = frame
      .locator('.findings')
      .filter({ hasText: /Best checkpoint: step [\d,]+, with a .*validation loss of/ });
    await best.waitFor();
  });

  it('has the same numbers in a table', async () => {
    await frame.getByRole('button', { name: 'Table' }).click();
    await frame.getByRole('columnheader', { name: 'Training loss' }).waitFor();
    const first = await frame.locator('tbody tr').first().innerText();
    assert.match(first, /^1\s+[\d.]+/);
    await plot(frame).focus();
    await page.keyboard.press('Home');
    assert.ok((await spoken(frame)).includes(first.split(/\s+/)[1]!), first);
    await window.screenshot('chart-3-table');
  });

  it('saves all numbers as CSV and the chart as a picture', async () => {
    for (const [button, name] of [
      ['Save CSV...', 'practice-metrics.csv'],
      ['Save Picture...', 'practice-metrics.png'],
    ] as const) {
      await frame.getByRole('button', { name: button }).click();
      const input = quickInput(page).locator('input[type="text"]').first();
      await eventually(`${name} as the suggestion`, async () => (await input.inputValue()).endsWith(`/${name}`));
      await page.keyboard.press('Enter');
      await quickInput(page).waitFor({ state: 'hidden' });
    }
    const read = (ending: string): Promise<Buffer> =>
      readFile(join(folder, `practice-metrics.${ending}`)).catch(() => Buffer.of());
    await eventually('both files', async () => (await read('csv')).length * (await read('png')).length > 0);
    assert.match((await read('csv')).toString(), /^step,.*\btrain_loss\b.*\n1,/);
    assert.equal((await read('png')).subarray(1, 4).toString(), 'PNG');
  });

  it('keeps what was set up while it is hidden', async () => {
    await frame.getByLabel('Smoothing').fill('0.6');
    await frame.getByLabel('Log scale').check();
    await openFile(page, 'practice.jsonl');
    await page.locator('.tab').filter({ hasText: 'practice: metrics' }).click();
    frame = await chartFrame(page);
    assert.equal(await frame.getByLabel('Smoothing').inputValue(), '0.6');
    assert.ok(await frame.getByLabel('Log scale').isChecked());
  });

  it('compares jobs', async () => {
    await openFile(page, 'practice.jsonl');
    await launch(page, { validation: 'validation.jsonl', epochs: '10', suffix: 'shorter' });
    await untilJobIs(page, 'shorter', 'succeeded');
    await page.locator('.tab').filter({ hasText: 'practice: metrics' }).click();
    frame = await chartFrame(page);
    await frame.getByRole('button', { name: 'Compare Jobs...' }).click();
    await quickPickRows(page).filter({ hasText: 'shorter' }).click();
    await quickInput(page).getByRole('button', { name: 'OK' }).click();
    await runCommand(page, 'Notifications: Clear All Notifications');
    await frame.getByLabel('shorter: training loss').waitFor();
    await page.locator('.tab').filter({ hasText: 'practice and 1 more: metrics' }).waitFor();
    await window.screenshot('chart-4-compared');
  });

  for (const [name, theme] of [
    ['dark', undefined],
    ['light', 'Light Modern'],
    ['high-contrast', 'Dark High Contrast'],
  ] as const) {
    it(`has nothing that axe-core finds wrong, and follows the theme: ${name}`, async () => {
      const background = (): Promise<string> => frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await background();
      if (theme) {
        await runCommand(page, 'Preferences: Color Theme');
        await choose(page, theme, theme);
        await eventually('the theme in the chart', async () => (await background()) !== before);
      }
      await window.screenshot(`chart-5-${name}`);
      assert.deepEqual(await violations(frame), []);
    });
  }

  it('is there again after the window was reloaded', async () => {
    await window.close();
    window = await profile.open(folder);
    page = window.page;
    frame = await chartFrame(page);
    await frame.getByLabel('shorter: training loss').waitFor({ timeout: patience });
    assert.equal(await frame.getByLabel('Smoothing').inputValue(), '0.6');
  });
});
