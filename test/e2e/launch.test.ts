// A launch on a second service with all that comes before it: options, a rehearsal on the local server, the job file in
// between; and the question that a second launch of the same job meets.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ServerFixture, testKey, type TestServer } from '../support/serverHarness.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  choose,
  dialog,
  enter,
  eventually,
  gone,
  notifications,
  openFile,
  pressDialogButton,
  quickInput,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

async function addConnection(page: Page, { url }: TestServer): Promise<void> {
  await runCommand(page, 'Fine-tuning: Add Connection...');
  await choose(page, '', 'Another service, with a key');
  await seen(quickInput(page).getByText('(2/3)'));
  await enter(page, url);
  await seen(quickInput(page).getByText('(3/3)'));
  await enter(page, 'Second');
  const box = quickInput(page).locator('input[type="password"]');
  await seen(box);
  await box.fill(testKey);
  await page.keyboard.press('Enter');
  await seen(notifications(page).filter({ hasText: 'answers. It has: jobs' }));
}

/** Answers the wizard up to the confirmation. */
async function answerWizard(page: Page): Promise<void> {
  await runCommand(page, 'Fine-tuning: Launch Job...');
  await seen(quickInput(page).getByPlaceholder('Service to launch on'));
  await choose(page, '', 'Second');
  await seen(quickInput(page).getByText('(1/4)'));
  await choose(page, '', 'baseline-1');
  await seen(quickInput(page).getByText('(2/4)'));
  await choose(page, '', 'No validation file');
  await seen(quickInput(page).getByText('(3/4)'));
  await enter(page, '3');
  await seen(quickInput(page).getByText('(4/4)'));
  await enter(page, 'dress');
  await question(page, 'Launch this fine-tuning job?');
}

const question = (page: Page, words: string): Promise<void> => seen(dialog(page).filter({ hasText: words }));

/** Sets an option from the list of them. */
async function setOption(page: Page, name: string, text: string): Promise<void> {
  await seen(quickInput(page).getByPlaceholder('What to set'));
  await choose(page, name, name);
  await seen(quickInput(page).getByText(`${name}. Empty = chosen by the service`));
  await enter(page, text);
}

async function pressLaunchLens(page: Page): Promise<void> {
  await page.locator('.codelens-decoration').getByRole('button', { name: 'Launch' }).click();
  await question(page, 'Launch this fine-tuning job?');
  await pressDialogButton(page, 'Launch');
}

describe('A launch on another service, in a real window', () => {
  const servers = new ServerFixture();
  let server: TestServer;
  let profile: Profile;
  let window: Window;
  let page: Page;
  let folder: string;

  before(async () => {
    server = await servers.start();
    profile = await newProfile();
    folder = await profile.copyOfSample();
    window = await profile.open(folder);
    page = window.page;
    await addConnection(page, server);
    await openFile(page, 'practice.jsonl');
  });

  after(async () => {
    await profile.dispose();
    await servers.dispose();
  });

  const jobs = async (): Promise<readonly { seed: number; user_provided_suffix: string }[]> =>
    (await server.get('/fine_tuning/jobs')).data;

  it('goes back from the first numbered question to the choice of the service', async () => {
    await runCommand(page, 'Fine-tuning: Launch Job...');
    await seen(quickInput(page).getByPlaceholder('Service to launch on'));
    await choose(page, '', 'Second');
    await seen(quickInput(page).getByText('(1/4)'));
    await window.screenshot('launch-0-model');
    await quickInput(page).getByRole('button', { name: 'Back' }).click();
    await seen(quickInput(page).getByPlaceholder('Service to launch on'));
    await page.keyboard.press('Escape');
    await gone(quickInput(page));
  });

  it('shows the options that were set before anything is sent', async () => {
    await answerWizard(page);
    await pressDialogButton(page, 'More Options');
    await setOption(page, 'Batch size', '4');
    await setOption(page, 'Seed', '7');
    await seen(quickInput(page).getByPlaceholder('What to set'));
    await choose(page, 'Done', 'Done');
    await question(page, 'Seed: 7');
    assert.match(await dialog(page).innerText(), /Batch size: 4\s+Seed: 7/);
    await window.screenshot('launch-1-options');
  });

  it('rehearses on the local server, says how that went and asks again', async () => {
    await pressDialogButton(page, 'Rehearse');
    await question(page, 'The rehearsal succeeded.');
    await window.screenshot('launch-2-rehearsed');
    await pressDialogButton(page, 'OK');
    await question(page, 'Seed: 7');
    assert.deepEqual(await jobs(), []);
  });

  it('keeps the job in a file, which launches it', async () => {
    await pressDialogButton(page, 'Save as Job File');
    await seen(quickInput(page).getByText('Save as Job File'));
    await page.keyboard.press('Enter');
    await seen(page.locator('.tab.active').filter({ hasText: /^practice\.finetune\.json$/ }));
    const saved: unknown = JSON.parse(await readFile(join(folder, 'practice.finetune.json'), 'utf8'));
    const hyperparameters = { n_epochs: 3, batch_size: 4 };
    assert.deepEqual(saved, {
      connection: 'Second',
      request: {
        model: 'baseline-1',
        training_file: 'practice.jsonl',
        suffix: 'dress',
        method: { type: 'supervised', supervised: { hyperparameters } },
        seed: 7,
      },
    });
    await pressLaunchLens(page);
    await eventually('the job on the second service', async () => (await jobs()).length === 1);
    const [job] = await jobs();
    assert.deepEqual([job?.user_provided_suffix, job?.seed], ['dress', 7]);
    await runCommand(page, 'View: Show Finetune Workbench');
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'rehearsal' }).filter({ hasText: 'succeeded' }));
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'dress' }).filter({ hasText: 'succeeded' }));
    await window.screenshot('launch-3-launched');
  });

  it('asks before the same job is launched a second time, and sends nothing when that is not wanted', async () => {
    await openFile(page, 'practice.finetune.json');
    await pressLaunchLens(page);
    await question(page, 'The same job was launched a few minutes ago. Launch another one?');
    await window.screenshot('launch-4-doubt');
    // The button that has the focus is the safe one.
    await seen(dialog(page).getByRole('button', { name: 'Look at the Jobs' }).and(page.locator(':focus')));
    await page.keyboard.press('Enter');
    await gone(dialog(page));
    await gone(notifications(page).filter({ hasText: 'Launching on Second' }));
    assert.equal((await jobs()).length, 1);
  });
});
