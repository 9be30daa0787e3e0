import assert from 'node:assert/strict';
import { readCheckpoint, readEvent, readJob } from '../../../src/jobs/wire.ts';

describe('readJob', () => {
  it('reads a job as OpenAI sends it', () => {
    const job = readJob({
      id: 'ftjob-1',
      object: 'fine_tuning.job',
      created_at: 100,
      finished_at: null,
      status: 'running',
      model: 'm',
      fine_tuned_model: null,
      training_file: 'file-1',
      validation_file: null,
      result_files: [],
      trained_tokens: null,
      error: { code: null, message: null, param: null },
      hyperparameters: { n_epochs: 3 },
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3, batch_size: 'auto' } } },
      seed: 7,
    });
    assert.deepEqual(job, {
      id: 'ftjob-1',
      createdAt: 100_000,
      status: 'running',
      model: 'm',
      trainingFile: 'file-1',
      resultFiles: [],
      seed: 7,
      method: { type: 'supervised', hyperparameters: { n_epochs: 3, batch_size: 'auto' } },
      metadata: {},
    });
  });

  it('leaves out what a method does not set', () => {
    const dpo = { hyperparameters: { beta: 0.1, batch_size: null }, extra: null };
    const job = readJob({ id: 'j', hyperparameters: null, method: { type: 'dpo', dpo, supervised: null } });
    assert.deepEqual(job.method, { type: 'dpo', hyperparameters: { beta: 0.1 } });
  });

  it('takes an empty error object for no error', () => {
    assert.equal(readJob({ id: 'j', status: 'running', error: {} }).error, undefined);
  });

  it('keeps a status as it was written, for those who want to see it', () => {
    assert.equal(readJob({ id: 'j', status: 'RE_QUEUEING' }).statusText, 'RE_QUEUEING');
    assert.equal(readJob({ id: 'j', status: 'running' }).statusText, undefined);
  });

  it('reads where a service also sends its measurements, and nothing from what is none', () => {
    const wandb = { type: 'wandb', wandb: { project: 'codes', entity: 'acme', name: null, tags: [] } };
    assert.deepEqual(readJob({ integrations: [wandb, null, 'odd', {}] }).integrations, [
      { type: 'wandb', project: 'codes', entity: 'acme' },
    ]);
    assert.equal(readJob({ integrations: [] }).integrations, undefined);
  });

  it('has metadata in texts, whatever a service made of it', () => {
    const metadata = { run: 7, team: 'blue', tags: ['a'], none: null };
    assert.deepEqual(readJob({ metadata }).metadata, { run: '7', team: 'blue', tags: '["a"]', none: 'null' });
  });

  it('reads ISO times and statuses in capitals', () => {
    const job = readJob({ id: 'j', status: 'RUNNING', created_at: '2026-11-20T00:00:00Z' });
    assert.equal(job.status, 'running');
    assert.equal(job.createdAt, Date.UTC(2026, 10, 20));
  });

  it('finds the suffix in the name of the fine-tuned model', () => {
    assert.equal(readJob({ id: 'j', fine_tuned_model: 'ft:gpt-4o:org:codes:abc' }).suffix, 'codes');
  });

  for (const value of [null, undefined, 'text', 3, [], {}]) {
    it(`makes something of ${JSON.stringify(value)}`, () => {
      assert.equal(readJob(value).status, 'unknown');
    });
  }
});

describe('readEvent', () => {
  it('tells events without an id apart by what they measured', () => {
    const [a, b] = [1, 2].map((step) =>
      readEvent({ created_at: 1, message: 'metrics', type: 'metrics', data: { step } }),
    );
    assert.notEqual(a?.id, b?.id);
  });

  it('makes a key for an event without an id', () => {
    assert.equal(readEvent({ created_at: 1, message: 'hello' }).id, '1000/message/hello');
  });

  it("knows Azure's word for a warning", () => {
    assert.equal(readEvent({ level: 'warning' }).level, 'warn');
  });

  it('reads data that is null', () => {
    assert.deepEqual(readEvent({ data: null }).data, {});
  });
});

describe('readCheckpoint', () => {
  it('keeps the numbers of its metrics only', () => {
    assert.deepEqual(readCheckpoint({ metrics: { step: 3, train_loss: 0.5, valid_loss: null } }).metrics, {
      step: 3,
      train_loss: 0.5,
    });
  });
});
