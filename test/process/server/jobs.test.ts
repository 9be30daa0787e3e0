import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askUntil } from '../../support/askUntil.ts';
import { exampleLines, ServerFixture, type Json, type TestServer } from '../../support/serverHarness.ts';

describe('A fine-tuning job that succeeds', () => {
  const fixture = new ServerFixture();
  const metadata = { team: 'coding' };
  let server: TestServer;
  let training_file: string;
  let validation_file: string;
  let created: Json;
  let job: Json;
  before(async () => {
    server = await fixture.start({ steps: 5, stepsPerEpoch: 1 });
    training_file = await server.upload();
    validation_file = await server.upload(exampleLines(3), 'validation.jsonl');
    const request = { model: 'baseline-1', training_file, validation_file, suffix: 'icd 10', seed: 7, metadata };
    created = await server.post('/fine_tuning/jobs', request);
    job = await server.until(created.id, 'succeeded');
  });
  after(() => fixture.dispose());

  it('is first seen while its files are checked, with automatic hyperparameters', () => {
    const auto = { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' };
    const { status, fine_tuned_model, hyperparameters } = created;
    const expected = { status: 'validating_files', fine_tuned_model: null, hyperparameters: auto };
    assert.deepEqual({ status, fine_tuned_model, hyperparameters }, expected);
  });

  it('tells each step', async () => {
    const messages = await server.messages(job.id);
    assert.deepEqual(messages.slice(0, 7), [
      `Created fine-tuning job: ${job.id}`,
      `Validating training file: ${training_file} and validation file: ${validation_file}`,
      'Files validated, moving job to queued state',
      'Fine-tuning job started',
      'Step 1/5: training loss=2.00',
      `Checkpoint created at step 1 with Snapshot ID: ${job.fine_tuned_model}:ckpt-step-1`,
      'Step 2/5: training loss=1.00, validation loss=1.50',
    ]);
    assert.deepEqual(messages.slice(-2), [
      `New fine-tuned model created: ${job.fine_tuned_model}`,
      'The job has successfully completed',
    ]);
  });

  it('ends with a model, numbers for "auto", and its request as it was', () => {
    assert.match(job.fine_tuned_model, /^ft:baseline-1:local:icd-10:\w{8}$/);
    const { seed, trained_tokens, error, estimated_finish, hyperparameters, method } = job;
    assert.deepEqual([seed, trained_tokens, error, estimated_finish], [7, 500, null, null]);
    assert.deepEqual(hyperparameters, { n_epochs: 3, batch_size: 1, learning_rate_multiplier: 1 });
    assert.deepEqual(method, { type: 'supervised', supervised: { hyperparameters } });
    assert.deepEqual([job.user_provided_suffix, job.metadata], ['icd 10', metadata]);
    assert.ok(job.finished_at >= job.created_at);
  });

  it('gives the numbers of each step as data, and all of them as a result file', async () => {
    const metrics = (await server.events(job.id)).filter((event) => event.type === 'metrics');
    const train = { total_steps: 5, train_loss: 1, train_mean_token_accuracy: 1 - 1 / 3 };
    assert.deepEqual(metrics[1].data, { step: 2, ...train, valid_loss: 1.5, valid_mean_token_accuracy: 0.5 });
    const [file] = job.result_files;
    assert.equal((await server.get(`/files/${file}`)).purpose, 'fine-tune-results');
    const lines = (await server.get(`/files/${file}/content`)).split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy',
      '1,2,0.5,,',
      `2,1,${1 - 1 / 3},1.5,0.5`,
    ]);
    assert.equal(lines.length, 7);
  });

  it('keeps the last three checkpoints, as rows, models and folders, and nothing that only training needed', async () => {
    const { data, first_id, last_id, has_more } = await server.get(`/fine_tuning/jobs/${job.id}/checkpoints`);
    assert.deepEqual(
      data.map((checkpoint: { step_number: number }) => checkpoint.step_number),
      [5, 4, 3],
    );
    assert.deepEqual([first_id, last_id, has_more], [data[0].id, data[2].id, false]);
    assert.equal(data[2].fine_tuned_model_checkpoint, `${job.fine_tuned_model}:ckpt-step-3`);
    assert.equal((await server.ask('GET', `/models/${job.fine_tuned_model}:ckpt-step-3`)).status, 200);
    assert.equal((await server.ask('GET', `/models/${job.fine_tuned_model}:ckpt-step-2`)).status, 404);
    const run = join(server.folder, 'runs', job.id);
    assert.deepEqual((await readdir(join(run, 'checkpoints'))).sort(), ['3', '4', '5']);
    // The job is over a moment before its folder is cleared.
    const left = await askUntil(
      () => readdir(run),
      (names) => !names.includes('state'),
    );
    assert.deepEqual(left.sort(), ['checkpoints', 'model', 'starts.log']);
  });

  it('gives its events page by page, newest first', async () => {
    const all = (await server.events(job.id)).map((event) => event.id).reverse();
    const path = `/fine_tuning/jobs/${job.id}/events`;
    const first = await server.get(`${path}?limit=4`);
    const second = await server.get(`${path}?limit=100&after=${first.data[3].id}`);
    assert.deepEqual([first.has_more, second.has_more], [true, false]);
    assert.deepEqual(
      [...first.data, ...second.data].map((event) => event.id),
      all,
    );
  });

  it('gives its checkpoints page by page, newest first', async () => {
    const path = `/fine_tuning/jobs/${job.id}/checkpoints`;
    const first = await server.get(`${path}?limit=2`);
    const second = await server.get(`${path}?limit=2&after=${first.last_id}`);
    const stepsOf = (page: Json): number[] => page.data.map((checkpoint: Json) => checkpoint.step_number);
    assert.deepEqual([stepsOf(first), first.has_more, stepsOf(second), second.has_more], [[5, 4], true, [3], false]);
    const none = await server.get(`${path}?after=${second.last_id}`);
    assert.deepEqual([none.data, none.first_id, none.last_id, none.has_more], [[], null, null, false]);
  });

  it('is found by its metadata', async () => {
    const found = async (query: string): Promise<number> =>
      (await server.get(`/fine_tuning/jobs?${query}`)).data.filter((other: Json) => other.id === job.id).length;
    assert.equal(await found('metadata[team]=coding'), 1);
    assert.equal(await found('metadata[team]=other'), 0);
    assert.equal(await found('metadata[team]=coding&metadata[more]=x'), 0);
    assert.equal(await found('metadata=null'), 0);
  });

  it('can no longer be paused, resumed or cancelled; no client tries a second time', async () => {
    const { id } = job;
    const expected = {
      pause: `Job ${id} is succeeded; only a running job can be paused.`,
      resume: `Job ${id} is succeeded; only a paused job can be resumed.`,
      cancel: `Job ${id} has already succeeded; it cannot be cancelled.`,
    };
    for (const [action, message] of Object.entries(expected)) {
      const answer = await server.ask('POST', `/fine_tuning/jobs/${id}/${action}`, {});
      assert.deepEqual([answer.status, answer.body.error.message], [409, message]);
      assert.equal(answer.headers.get('x-should-retry'), 'false');
    }
  });

  it('gives a model that another job can start from, and that cannot be deleted meanwhile', async () => {
    const model = job.fine_tuned_model;
    const second = await server.createJob({ model, training_file });
    assert.equal((await server.ask('DELETE', `/models/${encodeURIComponent(model)}`)).status, 409);
    const { fine_tuned_model: next } = await server.until(second, 'succeeded');
    assert.match(next, /^ft:baseline-1:local::\w{8}$/);
    const request = await readFile(join(server.folder, 'runs', second, 'starts.log'), 'utf8');
    assert.equal(JSON.parse(request).base_folder, join(server.folder, 'runs', job.id, 'model'));
    assert.equal((await server.ask('DELETE', `/models/${encodeURIComponent(model)}`)).body.deleted, true);
    assert.equal((await server.ask('GET', `/models/${model}`)).status, 404);
    assert.equal(existsSync(join(server.folder, 'runs', job.id, 'model')), false);
  });

  it('leaves the engine’s own model alone', async () => {
    const { status, body } = await server.ask('DELETE', '/models/baseline-1');
    assert.deepEqual([status, body.error.param], [403, 'model']);
  });
});

