import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors.ts';
import { silentLogger } from '../../../src/common/logger.ts';
import { act, launch, type CheckedFile } from '../../../src/jobs/actions.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { aJob, FakeService } from '../../support/jobs.ts';

const file = (name: string): CheckedFile => ({ name, open: async () => new Blob(['{}\n']) });

function parts(service: FakeService, signal = new AbortController().signal) {
  const steps: string[] = [];
  const store = new JobStore();
  const onStep = (step: string): number => steps.push(step);
  return { connection: 'fake', api: service, store, log: silentLogger, signal, onStep, steps };
}

describe('launch', () => {
  it('uploads both files, creates the job and puts it into the store', async () => {
    const service = new FakeService();
    const given = parts(service);
    const job = await launch(
      { request: { model: 'baseline-1' }, training: file('train.jsonl'), validation: file('validation.jsonl') },
      given,
    );
    assert.deepEqual(given.steps, ['uploadTraining', 'uploadValidation', 'create']);
    assert.equal(given.store.get('fake', job.id)?.job.trainingFile, 'file-1');
  });

  it('deletes what it uploaded when it is cancelled before the job exists', async () => {
    const service = new FakeService();
    const controller = new AbortController();
    const given = parts(service, controller.signal);
    const stopAt = (step: string): void => {
      if (step === 'uploadValidation') controller.abort();
    };
    const what = { request: { model: 'm' }, training: file('a.jsonl'), validation: file('b.jsonl') };
    await assert.rejects(launch(what, { ...given, onStep: stopAt }), { name: 'AbortError' });
    assert.deepEqual(service.deletedFiles, ['file-1', 'file-2']);
    assert.deepEqual(service.jobs, []);
  });

  it('sends nothing when the file changed since it was checked', async () => {
    const service = new FakeService();
    const changed: CheckedFile = {
      name: 'a.jsonl',
      open: async () => {
        throw new UserError('launch.fileChanged', 'a.jsonl changed.');
      },
    };
    await assert.rejects(launch({ request: { model: 'm' }, training: changed }, parts(service)), {
      code: 'launch.fileChanged',
    });
    assert.deepEqual(service.requests, []);
  });
});

describe('act', () => {
  it('keeps a pause pending until the service says paused', async () => {
    const service = new FakeService();
    service.jobs = [aJob()];
    const store = new JobStore();
    store.apply('fake', 'ftjob-1', { job: aJob() });
    await act('pause', 'ftjob-1', { connection: 'fake', api: service, store });
    const record = store.get('fake', 'ftjob-1');
    assert.equal(record?.job.status, 'pausing');
    assert.equal(record?.pending, 'pause');
  });

  it('takes the request back when the service refuses', async () => {
    const service = new FakeService();
    service.isReachable = false;
    const store = new JobStore();
    store.apply('fake', 'ftjob-1', { job: aJob() });
    await assert.rejects(act('cancel', 'ftjob-1', { connection: 'fake', api: service, store }), {
      code: 'service.unreachable',
    });
    assert.equal(store.get('fake', 'ftjob-1')?.pending, undefined);
  });
});
