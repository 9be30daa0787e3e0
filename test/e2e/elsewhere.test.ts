// A service that closes is left: the notice of it, its jobs launched again on another one, and a queue that a closed window
// does not end.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { exampleLines } from '../support/serverHarness.ts';
import { ScriptedService } from '../support/scriptedService.ts';
import { patience } from './jobs.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  choose,
  dialog,
  eventually,
  notifications,
  pressDialogButton,
  quickInput,
  quickPickRows,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

const names = ['codes', 'recipes', 'letters'];

/** A service whose models end in ten days, with three jobs that have made some. */
async function closingService(): Promise<ScriptedService> {
  const day = new Date(Date.now() + 10 * 24 * 3600_000).toISOString().slice(0, 10);
  const service = await ScriptedService.start({ key: '', modelFields: { shutdown_date: day } });
  for (const [index, name] of names.entries()) {
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', new Blob([exampleLines(12 + index)]), `${name}.jsonl`);
    const answer = await fetch(`${service.baseUrl}/files`, { method: 'POST', body: form });
    const { id } = (await answer.json()) as { id: string };
    service.state.jobs.unshift({
      id: `ftjob-old-${name}`,
      object: 'fine_tuning.job',
      created_at: 1_770_000_000 + index,
      model: 'gpt-4.1-mini-2025-04-14',
      fine_tuned_model: `ft:gpt-4.1-mini-2025-04-14:acme:${name}:abc`,
      status: 'succeeded',
      training_file: id,
      seed: 42,
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3, batch_size: 1, own_setting: 2 } } },
    });
  }
  return service;
}

const connection = (name: string, { baseUrl }: ScriptedService) => ({
  name,
  kind: 'compatible',
  url: baseUrl,
  authentication: 'none',
});

/** Chooses the new service and its model. */
async function chooseTarget(page: Page, isStep = true): Promise<void> {
  await seen(quickInput(page).getByPlaceholder('Service to launch on'));
  await choose(page, '', 'New');
  await seen(quickInput(page).getByPlaceholder('Model to start from instead of gpt-4.1-mini-2025-04-14'));
  if (isStep) await choose(page, '', 'm-new');
}

const radarNotice = (page: Page) => notifications(page).filter({ hasText: '3 models on Closing end on' });

describe('A service that closes, in a real window', () => {
  let old: ScriptedService;
  let next: ScriptedService;
  let profile: Profile;
  let window: Window;
  let page: Page;
  let folder: string;

  before(async () => {
    [old, next] = [await closingService(), await ScriptedService.start({ key: '' })];
    next.state.models = [{ id: 'm-new', object: 'model' }];
    const connections = [connection('Closing', old), connection('New', next)];
    profile = await newProfile({ settings: { 'finetune.connections': connections } });
    folder = await profile.copyOfSample();
    window = await profile.open(folder);
    page = window.page;
  });

  after(async () => {
    await profile.dispose();
    await old.stop();
    await next.stop();
  });

  it('is told to end, with what to do, when its jobs are looked at', async () => {
    await runCommand(page, 'View: Show Finetune Workbench');
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'letters' }));
    // It leaves the screen by itself after a while, so it is looked at once and as a whole.
    const buttons = ['Archive...', 'Launch Again on...'].map((name) => page.getByRole('button', { name }));
    let notice = radarNotice(page);
    for (const has of buttons) notice = notice.filter({ has });
    await seen(notice, 2 * patience);
    await window.screenshotInThemes('elsewhere-1-notice');
  });

  it('has a job launched on another one, after what is the same there and what is not was shown', async () => {
    await runCommand(page, 'Fine-tuning: Launch Again on...');
    await seen(quickInput(page).getByPlaceholder('Which jobs?'));
    await quickPickRows(page).filter({ hasText: 'ftjob-old-codes' }).click();
    await quickInput(page).getByRole('button', { name: 'OK' }).click();
    await chooseTarget(page);
    await seen(dialog(page).filter({ hasText: 'Launch "codes" again on New' }));
    const facts = await dialog(page).innerText();
    assert.match(facts, /The same as before: method supervised, n_epochs 3, batch_size 1, .*seed 42/);
    assert.match(facts, /Model m-new instead of gpt-4\.1-mini-2025-04-14\./);
    assert.match(facts, /codes\.jsonl \(fetched from the old service first\)/);
    assert.equal(next.count('POST /files') + next.count('POST /fine_tuning/jobs'), 0);
    await window.screenshotInThemes('elsewhere-2-one');
    await pressDialogButton(page, 'Launch');
    await eventually('the job at the new service', async () => next.state.jobs.length === 1, patience);
    assert.equal(next.state.jobs[0]?.['seed'], 42);
    // It is shown, and has the focus, before anything else is done.
    await seen(treeRows(page, 'Jobs').filter({ hasText: 'm-new' }), patience);
  });

  it('has several launched after one question, with what becomes of them together', async () => {
    await runCommand(page, 'Fine-tuning: Launch Again on...');
    await seen(quickInput(page).getByPlaceholder('Which jobs?'));
    for (const name of names)
      await quickPickRows(page)
        .filter({ hasText: `ftjob-old-${name}` })
        .click();
    await quickInput(page).getByRole('button', { name: 'OK' }).click();
    await chooseTarget(page);
    await seen(dialog(page).filter({ hasText: 'Launch 3 jobs again on New' }));
    await window.screenshotInThemes('elsewhere-3-several');
    // The service does not answer any more: the first launch stands still.
    next.always('POST /files', { type: 'stall', after: 0, isDone: false });
    await pressDialogButton(page, 'Launch');
    await eventually('an upload', async () => next.count('POST /files') > 1, patience);
    await window.screenshotInThemes('elsewhere-4-queue');
  });

  it('has them all launched once, though the window was closed meanwhile', async () => {
    await window.close();
    next.calm();
    window = await profile.open(folder);
    page = window.page;
    // One of before, and three that waited.
    await eventually('all jobs', async () => next.state.jobs.length >= 4, 4 * patience);
    const files = next.state.jobs.map((job) => job['training_file']);
    assert.equal(next.state.jobs.length, 4);
    assert.equal(new Set(files).size, 3);
    await seen(treeRows(page, 'Jobs').first(), patience);
    await window.screenshotInThemes('elsewhere-5-after-restart');
  });
});
