// The jobs of a service in the sidebar: they appear, tell all that is known of them, are filtered, pinned and deleted.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { refusal, ScriptedService } from '../support/scriptedService.ts';
import { jobRow, patience, pressInline } from './jobs.ts';
import { newProfile, type Profile, type Window } from './window.ts';
import {
  choose,
  dialog,
  enter,
  eventually,
  gone,
  isSeen,
  notifications,
  pressDialogButton,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

const model = 'ft:gpt-4.1-mini-2025-04-14:acme:codes:9f3a';

/** Jobs in all states, with all that a service may tell. */
function fill({ state }: ScriptedService): void {
  const job = (id: string, status: string, fields: Record<string, unknown> = {}): void => {
    const created_at = 1_795_900_000 - state.jobs.length * 3600;
    const base = 'gpt-4.1-mini-2025-04-14';
    state.jobs.push({ id, object: 'fine_tuning.job', created_at, model: base, status, ...fields });
  };
  const method = (type: string, hyperparameters: unknown) => ({ type, [type]: { hyperparameters } });
  job('ftjob-running', 'running', {
    user_provided_suffix: 'triage',
    method: method('supervised', { n_epochs: 3, batch_size: 4, learning_rate_multiplier: 1.8 }),
    training_file: 'file-train',
    validation_file: 'file-valid',
    metadata: { team: 'blue', purpose: 'nightly' },
    integrations: [{ type: 'wandb', wandb: { project: 'codes', entity: 'acme', name: 'triage-7' } }],
    seed: 42,
  });
  job('ftjob-odd', 'RE_QUEUEING', { user_provided_suffix: 'waiting' });
  job('ftjob-paused', 'paused', { user_provided_suffix: 'preferences', method: method('dpo', { beta: 0.1 }) });
  job('ftjob-failed', 'FAILED', {
    user_provided_suffix: 'broken',
    training_file: 'file-train',
    error: { code: 'invalid_training_file', message: 'Example 100, message 2 is odd.', param: 'training_file' },
  });
  job('ftjob-done', 'succeeded', {
    user_provided_suffix: 'codes',
    finished_at: 1_795_890_000,
    fine_tuned_model: model,
    trained_tokens: 123_456,
    training_file: 'file-train',
    result_files: ['file-result'],
  });
  for (let step = 1; step <= 91; step++) {
    const message = `Step ${step}/216: training loss=${(2 / step).toFixed(2)}`;
    const data = { step, total_steps: 216, train_loss: 2 / step };
    const created_at = 1_795_900_100 + step * 3;
    state.addEvent('ftjob-running', {
      id: `ftevent-${step}`,
      created_at,
      level: 'info',
      message,
      type: 'metrics',
      data,
    });
  }
  const message = 'Checkpoint created at step 72';
  state.addEvent('ftjob-running', {
    id: 'ftevent-ckpt',
    created_at: 1_795_900_373,
    level: 'info',
    message,
    type: 'message',
  });
  const metrics = { train_loss: 0.41, full_valid_loss: 0.53, full_valid_mean_token_accuracy: 0.84 };
  const checkpoint = { id: 'ftckpt-1', created_at: 1_795_900_300, step_number: 72, metrics };
  state.checkpoints.set('ftjob-running', [{ ...checkpoint, fine_tuned_model_checkpoint: `${model}:ckpt-step-72` }]);
  const put = (id: string, filename: string, text: string): void => {
    state.files.set(id, { id, object: 'file', filename, looks: 0, content: Buffer.from(text) });
  };
  put('file-train', 'train.jsonl', '{"messages": []}\n'.repeat(500));
  put('file-valid', 'validation.jsonl', '{"messages": []}\n');
  put('file-result', 'step_metrics.csv', Buffer.from('step,train_loss\n1,0.5\n').toString('base64'));
  state.models.push({ id: model, object: 'model' });
}

describe('The jobs of a service, in a real window', () => {
  let service: ScriptedService;
  let profile: Profile;
  let window: Window;
  let page: Page;
  let folder: string;
  const rows = (): Locator => treeRows(page, 'Jobs');
  const row = (text: string): Locator => rows().filter({ hasText: text }).first();
  const see = (text: string): Promise<void> => seen(row(text), patience);
  const isGone = (text: string): Promise<void> => gone(row(text), patience);
  /** Opens a row until the one below it is there: what is redrawn while it is clicked on may close again. */
  const open = (text: string, below: Locator): Promise<void> =>
    eventually(
      `what is below ${text}`,
      async () => {
        if (await isSeen(below, 500)) return true;
        await see(text);
        if ((await row(text).getAttribute('aria-expanded')) === 'false') await row(text).click();
        return isSeen(below, 5000);
      },
      patience,
    );
  const filterBy = async (text: string): Promise<void> => {
    await runCommand(page, 'Fine-tuning: Filter Jobs...');
    await enter(page, text);
  };

  before(async () => {
    service = await ScriptedService.start({ key: '' });
    const connection = { name: 'Acme', kind: 'compatible', url: service.baseUrl, authentication: 'none' };
    const settings = { 'finetune.connections': [connection], 'finetune.launch.defaultConnection': 'Acme' };
    profile = await newProfile({ settings });
    folder = await profile.emptyFolder();
    window = await profile.open(folder);
    page = window.page;
  });

  after(async () => {
    await profile.dispose();
    await service.stop();
  });

  it('are none at first, and the view says what to do', async () => {
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await seen(page.getByText('No fine-tuning jobs on your connections yet.'), patience);
    await window.screenshot('jobs-1-none');
  });

  it('appear below their service and its host, with their status and progress', async () => {
    fill(service);
    await runCommand(page, 'Fine-tuning: Refresh Jobs');
    await see('triage');
    await seen(row('Acme').filter({ hasText: service.host }), patience);
    await seen(row('triage').filter({ hasText: 'running 42%' }).filter({ hasText: 'step 91/216' }), patience);
    await seen(row('triage').filter({ hasText: '6 min 15 s left' }), patience);
    await seen(row('waiting').filter({ hasText: 'RE_QUEUEING' }), patience);
    await seen(row('broken').filter({ hasText: 'Example 100, message 2 is odd.' }), patience);
  });

  it('tell all that is known of them', async () => {
    await open('triage', row('Status').filter({ hasText: '████░░░░░░' }));
    // From the last to the first: what opens moves the rows below it away from the pointer.
    await open('Checkpoints', row('Step 72').filter({ hasText: 'full valid loss 0.530' }));
    await open('Integrations', row('Weights & Biases').filter({ hasText: 'acme/codes/triage-7' }));
    await open('Metadata', row('purpose').filter({ hasText: 'nightly' }));
    await open('Files', row('Training file').filter({ hasText: 'train.jsonl, 8.5 kB' }));
    await open('Parameters', row('Learning rate multiplier').filter({ hasText: '1.8' }));
  });

  it('tell in their tooltip how the service itself calls their status', async () => {
    const told = page.locator('.monaco-hover:visible').filter({ hasText: 'The service says: FAILED' });
    await eventually('the tooltip', async () => {
      await page.mouse.move(0, 0);
      await jobRow(page, 'broken').hover();
      return isSeen(told, 5000);
    });
    await window.screenshot('jobs-2-tooltip');
    await page.mouse.move(0, 0);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`can be read in every theme: ${theme}`, async () => {
      await window.setTheme(theme);
      await see('triage');
      await window.screenshot(`jobs-2-${theme}`);
    });
  }

  it('open the content of their files, read-only', async () => {
    await row('Training file').click();
    await seen(page.locator('.tab').filter({ hasText: 'train.jsonl' }), patience);
    await window.screenshot('jobs-3-content');
    await runCommand(page, 'View: Close All Editors');
  });

  it('lose an action that their service does not have', async () => {
    service.always('POST /fine_tuning/jobs/*/pause', { type: 'answer', ...refusal(405, 'Method not allowed.') });
    await pressInline(page, 'triage', 'Pause Job');
    await seen(notifications(page).filter({ hasText: 'cannot do this' }), patience);
    await runCommand(page, 'Notifications: Clear All Notifications');
    const pause = jobRow(page, 'triage').getByRole('button', { name: 'Pause Job' });
    await eventually(
      'no more pausing',
      async () => {
        await jobRow(page, 'triage').hover();
        return (await pause.count()) === 0;
      },
      patience,
    );
  });

  it('are filtered, and the view says by what until the filter is cleared', async () => {
    await filterBy('status:failed');
    await isGone('triage');
    await see('broken');
    await seen(page.getByText('Filter: status:failed'), patience);
    await window.screenshot('jobs-4-filtered');
    await filterBy('nothing like this');
    await seen(page.getByText('No job passes the filter.'), patience);
    await window.screenshot('jobs-5-no-match');
    await page.getByRole('button', { name: 'Clear the Filter' }).click();
    await see('triage');
  });

  it('are put together by status', async () => {
    await runCommand(page, 'Fine-tuning: Group Jobs...');
    await choose(page, '', 'By status');
    const heading = rows().filter({ hasText: /^\s*succeeded/ });
    await seen(heading, patience);
    await window.screenshot('jobs-6-groups');
    await runCommand(page, 'Fine-tuning: Group Jobs...');
    await choose(page, '', 'No groups');
    await gone(heading, patience);
  });

  it('are pinned by key, and are pinned in the next window too', async () => {
    await see('broken');
    await eventually(
      'the job to be pinned',
      async () => {
        // Where the row is redrawn after the click nothing is selected, and the key asks for a job.
        await page.keyboard.press('Escape');
        await row('broken').click();
        await page.keyboard.press('ControlOrMeta+Alt+K');
        return isSeen(row('Pinned'), 5000);
      },
      patience,
    );
    await window.close();
    window = await profile.open(folder);
    page = window.page;
    await runCommand(page, 'Finetune Workbench: Focus on Jobs View');
    await see('Pinned');
    await eventually(
      'the pinned job first',
      async () => {
        const texts = await rows().allInnerTexts();
        const pinned = texts.findIndex((text) => text.includes('Pinned'));
        return (texts[pinned + 1] ?? '').includes('broken');
      },
      patience,
    );
    await window.screenshot('jobs-7-pinned');
  });

  it('have models that are deleted once their name is typed', async () => {
    await runCommand(page, 'Fine-tuning: Delete Fine-Tuned Model...');
    await choose(page, '', 'codes');
    await seen(page.getByText(`Type ${model} to delete it for good`), patience);
    await window.screenshot('jobs-8-delete-model');
    await enter(page, model);
    await eventually('no such model', async () => !service.state.models.some(({ id }) => id === model), patience);
    await open('codes', row('Fine-tuned model').filter({ hasText: '(deleted)' }));
  });

  it('have files that are deleted after a question', async () => {
    await open('codes', row('Files'));
    await open('Files', row('Result file'));
    await runCommand(page, 'Fine-tuning: Delete Uploaded File...');
    await choose(page, 'codes', 'codes');
    await choose(page, '', 'file-result');
    await seen(dialog(page).filter({ hasText: 'This cannot be undone.' }), patience);
    await window.screenshot('jobs-9-delete-file');
    await pressDialogButton(page, 'Delete');
    await eventually('no such file', async () => !service.state.files.has('file-result'), patience);
    await open('codes', row('Files'));
    await open('Files', row('Result file').filter({ hasText: '(deleted)' }));
    assert.ok(service.state.files.has('file-train'));
  });
});
