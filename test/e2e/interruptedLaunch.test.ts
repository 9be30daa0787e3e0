// A window that ends while a job is being created: the next one offers to find out what became of it, and asks no service before.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScriptedService } from '../support/scriptedService.ts';
import { newProfile, type Profile } from './window.ts';
import {
  dialog,
  eventually,
  notifications,
  openFile,
  pressDialogButton,
  runCommand,
  seen,
  treeRows,
} from './workbench.ts';

describe('A launch whose window ends before the service has answered', () => {
  let service: ScriptedService;
  let profile: Profile;
  let folder: string;

  before(async () => {
    service = await ScriptedService.start({ key: '' });
    const connection = { name: 'Acme', kind: 'compatible', url: service.baseUrl, authentication: 'none' };
    profile = await newProfile({ settings: { 'finetune.connections': [connection] } });
    folder = await profile.copyOfSample();
    const request = { model: 'm-1', training_file: 'practice.jsonl', suffix: 'cut' };
    await writeFile(join(folder, 'cut.finetune.json'), JSON.stringify({ connection: 'Acme', request }));
  });

  after(async () => {
    await profile.dispose();
    await service.stop();
  });

  it('is created once', async () => {
    service.next('POST /fine_tuning/jobs', { type: 'stall', after: 0, isDone: true });
    const window = await profile.open(folder);
    await openFile(window.page, 'cut.finetune.json');
    await window.page.locator('.codelens-decoration').getByRole('button', { name: 'Launch' }).click();
    await seen(dialog(window.page).filter({ hasText: 'Launch this fine-tuning job?' }));
    await pressDialogButton(window.page, 'Launch');
    await eventually('the request for the job', async () => service.state.jobs.length === 1, 60_000);
    await profile.crash();
  });

  it('is offered to be looked for in the next window, which asks nobody before', async () => {
    const before = service.requests.length;
    const window = await profile.open(folder);
    const notice = notifications(window.page).filter({ hasText: 'The launch on Acme of' });
    await seen(notice.filter({ hasText: 'was interrupted. It is not known whether there is a job.' }));
    await window.screenshot('launch-interrupted');
    assert.equal(service.requests.length, before);
    await notice.getByRole('button', { name: 'Find Out' }).click();
    await seen(notifications(window.page).filter({ hasText: 'Acme did create the job cut.' }));
    await runCommand(window.page, 'View: Show Finetune Workbench');
    await seen(treeRows(window.page, 'Jobs').filter({ hasText: 'cut' }));
    assert.equal(service.count('POST /fine_tuning/jobs'), 1);
  });
});
