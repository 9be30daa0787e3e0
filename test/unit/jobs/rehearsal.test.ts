import assert from 'node:assert/strict';
import type { JobRequest } from '../../../src/jobs/api.ts';
import { rehearse } from '../../../src/jobs/rehearsal.ts';
import { aJob, FakeService } from '../../support/jobs.ts';
import { HurriedClock } from '../../support/launches.ts';

class LocalService extends FakeService {
  readonly sent: string[] = [];
  readonly created: JobRequest[] = [];
  statuses = ['queued', 'running', 'succeeded'];
  cancelled: string[] = [];

  override async uploadFile(file: File) {
    this.sent.push(await file.text());
    return super.uploadFile(file);
  }
  override async createJob(request: JobRequest) {
    this.created.push(request);
    return super.createJob(request);
  }
  override async retrieveJob(id: string) {
    return aJob({ id, status: this.statuses.shift() ?? 'failed' });
  }
  override async cancelJob(id: string) {
    this.cancelled.push(id);
    return aJob({ id, status: 'cancelled' });
  }
}

const rowsOf = (count: number): Blob =>
  new Blob([Array.from({ length: count }, (_, index) => `{"row": ${index}}\n`).join('')]);

function parts(api: LocalService, signal = new AbortController().signal) {
  const told: string[] = [];
  const onStatus = (status: string): number => told.push(status);
  return { api, clock: new HurriedClock(), random: () => 0.5, signal, onStatus, told };
}

describe('a rehearsal', () => {
  it('trains on 50 rows with the same parameters and a model of the local server', async () => {
    const service = new LocalService();
    const given = parts(service);
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } };
    const request = { model: 'gpt-4o', seed: 3, suffix: 'codes', method, integrations: [{ type: 'wandb' }] };
    const job = await rehearse({ request, training: rowsOf(500), validation: rowsOf(12) }, given);
    assert.deepEqual([job.status, given.told], ['succeeded', ['validating_files', 'queued', 'running', 'succeeded']]);
    assert.deepEqual(service.created, [
      {
        model: 'baseline-1',
        seed: 3,
        suffix: 'rehearsal',
        method,
        training_file: 'file-1',
        validation_file: 'file-2',
      },
    ]);
    assert.deepEqual(
      service.sent.map((text) => text.trim().split('\n').length),
      [50, 12],
    );
    for (const row of service.sent[0]?.trim().split('\n') ?? []) JSON.parse(row);
    assert.deepEqual(service.deletedFiles, ['file-1', 'file-2']);
  });

  it('cancels its job and deletes its files when the person leaves', async () => {
    const service = new LocalService();
    const controller = new AbortController();
    const given = { ...parts(service, controller.signal), onStatus: () => controller.abort() };
    await assert.rejects(rehearse({ request: { model: 'm' }, training: rowsOf(20) }, given), { name: 'AbortError' });
    assert.deepEqual([service.cancelled, service.deletedFiles], [['ftjob-1'], ['file-1']]);
  });
});
