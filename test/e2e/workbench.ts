// What a person does in a VS Code window, with keyboard and eyes. Everything waits for what it needs to see.
import { errors, type Locator, type Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds after which a key or a click that has no effect is tried again. */
const tryMs = 5000;

/** Looks again and again until it is so; rejects with what was looked for after `limit` milliseconds. */
export async function eventually(what: string, isSo: () => Promise<boolean>, limit = 90_000): Promise<void> {
  for (const deadline = Date.now() + limit; !(await isSo()); await delay(100)) {
    if (Date.now() > deadline) throw new Error(`Not seen in ${limit} ms: ${what}.`);
  }
}

/** Milliseconds of one wait of playwright's: in a longer one it soon looks but twice a second, in this one ten times. */
const waitMs = 2000;

/** Waits until it is on the screen; rejects with playwright's words after `limit` milliseconds. */
export function seen(locator: Locator, limit = 90_000): Promise<void> {
  return reach(locator, 'visible', limit);
}

/** Waits until it is not on the screen, as `seen`. */
export function gone(locator: Locator, limit = 90_000): Promise<void> {
  return reach(locator, 'hidden', limit);
}

async function reach(locator: Locator, state: 'visible' | 'hidden', limit: number): Promise<void> {
  for (const deadline = Date.now() + limit; ;) {
    const left = deadline - Date.now();
    try {
      return await locator.waitFor({ state, timeout: Math.min(waitMs, Math.max(1, left)) });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || left <= waitMs) throw error;
    }
  }
}

/** Runs a command by its title ('Finetune: Launch Job') from the Command Palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await summonAndChoose(page, ['F1'], `>${title}`, title);
}

/** Opens a file of the workspace with Quick Open; `path` is relative to the folder. */
export async function openFile(page: Page, path: string): Promise<void> {
  await summonAndChoose(page, ['ControlOrMeta+P'], path, path.split('/').at(-1) ?? path);
  await seen(editor(page, path));
}

/**
 * Presses keys until what they open is there: one pressed while the focus moves, or an editor is drawn anew, goes nowhere. It is
 * waited for `patience` milliseconds before the next try: long where a second press does something else.
 */
export async function summon(
  page: Page,
  keys: readonly string[],
  opened = quickInput(page),
  patience = 5000,
): Promise<void> {
  await eventually(`what ${keys.join(' ')} opens`, async () => {
    for (const key of keys) await page.keyboard.press(key);
    return isSeen(opened, patience);
  });
}

/** Whether it is on the screen within so many milliseconds. */
export async function isSeen(locator: Locator, timeout: number): Promise<boolean> {
  return isOver(seen(locator, timeout));
}

function isOver(wait: Promise<void>): Promise<boolean> {
  return wait.then(
    () => true,
    () => false,
  );
}

/** The quick pick or input box that is open now. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible');
}

/** The rows of the open quick pick. */
export function quickPickRows(page: Page): Locator {
  return quickInput(page).locator('.quick-input-list .monaco-list-row');
}

/** Types into the open quick pick and takes the first row that shows `label`, as soon as there is one. */
export async function choose(page: Page, text: string, label: string): Promise<void> {
  await eventually(`${label} to choose`, () => isTaken(page, text, label));
}

/** The same in the quick pick that keys open, and again when it is closed: whatever takes the focus closes it. */
async function summonAndChoose(page: Page, keys: readonly string[], text: string, label: string): Promise<void> {
  const open = (): Promise<void> => summon(page, keys, quickInput(page), 3000);
  await open();
  await eventually(`${label} to choose`, async () => {
    const isDone = await isTaken(page, text, label);
    if (!isDone && !(await quickInput(page).isVisible())) await open();
    return isDone;
  });
}

