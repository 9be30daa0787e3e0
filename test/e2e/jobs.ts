// Jobs in the window of a person: launched by the wizard, watched and steered in the Jobs view.
import type { Locator, Page } from 'playwright-core';
import {
  choose,
  dialog,
  enter,
  pressDialogButton,
  quickInput,
  runCommand,
  seen,
  takeFromMenu,
  treeRows,
} from './workbench.ts';

/** Milliseconds that a person's window may take for one step; generous, since machines are shared. */
export const patience = 120_000;

interface LaunchAnswers {
  /** A file of the workspace; none without it. */
  readonly validation?: string;
  readonly epochs: string;
  readonly suffix: string;
}

/** Answers the wizard: model, validation file, epochs, suffix; then confirms. Gives the facts of the last page. */
export async function launch(page: Page, answers: LaunchAnswers): Promise<string> {
  await runCommand(page, 'Fine-tuning: Launch Job...');
  await seen(quickInput(page).getByText('Launch a fine-tuning job (1/4)'));
  await choose(page, '', 'baseline-1');
  await seen(quickInput(page).getByText('(2/4)'));
  await choose(page, '', answers.validation ?? 'No validation file');
  await seen(quickInput(page).getByText('(3/4)'));
  await enter(page, answers.epochs);
  await seen(quickInput(page).getByText('(4/4)'));
  await enter(page, answers.suffix);
  await seen(dialog(page));
  const facts = await dialog(page).innerText();
  await pressDialogButton(page, 'Launch');
  return facts;
}

/** The row of the newest job of that suffix. */
export function jobRow(page: Page, suffix: string): Locator {
  return treeRows(page, 'Jobs').filter({ hasText: suffix }).first();
}

export const untilJobIs = (page: Page, suffix: string, status: string): Promise<void> =>
  seen(jobRow(page, suffix).filter({ hasText: status }), patience);

/** Presses a button on the job's row by its title. */
export async function pressInline(page: Page, suffix: string, action: string): Promise<void> {
  const row = jobRow(page, suffix);
  await row.hover();
  await row.getByRole('button', { name: action }).click();
}

/** Chooses from the context menu of the job's row by its title. */
export async function chooseInMenu(page: Page, suffix: string, action: string): Promise<void> {
  await jobRow(page, suffix).click({ button: 'right' });
  await takeFromMenu(page, action);
}
