import assert from 'node:assert/strict';
import { tokenKey } from '../../../../src/jobs/findLaunched.ts';
import type { LaunchIntent } from '../../../../src/jobs/journal.ts';
import { fileSource } from '../../../../src/jobs/moving/fileSource.ts';
import { movingJob } from '../../../../src/jobs/moving/movingJob.ts';
import { aJob } from '../../../support/jobs.ts';

const method = (hyperparameters: Record<string, number | string>) => ({ type: 'supervised', hyperparameters });

describe('A job that is to be launched elsewhere', () => {
  it('has the numbers and the seed that the service settled on, and what it was launched with besides', () => {
    const job = aJob({
      id: 'ftjob-7',
      suffix: 'codes',
      seed: 42,
      trainingFile: 'file-1',
      method: method({ n_epochs: 3, batch_size: 1 }),
      metadata: { team: 'a', [tokenKey]: 'token-1' },
    });
    const request = {
      model: 'baseline-1',
      suffix: 'codes',
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 'auto' } } },
      integrations: [{ type: 'wandb' }],
    };
    const lineage = { training: { path: '/data/train.jsonl', sha256: 'aa' } };
    const intent = { request, lineage } as unknown as LaunchIntent;
    assert.deepEqual(movingJob('openai', 'openai', job, intent), {
      name: 'codes',
      from: { connection: 'openai', id: 'ftjob-7' },
      kind: 'openai',
      request: {
        ...request,
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3, batch_size: 1 } } },
        seed: 42,
        metadata: { team: 'a' },
      },
      training: { path: '/data/train.jsonl', sha256: 'aa', id: 'file-1' },
      validation: undefined,
    });
  });

  it('is what its service tells, where it was launched elsewhere', () => {
    const more = { grader: { type: 'string_check' } };
    const job = aJob({ validationFile: 'file-2', method: { ...method({ n_epochs: 1 }), more } });
    const moving = movingJob('acme', undefined, job, undefined);
    assert.deepEqual(moving.request.method, {
      type: 'supervised',
      supervised: { grader: { type: 'string_check' }, hyperparameters: { n_epochs: 1 } },
    });
    assert.deepEqual([moving.name, moving.validation], ['baseline-1', { id: 'file-2' }]);
  });
});

describe('The content of a file for another service', () => {
  const hashes = new Map([
    ['/same', 'aa'],
    ['/changed', 'bb'],
  ]);
  const sha256Of = async (path: string): Promise<string | undefined> => hashes.get(path);

  it('is the copy on this machine, as long as that is what was trained on', async () => {
    const same = { type: 'copy', path: '/same' };
    assert.deepEqual(await fileSource({ path: '/same', sha256: 'aa', id: 'file-1' }, true, sha256Of), same);
    assert.deepEqual(await fileSource({ path: '/same' }, false, sha256Of), same);
  });

  it('is else fetched from the old service', async () => {
    const fetched = { type: 'service', id: 'file-1' };
    for (const path of ['/changed', '/gone', undefined]) {
      assert.deepEqual(await fileSource({ path, sha256: 'aa', id: 'file-1' }, true, sha256Of), fetched);
    }
  });

  it('is nowhere where neither has it', async () => {
    assert.deepEqual(await fileSource({ path: '/gone', sha256: 'aa', id: 'file-1' }, false, sha256Of), {
      type: 'none',
    });
    const changed = { type: 'changed', path: '/changed' };
    assert.deepEqual(await fileSource({ path: '/changed', sha256: 'aa' }, true, sha256Of), changed);
    assert.deepEqual(await fileSource({}, true, sha256Of), { type: 'none' });
  });
});
