// A second service beside the local server: added with the keyboard, its key typed into a password box, its jobs seen, a job
// launched on it from a job file, and what it says of the data marked in the file that was sent.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { exampleLines, fakeEngine, ServerFixture, testKey, type TestServer } from '../support/serverHarness.ts';
import { foundryAzure, ScriptedService } from '../support/scriptedService.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  choose,
  dialog,
  enter,
  gone,
  notifications,
  openFile,
  pressDialogButton,
  problemRows,
  quickInput,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

describe('A connection to a second server, in a real window', () => {
  const servers = new ServerFixture();
  let server: TestServer;
  let profile: Profile;
  let window: Window;
  let page: Page;

  before(async () => {
    const failure = 'Invalid file format. Example 5, message 1 cannot be learned from.';
    const picky = fakeEngine({ failAfter: 1, failure }, 'picky', 'picky-1');
    server = await servers.start({}, { engines: [fakeEngine(), picky] });
    profile = await newProfile();
    const folder = await profile.copyOfSample();
    const job = {
      connection: 'Second',
      request: { model: 'picky-1', training_file: 'validation.jsonl', suffix: 'filed' },
    };
    await writeFile(join(folder, 'second.finetune.json'), JSON.stringify(job, undefined, 2));
    window = await profile.open(folder);
    page = window.page;
  });

  after(async () => {
    await profile.dispose();
    await servers.dispose();
  });

  it('is added by address and key, and tells at once what the service can do', async () => {
    await runCommand(page, 'Fine-tuning: Add Connection...');
    await choose(page, '', 'Another service, with a key');
    await seen(quickInput(page).getByText('(2/3)'));
    await enter(page, 'gopher://nowhere');
    await seen(quickInput(page).getByText('An address begins with https:// or http://'));
    // Whoever presses Enter once more than needed is back at the address.
    await enter(page, 'http://acme.test/v1');
    const question = dialog(page).filter({ hasText: 'Use an address without encryption?' });
    await seen(question.locator('.monaco-button:focus').filter({ hasText: 'Change It' }));
    await window.screenshot('connections-unencrypted');
    await page.keyboard.press('Enter');
    await gone(question);
    await seen(quickInput(page).getByText('(2/3)'));
    assert.equal(await quickInput(page).locator('input').first().inputValue(), 'http://acme.test/v1');
    await enter(page, server.url);
    await seen(quickInput(page).getByText('(3/3)'));
    await enter(page, 'Second');
    const box = quickInput(page).locator('input[type="password"]');
    await seen(box);
    await seen(quickInput(page).getByText(`sent to ${new URL(server.url).host} only`));
    await box.fill(testKey);
    await page.keyboard.press('Enter');
    await seen(notifications(page).filter({ hasText: 'Second' }).filter({ hasText: 'answers. It has: jobs' }));
  });

  it('shows the jobs of that server beside those of the local one, with its host', async () => {
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', new Blob([exampleLines(12)]), 'train.jsonl');
    const { body: file } = await server.ask('POST', '/files', form);
    const request = { model: 'baseline-1', training_file: file.id, suffix: 'elsewhere' };
    assert.equal((await server.ask('POST', '/fine_tuning/jobs', request)).status, 200);
    await runCommand(page, 'Fine-tuning: Refresh Jobs');
    await runCommand(page, 'View: Show Finetune Workbench');
    await seen(
      treeRows(page, 'Jobs')
        .filter({ hasText: 'Second' })
        .filter({ hasText: new URL(server.url).host }),
    );
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'elsewhere' }).filter({ hasText: 'succeeded' }));
    await window.screenshot('connections');
  });

  it('takes a job from a job file, and what it says of the data is marked in the file that was sent', async () => {
    await openFile(page, 'second.finetune.json');
    await page.locator('.codelens-decoration').getByRole('button', { name: 'Launch' }).click();
    await seen(dialog(page).filter({ hasText: new URL(server.url).host }));
    await window.screenshot('connections-confirmed');
    await pressDialogButton(page, 'Launch');
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'filed' }).filter({ hasText: 'failed' }));
    await openFile(page, 'validation.jsonl');
    const row = (await problemRows(page)).filter({ hasText: 'Example 5, message 1 cannot be learned from.' });
    await seen(row.filter({ hasText: '[Ln 5, Col 1]' }));
    await window.screenshot('connections-failed');
  });

  it('is removed with its jobs after a question', async () => {
    await runCommand(page, 'Fine-tuning: Remove Connection...');
    await choose(page, '', 'Second');
    await seen(dialog(page));
    await pressDialogButton(page, 'Remove');
    await gone(treeRows(page, 'Jobs').filter({ hasText: 'elsewhere' }));
  });
});

// The desktop VS Code has a Microsoft account provider of its own that stands in the way of ours.
const describeHosted = process.env['FINETUNE_DESKTOP'] ? () => undefined : describe;

describeHosted('An Azure connection with a Microsoft account, in a real window', () => {
  const token = 'token for https://cognitiveservices.azure.com/.default';
  let service: ScriptedService;
  let profile: Profile;
  let page: Page;

  before(async () => {
    service = await ScriptedService.start({ ...foundryAzure, auth: 'bearer', key: token });
    profile = await newProfile();
    page = (await profile.open(await profile.copyOfSample())).page;
  });

  after(async () => {
    await profile.dispose();
    await service.stop();
  });

  it('signs in once, and asks the service with the token of that account and no key', async () => {
    await runCommand(page, 'Fine-tuning: Add Connection...');
    await choose(page, '', 'Azure OpenAI, with a Microsoft account');
    await seen(quickInput(page).getByText('(2/3)'));
    await enter(page, `http://${service.host}`);
    await seen(quickInput(page).getByText('(3/3)'));
    await enter(page, 'Azure');
    await seen(dialog(page).filter({ hasText: 'wants to sign in using Microsoft' }));
    await pressDialogButton(page, 'Allow');
    const toast = notifications(page).filter({ hasText: 'answers. It has: jobs' });
    await seen(toast);
    await runCommand(page, 'Fine-tuning: Refresh Jobs');
    assert.ok(service.count('GET /fine_tuning/jobs') > 0);
    for (const { headers } of service.requests) {
      assert.equal(headers.authorization, `Bearer ${token}`);
      assert.equal(headers['api-key'], undefined);
    }
  });
});