async function isTaken(page: Page, text: string, label: string): Promise<boolean> {
  const input = quickInput(page).locator('input[type="text"]').first();
  const row = quickPickRows(page).filter({ hasText: label }).first();
  // The hover of a row that comes up under the pointer would cover those below, and take their clicks.
  await page.mouse.move(0, 0);
  try {
    // What is listed was gathered when the text changed: a command that is new since then shows up at the next change.
    await input.fill(text.slice(0, 1), { timeout: tryMs });
    await input.fill(text, { timeout: tryMs });
    if (!(await isSeen(row, 1000))) return false;
    await row.click({ timeout: tryMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** Takes what the open menu offers. A menu of VS Code is deaf to clicks in its first tenth of a second, and goes with the taking. */
export async function takeFromMenu(page: Page, label: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: label });
  await eventually(`${label} taken from the menu`, async () => {
    await item.click();
    return isOver(gone(item, 1000));
  });
}

/** Fills the open input box and accepts it. */
export async function enter(page: Page, text: string): Promise<void> {
  const input = quickInput(page).locator('input').first();
  await seen(input);
  await input.fill(text);
  await page.keyboard.press('Enter');
}

/** The editor that shows the file of that name. */
export function editor(page: Page, path: string): Locator {
  return page.locator(`.editor-instance .monaco-editor[data-uri$="${path}"]`);
}

/** Moves the cursor of the active editor there, as with the keyboard: both count from 1. Keys go to the editor after it. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  await summon(page, ['Control+G']);
  await enter(page, `:${line}:${column}`);
  await gone(quickInput(page));
  await seen(page.locator('.editor-instance .monaco-editor.focused'));
}

/** Rows of the Explorer. */
export function explorerRows(page: Page): Locator {
  return page.locator('.explorer-folders-view .monaco-list-row');
}

/** Opens the Problems panel and returns its rows: a file, then its problems. */
export async function problemRows(page: Page): Promise<Locator> {
  const panel = page.locator('.markers-panel');
  if (!(await panel.isVisible())) await runCommand(page, 'Problems: Focus on Problems View');
  await seen(panel);
  return panel.locator('.monaco-list-row');
}

/** Notifications that are on the screen as toasts. */
export function notifications(page: Page): Locator {
  return page.locator('.notifications-toasts .notification-list-item');
}

/** The modal dialog. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** Presses a button of the modal dialog by its words. */
export async function pressDialogButton(page: Page, label: string): Promise<void> {
  await dialog(page).getByRole('button', { name: label }).click();
}

/** Leaves whatever asks or covers the window: a dialog, a picker, an input box, a menu; one can lie below another. */
export async function closeQuestions(page: Page): Promise<void> {
  const question = page.locator('.quick-input-widget, .monaco-dialog-box, .context-view .monaco-menu');
  for (let tries = 0; tries < 10 && (await question.filter({ visible: true }).count()) > 0; tries++) {
    await page.keyboard.press('Escape');
    await delay(200);
  }
}

/**
 * Waits until VS Code has written down something with that text for its next start. In a browser it writes what is open every five
 * seconds and not when it closes; the desktop one does when it closes, and is not waited for.
 */
export async function untilKept(page: Page, text: string): Promise<void> {
  if (!page.url().startsWith('http')) return;
  await eventually(`"${text}" in what VS Code keeps`, () =>
    page.evaluate(async (wanted) => {
      const answer = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(new Error('VS Code keeps nothing that can be read.')));
        });
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith('vscode-web-state-db-')) continue;
        const database = await answer(indexedDB.open(name));
        const values = await answer(database.transaction('ItemTable').objectStore('ItemTable').getAll());
        database.close();
        if (values.some((value) => String(value).includes(wanted))) return true;
      }
      return false;
    }, text),
  );
}

/** Rows of the tree view of that title, which is opened by its command where it is not visible: 'Jobs'. */
export function treeRows(page: Page, title: string): Locator {
  return page.locator(`.pane:has(.pane-header[aria-label^="${title}"]) .monaco-list-row`);
}
