import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../../src/common/logger.ts';
import { openDatabase } from '../../../src/server/database.ts';
import { logJobs } from '../../../src/server/jobs/jobLog.ts';
import { JobStore } from '../../../src/server/jobs/jobStore.ts';

describe('The log of the server', () => {
  it('has each change of a job’s status and each crash once, and of a failure only its code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'finetune-log-'));
    const database = openDatabase(join(folder, 'd.sqlite'));
    const jobs = new JobStore(database);
    const lines: string[] = [];
    logJobs(jobs, { ...silentLogger, info: (line) => lines.push(line) });
    jobs.insert({
      id: 'ftjob-1',
      created_at: 0,
      status: 'queued',
      model: 'baseline-1',
      model_name: 'ft:m',
      training_file: 'file-1',
      validation_file: null,
      suffix: null,
      seed: 1,
      method: 'supervised',
      hyperparameters: '{}',
      grader: null,
      metadata: null,
    });
    jobs.update('ftjob-1', { status: 'running' });
    jobs.update('ftjob-1', { step: 1 });
    jobs.update('ftjob-1', { crashes: 1 });
    jobs.update('ftjob-1', { step: 2 });
    const failure = { code: 'invalid_training_file', message: 'Unknown role secret', param: null };
    jobs.update('ftjob-1', { status: 'failed', crashes: 0, error: JSON.stringify(failure) });
    assert.deepEqual(lines, [
      'job ftjob-1: queued',
      'job ftjob-1: running',
      'job ftjob-1: running, crashes of its engine: 1',
      'job ftjob-1: failed (invalid_training_file)',
    ]);
    database.close();
    await rm(folder, { recursive: true });
  });
});
