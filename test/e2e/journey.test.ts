// The main job, as a person does it: open the sample, mend what is marked, launch, watch, pause, resume, cancel; close the
// window while a job trains and find it in the next one.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chooseInMenu, jobRow, launch, pressInline, untilJobIs } from './jobs.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  editor,
  eventually,
  explorerRows,
  gone,
  goTo,
  notifications,
  openFile,
  problemRows,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

describe('The main job, in a real window', () => {
  let profile: Profile;
  let window: Window;
  let page: Page;
  let folder: string;

  before(async () => {
    profile = await newProfile();
    folder = await profile.copyOfSample();
    window = await profile.open(folder);
    page = window.page;
  });

  after(() => profile.dispose());

  it('opens the sample workspace', async () => {
    await seen(explorerRows(page).filter({ hasText: 'train.jsonl' }));
    await window.screenshot('sample');
  });

  it('marks exactly the three broken rows of the sample', async () => {
    await openFile(page, 'train.jsonl');
    const rows = await problemRows(page);
    await seen(rows.filter({ hasText: 'Ln 57' }));
    const texts = await rows.allInnerTexts();
    assert.equal(texts.length, 4, texts.join('\n'));
    assert.match(texts[1] ?? '', /Missing comma\..*json\/missing-comma.*\[Ln 12, Col 164\]/s);
    assert.match(texts[2] ?? '', /Unknown role human\..*chat\/invalid-role.*\[Ln 31, Col 267\]/s);
    assert.match(texts[3] ?? '', /No assistant message to learn from\..*chat\/missing-assistant.*\[Ln 57, Col 2\]/s);
    await goTo(page, 12, 164);
    await seen(editor(page, 'train.jsonl').locator('.squiggly-error').first());
    await window.screenshot('journey-1-marked');
  });

  it('explains a rule when its link is followed', async () => {
    const rows = await problemRows(page);
    await rows.filter({ hasText: 'Ln 12' }).getByText('json/missing-comma').click();
    await seen(page.locator('.tab').filter({ hasText: 'rules.md' }));
    await window.screenshot('journey-2-rule');
    await page
      .locator('.tab')
      .filter({ hasText: 'rules.md' })
      .getByRole('button', { name: /^Close/ })
      .click();
    await editor(page, 'train.jsonl').click();
  });

  it('refuses to launch a file with errors, and says how many and where', async () => {
    await openFile(page, 'train.jsonl');
    await runCommand(page, 'Fine-tuning: Launch Job...');
    await seen(notifications(page).filter({ hasText: 'train.jsonl has 3 errors, the first in line 12.' }));
    await window.screenshot('journey-3-refused');
    await notifications(page).getByRole('button', { name: 'Open Problems' }).click();
  });

  it('takes each mark away when its row is mended by hand', async () => {
    const rows = await problemRows(page);
    await editor(page, 'train.jsonl').click();
    await goTo(page, 12, 163);
    await page.keyboard.type(',');
    await gone(rows.filter({ hasText: 'Ln 12' }));
    await goTo(page, 31, 268);
    for (let i = 0; i < 'human'.length; i++) await page.keyboard.press('Delete');
    await page.keyboard.type('user');
    await gone(rows.filter({ hasText: 'Ln 31' }));
    await goTo(page, 57, 9999);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      ', {"role": "assistant", "content": "G47.00 Insomnia, unspecified"}',
    );
    await page.keyboard.press('Control+V');
    await seen(page.locator('.markers-panel').getByText('No problems have been detected'));
    await page.keyboard.press('Control+S');
    await gone(page.locator('.tab.dirty'));
    await window.screenshot('journey-4-mended');
    const saved = (await readFile(join(folder, 'train.jsonl'), 'utf8')).trim().split('\n');
    assert.equal(saved.length, 72);
    for (const row of saved) JSON.parse(row);
  });

  it('shows an empty Jobs view that tells what to do', async () => {
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await seen(page.getByRole('button', { name: 'Launch a Job' }));
    await seen(page.getByRole('button', { name: 'Open the Sample Workspace' }));
    await window.screenshot('journey-5-empty');
  });

  it('launches the mended file from the Command Palette and shows the job succeed', async () => {
    await openFile(page, 'train.jsonl');
    const facts = await launch(page, { validation: 'validation.jsonl', epochs: '', suffix: 'codes' });
    assert.match(facts, /train\.jsonl, 72 examples/);
    assert.match(facts, /validation\.jsonl, 18 examples/);
    assert.match(facts, /Local server on this machine \(127\.0\.0\.1:\d+\), free/);
    await untilJobIs(page, 'codes', 'succeeded');
    await seen(notifications(page).filter({ hasText: 'Fine-tuning "codes" succeeded: ft:baseline-1:' }));
    await window.screenshot('journey-6-succeeded');
  });

  it('pauses and resumes a running job with its inline buttons, and lets it succeed', async () => {
    await openFile(page, 'practice.jsonl');
    await launch(page, { validation: 'validation.jsonl', epochs: '14', suffix: 'practice' });
    await untilJobIs(page, 'practice', 'running');
    await window.screenshot('journey-7-running');
    await pressInline(page, 'practice', 'Pause Job');
    await untilJobIs(page, 'practice', 'paused');
    assert.equal(await jobRow(page, 'practice').getByRole('button', { name: 'Pause Job' }).count(), 0);
    await window.screenshot('journey-8-paused');
    await pressInline(page, 'practice', 'Resume Job');
    await untilJobIs(page, 'practice', 'running');
    await untilJobIs(page, 'practice', 'succeeded');
    assert.equal(await jobRow(page, 'practice').getByRole('button', { name: 'Cancel Job' }).count(), 0);
    await window.screenshot('journey-9-practice-succeeded');
  });

  it('shows parameters, checkpoints and events below a job, and its event log', async () => {
    await runCommand(page, 'Notifications: Clear All Notifications');
    const rows = treeRows(page, 'Jobs');
    await rows.filter({ hasText: 'Parameters' }).first().click();
    await seen(rows.filter({ hasText: 'Batch size' }).first());
    await rows.filter({ hasText: 'Checkpoints' }).first().click();
    await seen(rows.filter({ hasText: 'Step ' }).first());
    await window.screenshot('journey-10-details');
    await pressInline(page, 'practice', 'Show Event Log');
    await seen(page.locator('.tab').filter({ hasText: 'practice events.log' }));
    await seen(page.locator('.editor-instance').getByText('The job has successfully completed').first());
    await window.screenshot('journey-11-events');
  });

  it('cancels a second job at once', async () => {
    await openFile(page, 'practice.jsonl');
    await launch(page, { epochs: '50', suffix: 'unwanted' });
    await untilJobIs(page, 'unwanted', 'running');
    await chooseInMenu(page, 'unwanted', 'Cancel Job');
    await untilJobIs(page, 'unwanted', 'cancelled');
    await window.screenshot('journey-12-cancelled');
  });

  it('lets a job train on when the window is closed, and finds it in the next one', async () => {
    await openFile(page, 'practice.jsonl');
    await launch(page, { epochs: '12', suffix: 'overnight' });
    await untilJobIs(page, 'overnight', 'running');
    await window.close();
    window = await profile.open(folder);
    page = window.page;
    await page.getByRole('tab', { name: 'Finetune Workbench' }).click();
    await seen(jobRow(page, 'overnight'));
    await window.screenshot('journey-13-next-window');
    await untilJobIs(page, 'overnight', 'succeeded');
    for (const suffix of ['codes', 'practice', 'unwanted']) await seen(jobRow(page, suffix));
  });

  it('lists the extension among the running ones', async () => {
    await runCommand(page, 'Developer: Show Running Extensions');
    const list = page.locator('.runtime-extensions-editor');
    const row = list.locator('.extension').filter({ hasText: 'Finetune Workbench' });
    // The list is long, sorted by the time that activation took, and holds only the rows in sight.
    await list.locator('.extension').first().click();
    await eventually('the extension among the running ones', async () => {
      if (await row.isVisible()) return true;
      await page.keyboard.press('PageDown');
      return false;
    });
    assert.match(await row.innerText(), /Activation: \d+ms/);
    await window.screenshot('running-extensions');
  });
});
