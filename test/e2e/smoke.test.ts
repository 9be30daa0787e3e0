import assert from 'node:assert/strict';
import { newProfile } from './window.ts';
import type { Profile, Window } from './window.ts';
import { eventually, explorerRows, runCommand, seen } from './workbench.ts';

describe('A window with the packaged extension', () => {
  let profile: Profile;
  let window: Window;

  before(async () => {
    profile = await newProfile();
    window = await profile.open(await profile.copyOfSample());
  });

  after(() => profile.dispose());

  it('shows the sample workspace', async () => {
    const { page } = window;
    await seen(explorerRows(page).filter({ hasText: 'train.jsonl' }));
    await window.screenshot('sample');
  });

  it('lists the extension as activated', async () => {
    const { page } = window;
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
