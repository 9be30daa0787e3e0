// VS Code's own dialog for a folder, which writes into its input and moves the cursor there while it looks into folders.
import { readdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { eventually, quickInput, quickPickRows } from './workbench.ts';

/** Answers the dialog of that title with a folder that is there and has few folders in it, and presses its button. */
export async function chooseFolder(page: Page, title: string, folder: string, button: string): Promise<void> {
  const asked = quickInput(page).filter({ hasText: title });
  const question = quickInput(page).filter({ hasText: 'does not exist. Would you like to create it?' });
  const input = asked.locator('input').first();
  const rows = quickPickRows(page);
  // With the slash the dialog goes into the folder, and says so by showing what is in it.
  const path = folder.endsWith(sep) ? folder : `${folder}${sep}`;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const listed = ['..', ...folders.toSorted((a, b) => a.localeCompare(b))].join();
  const isReady = async (): Promise<boolean> =>
    (await input.inputValue()) === path && (await rows.locator('.label-name').allInnerTexts()).join() === listed;
  await asked.waitFor();
  await rows.first().waitFor();
  let isPressed = false;
  await eventually(`${folder} to be taken`, async () => {
    if (await question.isVisible()) {
      await question.getByText('Cancel', { exact: true }).click();
      await asked.waitFor();
    }
    if (isPressed && !(await asked.isVisible())) return true;
    // What is typed while the dialog moves the cursor is added to what is there: then it is typed anew.
    await input.fill(path);
    for (let looks = 0; !(await isReady()); looks++) {
      if (looks === 30) return false;
      await delay(100);
    }
    await asked.getByText(button, { exact: true }).click();
    isPressed = true;
    return asked.waitFor({ state: 'hidden', timeout: 15_000 }).then(
      async () => !(await question.isVisible()),
      () => false,
    );
  });
}
