import assert from 'node:assert/strict';
import { act } from '../../../src/jobs/actions.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { aJob, FakeService } from '../../support/jobs.ts';

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
