// A folder that a person does not trust: writing works, what starts a program or sends something says why it does not.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  editor,
  gone,
  goTo,
  notifications,
  openFile,
  problemRows,
  quickPickRows,
  runCommand,
  seen,
  summon,
} from './workbench.ts';

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** Settings that the folder brings: whom it would have asked, and what it would have run. */
const smuggled = {
  'finetune.connections': [{ name: 'smuggled', kind: 'compatible', url: 'http://127.0.0.1:9', authentication: 'none' }],
  'finetune.launch.defaultConnection': 'smuggled',
  'finetune.localServer.port': 9,
  'finetune.localServer.engines': [{ name: 'smuggled', command: ['false'], models: ['m'], methods: ['supervised'] }],
};

// `runTests` of @vscode/test-electron switches trust off in the desktop VS Code.
const describeHosted = process.env['FINETUNE_DESKTOP'] ? () => undefined : describe;

describeHosted('An untrusted folder, in a real window', () => {
  let profile: Profile;
  let window: Window;
  let page: Page;

  before(async () => {
    profile = await newProfile({ settings: restricted });
    const folder = await profile.copyOfSample();
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(smuggled));
    window = await profile.open(folder);
    page = window.page;
    await seen(page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }));
    await openFile(page, 'train.jsonl');
  });

  after(() => profile.dispose());

  it('has its mistakes marked and mended', async () => {
    await seen((await problemRows(page)).filter({ hasText: 'Ln 57' }));
    await editor(page, 'train.jsonl').click({ position: { x: 400, y: 40 } });
    await goTo(page, 12, 164);
    const fix = page.locator('.action-widget').getByText('Add the comma', { exact: true });
    await summon(page, ['Control+.'], fix);
    await fix.click();
    await gone((await problemRows(page)).filter({ hasText: 'Ln 12' }));
  });

  it('has its keys explained', async () => {
    await editor(page, 'train.jsonl').click({ position: { x: 400, y: 40 } });
    await goTo(page, 1, 4);
    const hover = page.locator('.monaco-hover:visible').first();
    await summon(page, ['Control+K', 'Control+I'], hover);
    assert.match(await hover.innerText(), /messages/);
    await page.keyboard.press('Escape');
  });

  it('brings no connection along', async () => {
    await runCommand(page, 'Fine-tuning: Choose Default Connection...');
    await seen(quickPickRows(page).filter({ hasText: 'local' }).first());
    assert.doesNotMatch((await quickPickRows(page).allInnerTexts()).join(), /smuggled/);
    await page.keyboard.press('Escape');
  });

  it('launches no job and starts no server, and says why', async () => {
    await runCommand(page, 'Fine-tuning: Launch Job...');
    const toasts = notifications(page);
    await seen(toasts.filter({ hasText: 'Jobs are launched from trusted workspaces only. Trust this workspace' }));
    await runCommand(page, 'Fine-tuning: Start Local Server');
    await seen(toasts.filter({ hasText: 'The local server is used from trusted workspaces only. Trust' }));
    await window.screenshot('untrusted');
    assert.equal(existsSync(profile.localServerFolder), false);
  });
});
