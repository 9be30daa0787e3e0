// A service that closes is archived by a person: from its row in the Jobs view into a folder, what could not be had is told,
// and the folder is checked.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readIndex } from '../../src/jobs/archive/archiveIndex.ts';
import { addRun, runSteps, tellRun } from '../support/scriptedRun.ts';
import { refusal, type ScriptedService } from '../support/scriptedService.ts';
import { exampleLines } from '../support/serverHarness.ts';
import { chooseFolder } from './folderDialog.ts';
import { jobRow } from './jobs.ts';
import { ScriptedWindow } from './scriptedJobs.ts';
import { choose, notifications, quickInput, runCommand, seen, takeFromMenu } from './workbench.ts';

describe('An archive of a service, in a real window', () => {
  let scripted: ScriptedWindow;
  let page: Page;
  let acme: ScriptedService;
  let home: string;

  const addFile = (id: string, content: string): void => {
    const file = { object: 'file', filename: `${id}.jsonl`, purpose: 'fine-tune', looks: 0 };
    acme.state.files.set(id, { id, ...file, content: Buffer.from(content) });
  };

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'finetune-test-'));
    scripted = await ScriptedWindow.open('Acme');
    page = scripted.page;
    acme = scripted.services['Acme']!;
    const done = { status: 'succeeded', training_file: 'file-codes', result_files: [], error: {} };
    for (const name of ['codes', 'mails', 'notes', 'gone']) {
      addFile(`file-${name}`, exampleLines(name === 'mails' ? 5 : 20));
      const fields = { ...done, user_provided_suffix: name, training_file: `file-${name}` };
      addRun(acme, `ftjob-${name}`, { ...fields, fine_tuned_model: `ft:gpt-4.1-mini-2025-04-14:acme:${name}:h` });
      tellRun(acme, `ftjob-${name}`, runSteps);
    }
    addFile('file-loose', exampleLines(30));
    acme.state.files.delete('file-gone');
    acme.state.models = [
      { id: 'gpt-4.1-mini-2025-04-14', object: 'model', shutdown_date: '2027-01-14' },
      { id: 'ft:gpt-4.1-mini-2025-04-14:acme:codes:h', object: 'model' },
    ];
    acme.always('GET /files/file-notes/content', { type: 'answer', ...refusal(403, 'not allowed') });
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await scripted.refresh();
    await seen(jobRow(page, 'codes'));
  });

  after(async () => {
    await scripted?.dispose();
    await rm(home, { recursive: true, force: true });
  });

  const index = async (folder: string) => readIndex(await readFile(join(folder, 'index.json'), 'utf8'));

  it('is made of the jobs in the rows that were chosen', async () => {
    await jobRow(page, 'codes').click({ button: 'right' });
    await seen(page.getByRole('menuitem', { name: 'Archive Jobs and Files...' }));
    await scripted.window.screenshot('archive-1-menu');
    await takeFromMenu(page, 'Archive Jobs and Files...');
    await seen(quickInput(page).getByText('Archive Acme'));
    await scripted.window.screenshot('archive-2-folder');
    await chooseFolder(page, 'Archive Acme', home, 'Archive Here');
    await seen(notifications(page).filter({ hasText: '1 job with something new, of 1' }));
    assert.deepEqual(
      (await index(home))?.jobs.map(({ id }) => id),
      ['ftjob-codes'],
    );
  });

  it('goes on with all jobs of the connection, tells what could not be had, and opens its README', async () => {
    await runCommand(page, 'Fine-tuning: Archive Jobs and Files...');
    await choose(page, '', 'Acme');
    await chooseFolder(page, 'Archive Acme', home, 'Archive Here');
    const told = notifications(page).filter({ hasText: '3 jobs with something new, of 4' });
    await seen(told);
    assert.match(await told.innerText(), /2 things could not be had/);
    await scripted.window.screenshot('archive-3-done');
    assert.deepEqual((await readdir(join(home, 'jobs'))).length, 4);
    const reasons = (await index(home))?.missing.map(({ file, reason }) => `${file} ${reason}`);
    assert.deepEqual(reasons?.toSorted(), ['file-gone deleted', 'file-notes forbidden']);
    await told.getByRole('button', { name: 'Open README' }).click();
    const preview = page.frameLocator('iframe.webview').frameLocator('iframe');
    await seen(preview.getByText('What could not be had'));
    await seen(preview.getByText('2027-01-14').first());
    await scripted.window.screenshot('archive-4-readme');
  });

  for (const [at, theme] of (['dark', 'light', 'highContrast'] as const).entries()) {
    it(`is checked, with a report of one page, in any theme: ${theme}`, async () => {
      await scripted.window.setTheme(theme);
      await runCommand(page, 'Fine-tuning: Check an Archive...');
      await chooseFolder(page, 'Check an archive', home, 'Check');
      // Each check has a document of its own.
      const document = `[data-uri^="finetune-archive:"][data-uri$="#${at + 1}"]`;
      const report = page.locator(`.editor-instance .monaco-editor${document}`);
      await seen(report.getByText('The archive is whole'));
      await seen(report.getByText('Datasets with errors'));
      await scripted.window.screenshot(`archive-5-${theme}`);
    });
  }
});