describe('The list of jobs', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('comes page by page, newest first, also when it is filtered', async () => {
    const server = await fixture.start({ holdAfter: 1 });
    const training_file = await server.upload();
    const ids: string[] = [];
    for (const metadata of [{ team: 'a' }, undefined, { team: 'a', run: '2' }, { team: 'b' }]) {
      ids.unshift(await server.createJob({ training_file, ...(metadata && { metadata }) }));
    }
    const page = async (query: string): Promise<[string[], boolean]> => {
      const { data, has_more } = await server.get(`/fine_tuning/jobs?${query}`);
      return [data.map(({ id }: Json) => id), has_more];
    };
    assert.deepEqual(await page('limit=3'), [ids.slice(0, 3), true]);
    assert.deepEqual(await page(`limit=3&after=${ids[2]}`), [ids.slice(3), false]);
    assert.deepEqual(await page('metadata[team]=a&limit=1'), [[ids[1]], true]);
    assert.deepEqual(await page(`metadata[team]=a&limit=1&after=${ids[1]}`), [[ids[3]], false]);
    assert.deepEqual(await page('metadata[team]=a&metadata[run]=2'), [[ids[1]], false]);
    assert.deepEqual(await page('metadata=null'), [[ids[2]], false]);
  });
});

describe('A fine-tuning job', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('pauses at a step, waits, and goes on from there when it is resumed', async () => {
    const server = await fixture.start({ steps: 4, holdAfter: 1, stepsPerEpoch: 1 });
    const id = await server.createJob();
    await server.untilEvent(id, /^Checkpoint/);
    const pausing = await server.post(`/fine_tuning/jobs/${id}/pause`, {});
    assert.equal(pausing.status, 'pausing');
    await server.until(id, 'paused');
    assert.equal(server.server.activeJobs(), 0);
    const resumed = await server.post(`/fine_tuning/jobs/${id}/resume`, {});
    assert.equal(resumed.status, 'queued');
    await server.until(id, 'succeeded');
    const messages = await server.messages(id);
    assert.deepEqual(
      messages
        .filter((message) => /paused|resumed|continues|^Step/.test(message))
        .map((message) => message.split(':')[0]),
      [
        'Step 1/4',
        'Job paused after step 1',
        'Job resumed, moving it to queued state',
        'Training continues after step 1',
        'Step 2/4',
        'Step 3/4',
        'Step 4/4',
      ],
    );
    const requests = await readFile(join(server.folder, 'runs', id, 'starts.log'), 'utf8');
    const [first, second] = requests.split('\n');
    assert.equal(JSON.parse(first ?? '').hyperparameters.n_epochs, 'auto');
    assert.equal(second, first, 'it goes on with the same request');
  });

  it('pauses while its engine still reads the examples, and trains when it is resumed', async () => {
    const server = await fixture.start({ holdsReading: true });
    const id = await server.createJob();
    await server.until(id, 'running');
    await server.post(`/fine_tuning/jobs/${id}/pause`);
    await server.until(id, 'paused');
    await server.post(`/fine_tuning/jobs/${id}/resume`);
    await server.until(id, 'succeeded');
    assert.ok((await server.messages(id)).includes('Fine-tuning job started'));
  });

  it('is cancelled while it trains, while it pauses and while it is paused, and says nothing more', async () => {
    const server = await fixture.start({ holdAfter: 2 });
    const running = await server.createJob();
    await server.untilEvent(running, /^Checkpoint/);
    const cancelled = await server.post(`/fine_tuning/jobs/${running}/cancel`);
    assert.equal(cancelled.status, 'cancelled');
    assert.ok(cancelled.finished_at >= cancelled.created_at);
    const paused = await server.createJob();
    await server.until(paused, 'running');
    await server.post(`/fine_tuning/jobs/${paused}/pause`);
    await server.until(paused, 'paused');
    await server.post(`/fine_tuning/jobs/${paused}/cancel`);
    const pausing = await server.createJob();
    await server.untilEvent(pausing, /^Checkpoint/);
    await server.post(`/fine_tuning/jobs/${pausing}/pause`);
    assert.equal((await server.post(`/fine_tuning/jobs/${pausing}/cancel`)).status, 'cancelled');
    for (const id of [running, paused, pausing])
      assert.equal((await server.messages(id)).at(-1), 'The job was cancelled');
    assert.equal(server.server.activeJobs(), 0);
    const left = await readdir(join(server.folder, 'runs', paused));
    assert.deepEqual(
      left.filter((name) => name !== 'checkpoints'),
      ['starts.log'],
    );
  });

  it('waits for the one before it; a queued one can be paused and cancelled', async () => {
    const server = await fixture.start({ stepsPerEpoch: 1, holdAfter: 1 });
    const training_file = await server.upload();
    const first = await server.createJob({ training_file });
    const second = await server.createJob({ training_file });
    const third = await server.createJob({ training_file });
    await server.untilEvent(first, /^Checkpoint/);
    assert.equal((await server.job(second)).status, 'queued');
    assert.equal((await server.post(`/fine_tuning/jobs/${second}/pause`)).status, 'paused');
    assert.equal((await server.post(`/fine_tuning/jobs/${third}/cancel`)).status, 'cancelled');
    await server.post(`/fine_tuning/jobs/${second}/resume`);
    assert.equal((await server.job(second)).status, 'queued');
    await server.post(`/fine_tuning/jobs/${first}/cancel`);
    await server.until(second, 'running');
  });

  it('trains beside another one where the server may train two, and the third one waits', async () => {
    const server = await fixture.start({ stepsPerEpoch: 1, holdAfter: 1 }, { concurrency: 2 });
    const training_file = await server.upload();
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push(await server.createJob({ training_file }));
    const [first = '', second = '', third = ''] = ids;
    for (const id of [first, second]) await server.untilEvent(id, /^Checkpoint/);
    await server.untilEvent(third, /^Files validated/);
    assert.equal((await server.job(third)).status, 'queued');
    await server.post(`/fine_tuning/jobs/${second}/cancel`);
    await server.untilEvent(third, /^Checkpoint/);
    assert.equal((await server.job(first)).status, 'running');
  });

  it('is cancelled while its files are checked; nothing of it is left and the next one is checked', async () => {
    const server = await fixture.start({ steps: 1 });
    const training_file = await server.upload(exampleLines(60_000));
    const { id, status } = await server.post('/fine_tuning/jobs', { model: 'baseline-1', training_file });
    assert.equal(status, 'validating_files');
    assert.equal((await server.post(`/fine_tuning/jobs/${id}/cancel`)).status, 'cancelled');
    await server.until(await server.createJob(), 'succeeded');
    assert.equal((await server.messages(id)).at(-1), 'The job was cancelled');
    const run = join(server.folder, 'runs', id);
    assert.deepEqual(existsSync(run) ? await readdir(run) : [], []);
  });

  it('starts its engine again after a crash, from the saved state, and tells no step twice', async () => {
    const server = await fixture.start({ steps: 4, crashAfter: 3 });
    const id = await server.createJob();
    await server.until(id, 'succeeded');
    const messages = await server.messages(id);
    assert.deepEqual(
      messages.filter((message) => message.startsWith('Step')).map((message) => message.slice(0, 8)),
      ['Step 1/4', 'Step 2/4', 'Step 3/4', 'Step 4/4'],
    );
    assert.ok(messages.includes('Training continues after step 2'));
    assert.ok(
      messages.includes(
        'The training process ended unexpectedly (exit code 7). It is started again from its last saved state.',
      ),
    );
  });

  it('fails when its engine crashes again and again', async () => {
    const server = await fixture.start({ crashAfter: 1, crashes: 9 });
    const id = await server.createJob();
    const { error } = await server.until(id, 'failed');
    const message =
      'The job failed due to an internal error: the training process ended unexpectedly (exit code 7) 3 times in a row; the server’s log has its last words.';
    assert.deepEqual(error, { code: 'server_error', message, param: null });
    const last = (await server.events(id)).at(-1);
    assert.deepEqual([last.level, last.message], ['error', message]);
  });

  it('fails as well when an engine that crashes tells its last checkpoint again each time', async () => {
    const server = await fixture.start({ crashAfter: 2, crashes: 9, retells: true });
    const id = await server.createJob();
    const { error } = await server.until(id, 'failed');
    assert.match(error.message, /3 times in a row/);
  });

  it('fails with the words of its engine', async () => {
    const server = await fixture.start({ failAfter: 1 });
    const id = await server.createJob();
    const { error } = await server.until(id, 'failed');
    assert.deepEqual(error, { code: 'bad_data', message: 'The examples cannot be learned.', param: null });
  });
});
