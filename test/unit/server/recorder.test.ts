import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainEvent } from '../../../src/engines/engine.ts';
import { openDatabase } from '../../../src/server/database.ts';
import { secureRandomText } from '../../../src/server/ids.ts';
import { CheckpointStore } from '../../../src/server/jobs/checkpointStore.ts';
import { EventLog } from '../../../src/server/jobs/eventLog.ts';
import { JobStore } from '../../../src/server/jobs/jobStore.ts';
import { ModelStore } from '../../../src/server/models.ts';
import { RunRecorder, type RunTables } from '../../../src/server/training/recorder.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('RunRecorder', () => {
  let folder: string;
  let tables: RunTables;
  let clock: FakeClock;
  let recorder: RunRecorder;
  let discarded: string[];
  let errors: unknown[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-recorder-'));
    clock = new FakeClock();
    const database = openDatabase(join(folder, 'd.sqlite'));
    const jobs = new JobStore(database);
    tables = {
      database,
      jobs,
      events: new EventLog(database, clock, secureRandomText),
      checkpoints: new CheckpointStore(database, clock, secureRandomText),
      models: new ModelStore(database, clock, []),
    };
    jobs.insert({
      id: 'ftjob-1',
      created_at: 0,
      status: 'running',
      model: 'baseline-1',
      model_name: 'ft:m',
      training_file: 'file-1',
      validation_file: null,
      suffix: null,
      seed: 1,
      method: 'supervised',
      hyperparameters: '{"reasoning_effort":"low","n_epochs":"auto"}',
      grader: null,
      metadata: null,
    });
    recorder = start();
  });
  afterEach(() => {
    tables.database.close();
    return rm(folder, { recursive: true });
  });

  function start(): RunRecorder {
    discarded = [];
    errors = [];
    return new RunRecorder('ftjob-1', tables, clock, {
      discardModel: async (id) => {
        discarded.push(id);
      },
      onError: (error) => errors.push(error),
    });
  }
  const hyperparameters = { n_epochs: 1, batch_size: 1, learning_rate_multiplier: 1 };
  const started = (step: number): TrainEvent => ({ type: 'started', total_steps: 100, step, hyperparameters });
  const metrics = (step: number): TrainEvent => ({
    type: 'metrics',
    step,
    total_steps: 100,
    metrics: { train_loss: step, train_mean_token_accuracy: 0.5 },
  });
  const checkpoint = (step: number): TrainEvent => ({
    type: 'checkpoint',
    step,
    epoch: step,
    metrics: { train_loss: step, train_mean_token_accuracy: 0.5 },
  });
  const steps = (): number[] => [...tables.events.metrics('ftjob-1')].flat().map(({ step }) => step ?? 0);

  it('writes the metrics of a tenth of a second together', () => {
    recorder.record(metrics(1));
    clock.advance(50);
    recorder.record(metrics(2));
    assert.deepEqual(steps(), []);
    clock.advance(50);
    assert.deepEqual(steps(), [1, 2]);
    assert.equal(clock.nextDelay, undefined);
  });

  it('writes everything before it says that a checkpoint is there', () => {
    recorder.record(metrics(1));
    recorder.record(checkpoint(1));
    assert.deepEqual(steps(), [1]);
  });

  it('tells what comes again after a crash once', () => {
    for (const event of [started(0), metrics(1), checkpoint(1), metrics(2)]) recorder.record(event);
    recorder.flush();
    recorder = start();
    for (const event of [started(0), metrics(1), checkpoint(1), metrics(2), metrics(3)]) recorder.record(event);
    recorder.flush();
    assert.deepEqual(steps(), [1, 2, 3]);
    assert.equal(tables.checkpoints.list('ftjob-1', { limit: 10, order: 'desc' }).length, 1);
    assert.equal(tables.jobs.require('ftjob-1').step, 3);
  });

  it('keeps one event of a step, whoever tells it twice', () => {
    for (const message of ['first', 'second']) tables.events.add('ftjob-1', { message, step: 1, data: { step: 1 } });
    const rows = tables.events.list('ftjob-1', { limit: 10, order: 'desc' });
    assert.deepEqual(
      rows.map(({ message }) => message),
      ['first'],
    );
  });

  it('foresees the end from the speed of this process', () => {
    recorder.record(started(20));
    clock.advance(10_000);
    recorder.record(metrics(40));
    recorder.flush();
    assert.equal(tables.jobs.require('ftjob-1').estimated_finish, 40, '60 steps at half a second each are left');
  });

  it('says nothing of a job that is over', () => {
    tables.jobs.update('ftjob-1', { status: 'cancelled' });
    for (const event of [started(0), metrics(1), checkpoint(1)]) recorder.record(event);
    assert.deepEqual(steps(), []);
    assert.equal(tables.models.row('ft:m:ckpt-step-1'), undefined);
  });

  it('tells a checkpoint that was dropped not again', () => {
    for (const event of [metrics(1), checkpoint(1), metrics(2), checkpoint(2)]) recorder.record(event);
    tables.models.remove('ft:m:ckpt-step-1');
    recorder = start();
    for (const event of [started(2), metrics(1), checkpoint(1), metrics(2), checkpoint(2)]) recorder.record(event);
    const messages = tables.events.list('ftjob-1', { limit: 100, order: 'desc' }).map(({ message }) => message);
    assert.equal(messages.filter((message) => message.startsWith('Checkpoint created at step 1')).length, 1);
    assert.equal(tables.checkpoints.list('ftjob-1', { limit: 10, order: 'desc' }).length, 1);
  });

  it('lets go of all checkpoints but the last three', () => {
    for (const step of [1, 2, 3, 4]) {
      recorder.record(metrics(step));
      recorder.record(checkpoint(step));
    }
    assert.deepEqual(discarded, ['ft:m:ckpt-step-1']);
  });

  it('keeps the three checkpoints of a reinforcement job that were graded best, newer ones of the same grade', () => {
    tables.jobs.update('ftjob-1', { method: 'reinforcement' });
    const rewards = [0.5, 0.2, 0.9, 0.5, 0.1];
    for (const [index, full_valid_mean_reward] of rewards.entries()) {
      const step = index + 1;
      const measured = { train_mean_reward: 0.42, full_valid_mean_reward, full_valid_mean_parse_error: 0 };
      recorder.record({ type: 'metrics', step, total_steps: 20, metrics: measured });
      recorder.record({ type: 'checkpoint', step, epoch: step, metrics: measured });
      for (const id of discarded) tables.models.remove(id);
    }
    assert.deepEqual(
      tables.checkpoints.list('ftjob-1', { limit: 10, order: 'desc' }).map(({ step }) => step),
      [4, 3, 1],
    );
    const [, last] = tables.events.list('ftjob-1', { limit: 2, order: 'desc' });
    assert.equal(
      last?.message,
      'Step 5/20 , train mean reward=0.42, full validation mean reward=0.10, full validation mean parse error=0.00',
    );
  });

  it('puts numbers in the place of "auto" and leaves the rest of the request as it was', () => {
    recorder.record(started(0));
    const expected = { reasoning_effort: 'low', ...hyperparameters };
    assert.deepEqual(JSON.parse(tables.jobs.require('ftjob-1').hyperparameters), expected);
  });

  it('keeps what cannot be written until it can', () => {
    tables.database.run('PRAGMA query_only = 1');
    recorder.record(metrics(1));
    clock.advance(100);
    assert.equal(errors.length, 1);
    assert.throws(() => recorder.flush());
    tables.database.run('PRAGMA query_only = 0');
    recorder.flush();
    assert.deepEqual(steps(), [1]);
  });
});
