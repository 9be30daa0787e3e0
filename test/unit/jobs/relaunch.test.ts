import assert from 'node:assert/strict';
import { tokenKey } from '../../../src/jobs/findLaunched.ts';
import { launch } from '../../../src/jobs/launch.ts';
import { LaunchJournal } from '../../../src/jobs/journal.ts';
import { relaunchOf } from '../../../src/jobs/relaunch.ts';
import { aJob, FakeService } from '../../support/jobs.ts';
import { aLaunch, launchParts, MemoryFolder } from '../../support/launches.ts';

describe('launching a job again', () => {
  it('begins with what was asked for and with the local file, where it was launched here', async () => {
    const folder = new MemoryFolder();
    const request = {
      model: 'baseline-1',
      method: { type: 'reinforcement', reinforcement: { grader: { type: 'x' } } },
    };
    const job = await launch(aLaunch({ request }), launchParts(new FakeService(), { folder }));
    const intent = await new LaunchJournal(folder).launchOf('fake', job.id);
    const again = relaunchOf('fake', job, intent);
    assert.deepEqual(
      { ...again },
      { connection: 'fake', request, trainingFile: '/data/train.jsonl', validationFile: undefined },
    );
  });

  it('begins with what the service tells of a job of somebody else, without the token', () => {
    const job = aJob({
      trainingFile: 'file-1',
      validationFile: 'file-2',
      seed: 3,
      suffix: 'codes',
      metadata: { team: 'a', [tokenKey]: 'token-1' },
      method: { type: 'dpo', hyperparameters: { beta: 0.1 } },
    });
    assert.deepEqual(relaunchOf('azure', job, undefined), {
      connection: 'azure',
      request: {
        model: 'baseline-1',
        method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1 } } },
        suffix: 'codes',
        seed: 3,
        metadata: { team: 'a' },
      },
      trainingFile: 'file-1',
      validationFile: 'file-2',
    });
  });
});
