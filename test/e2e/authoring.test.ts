// Writing a dataset, as a person does it: mend with quick fixes, read what a key means, be offered keys, see the outline.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { newProfile, type Profile, type Window } from './window.ts';
import { editor, gone, goTo, openFile, problemRows, runCommand, seen, summon } from './workbench.ts';

/** As `goTo`, from wherever the focus is. */
async function goToRow(page: Page, line: number, column: number): Promise<void> {
  await editor(page, 'train.jsonl').click({ position: { x: 400, y: 40 } });
  await goTo(page, line, column);
}

describe('Authoring, in a real window', () => {
  let profile: Profile;
  let window: Window;
  let page: Page;

  before(async () => {
    profile = await newProfile({ theme: 'light' });
    window = await profile.open(await profile.copyOfSample());
    page = window.page;
    await openFile(page, 'train.jsonl');
    await seen((await problemRows(page)).filter({ hasText: 'Ln 57' }));
  });

  after(() => profile.dispose());

  it('mends a missing comma with the quick fix of the keyboard', async () => {
    await goToRow(page, 12, 164);
    const fix = page.locator('.action-widget').getByText('Add the comma', { exact: true });
    await summon(page, ['Control+.'], fix);
    await window.screenshot('authoring-1-fix');
    await fix.click();
    await gone((await problemRows(page)).filter({ hasText: 'Ln 12' }));
  });

  it('mends an unknown role with its quick fix', async () => {
    await goToRow(page, 31, 268);
    const fix = page.locator('.action-widget').getByText('Replace with "user"', { exact: true });
    await summon(page, ['Control+.'], fix);
    await fix.click();
    await gone((await problemRows(page)).filter({ hasText: 'Ln 31' }));
  });

  it('tells what a key means where the cursor is', async () => {
    await goToRow(page, 1, 4);
    const hover = page.locator('.monaco-hover:visible').first();
    await summon(page, ['Control+K', 'Control+I'], hover);
    assert.match(await hover.innerText(), /messages/);
    await window.screenshot('authoring-2-hover');
    await page.keyboard.press('Escape');
  });

  it('offers whole examples on an empty line, and roles inside the quotes while typing', async () => {
    await goToRow(page, 73, 1);
    const suggestions = page.locator('.suggest-widget.visible');
    await summon(page, ['Control+Space'], suggestions, 15_000);
    await window.screenshot('authoring-3-snippets');
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('{"messages": [{"role": ""}]}');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('as');
    await seen(suggestions.getByText('assistant').first());
    await window.screenshot('authoring-4-roles');
    await page.keyboard.press('Escape');
  });

  it('lists the examples in the outline by what the user says', async () => {
    await runCommand(page, 'Explorer: Focus on Outline View');
    const outline = page.locator('.outline-pane .monaco-list-row');
    await seen(outline.filter({ hasText: 'I have had asthma since childhood' }).first());
    await window.screenshot('authoring-5-outline');
  });
});
