import assert from 'node:assert/strict';
import { baselineEngine } from '../../../src/server/engines.ts';
import { askUntil } from '../../support/askUntil.ts';
import { colourGrader, colourRows, preferenceRows } from '../../support/engineRun.ts';
import { realEngine } from '../../support/programs.ts';
import { ServerFixture, type Json, type TestServer } from '../../support/serverHarness.ts';

const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The job when it is over. */
function finished(server: TestServer, id: string): Promise<Json> {
  return askUntil(
    () => server.job(id),
    ({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status),
  );
}

describe('A job on the baseline engine', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  beforeEach(async () => {
    server = await fixture.start({}, { engines: [baselineEngine(realEngine)] });
  });
  afterEach(() => fixture.dispose());

  const ask = async (model: string, content: string): Promise<string> => {
    const question = { model, messages: [{ role: 'user', content }], temperature: 0, max_completion_tokens: 20 };
    return (await server.post('/chat/completions', question)).choices[0].message.content as string;
  };
  const csv = async (job: Json): Promise<string[]> =>
    (await server.get(`/files/${job.result_files[0]}/content`)).trim().split('\n');

  it('learns preferences, tells their numbers, and is the base of the next job', async () => {
    const training_file = await server.upload(jsonl(preferenceRows(18)));
    const validation_file = await server.upload(jsonl(preferenceRows(24).slice(18)));
    const method = { type: 'dpo', dpo: { hyperparameters: { n_epochs: 2, batch_size: 4, beta: 0.2 } } };
    const id = await server.createJob({ training_file, validation_file, method, seed: 1 });
    const job = await finished(server, id);
    assert.equal(job.status, 'succeeded', JSON.stringify(job.error));
    const hyperparameters = { n_epochs: 2, batch_size: 4, learning_rate_multiplier: 1, beta: 0.2 };
    assert.deepEqual(job.method, { type: 'dpo', dpo: { hyperparameters } });
    assert.equal(job.trained_tokens, 2 * 18 * 15);
    const metrics = (await server.events(id)).filter(({ type }) => type === 'metrics');
    assert.equal(metrics[0].message, 'Step 1/10: training loss=0.69, validation loss=0.69');
    assert.ok(metrics.at(-1).data.train_loss < 0.2);
    assert.equal(metrics.at(-1).data.full_valid_reward_accuracy, 1);
    const [header, ...rows] = await csv(job);
    assert.match(header!, /^step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy,train_reward_margin,/);
    assert.equal(rows.length, 10);
    assert.equal(await ask(job.fine_tuned_model, 'What is a cow like?'), 'The cow is kind.');
    const [checkpoint] = (await server.get(`/fine_tuning/jobs/${id}/checkpoints`)).data;
    assert.equal(checkpoint.step_number, 10);
    assert.equal(await ask(checkpoint.fine_tuned_model_checkpoint, 'What is a cow like?'), 'The cow is kind.');
    const again = await server.createJob({ model: job.fine_tuned_model, training_file, validation_file, method });
    const second = await finished(server, again);
    assert.equal(second.status, 'succeeded', JSON.stringify(second.error));
  });

  it('learns what its grader likes and keeps its best checkpoints', async () => {
    const training_file = await server.upload(jsonl(colourRows(18)));
    const validation_file = await server.upload(jsonl(colourRows(24).slice(18)));
    const asked = { n_epochs: 12, batch_size: 4, eval_interval: 20, reasoning_effort: 'high' };
    const response_format = { type: 'json_object' };
    const method = {
      type: 'reinforcement',
      reinforcement: { grader: colourGrader, hyperparameters: asked, response_format },
    };
    const id = await server.createJob({ training_file, validation_file, method, seed: 2 });
    const job = await finished(server, id);
    assert.equal(job.status, 'succeeded', JSON.stringify(job.error));
    const numbers = { learning_rate_multiplier: 1, compute_multiplier: 1, eval_samples: 1 };
    assert.deepEqual(job.method.reinforcement, { grader: colourGrader, hyperparameters: { ...asked, ...numbers } });
    const events = await server.events(id);
    assert.deepEqual(
      events.flatMap(({ level, message }) => (level === 'warn' ? message.split(':')[0] : [])),
      ['reasoning_effort is ignored', 'response_format is ignored'],
    );
    const metrics = events.filter(({ type }) => type === 'metrics');
    assert.match(metrics[0].message, /^Step 1\/60 , train mean reward=0\.\d\d$/);
    assert.match(
      metrics.at(-1).message,
      /^Step 60\/60 , train mean reward=\d\.\d\d, full validation mean reward=\d\.\d\d, full validation mean parse error=0\.00$/,
    );
    assert.ok(metrics.at(-1).data.full_valid_mean_reward > metrics[4].data.full_valid_mean_reward);
    const rewards = events.flatMap(({ data, message }) =>
      data && /full/.test(message) ? data.full_valid_mean_reward : [],
    );
    const { data: kept } = await server.get(`/fine_tuning/jobs/${id}/checkpoints`);
    assert.equal(kept.length, 3);
    for (const { metrics } of kept) assert.equal(metrics.full_valid_mean_reward, Math.max(...rewards));
    assert.match((await csv(job))[0]!, /^step,train_mean_reward,full_valid_mean_reward,/);
    assert.equal(await ask(job.fine_tuned_model, 'Colour of snow'), 'white');
  });

  it('is refused where its grader cannot be run here, or where nothing would be evaluated', async () => {
    const training_file = await server.upload(jsonl(colourRows(18)));
    const create = async (grader: object, validation_file?: string): Promise<Json> => {
      const method = { type: 'reinforcement', reinforcement: { grader } };
      const request = { model: 'baseline-1', training_file, validation_file, method };
      const { status, body } = await server.ask('POST', '/fine_tuning/jobs', request);
      assert.equal(status, 400);
      return body.error;
    };
    const python = { type: 'python', name: 'mine', source: 'def grade(sample, item):\n    return 1' };
    const refused = await create(python, training_file);
    assert.deepEqual([refused.param, refused.code], ['method.reinforcement.grader', 'unsupported_grader']);
    assert.match(refused.message, /^python graders are not run by this server/);
    assert.equal((await create(colourGrader)).param, 'validation_file');
  });

  it('fails for data of another method, in the words of the real service', async () => {
    const training_file = await server.upload();
    const method = { type: 'dpo' };
    const { error } = await finished(server, await server.createJob({ training_file, method }));
    assert.deepEqual([error.code, error.param], ['invalid_training_file', 'training_file']);
    assert.match(
      error.message,
      /Input file file-\w+ is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method \(provided method=dpo\)\.$/,
    );
  });
});
