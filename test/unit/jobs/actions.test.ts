import assert from 'node:assert/strict';
import { act, possibleActions } from '../../../src/jobs/actions.ts';
import { LearnedFeatures } from '../../../src/jobs/features.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { aJob, FakeService, memoryOf } from '../../support/jobs.ts';

describe('What may be asked of a job', () => {
  const record = (status: string, pending?: 'pause') => ({
    connection: 'fake',
    job: aJob({ status }),
    events: [],
    checkpoints: [],
    ...(pending && { pending }),
  });
  const features = new LearnedFeatures(memoryOf(), 'fake');
  features.setLacks('pause', true);

  for (const [name, of, lacking, expected] of [
    ['a running job', record('running'), undefined, ['pause', 'cancel']],
    ['a paused job', record('paused'), undefined, ['resume', 'cancel']],
    ['a status that nobody knows', record('polishing'), undefined, ['cancel']],
    ['a job that is over', record('succeeded'), undefined, []],
    ['a job of which something was asked', record('running', 'pause'), undefined, []],
    ['a service that cannot pause', record('running'), features, ['cancel']],
    ['a service that cannot resume', record('paused'), features, ['cancel']],
  ] as const) {
    it(`depends on its status and its service: ${name}`, () => {
      assert.deepEqual(possibleActions(of, lacking), expected);
    });
  }
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
