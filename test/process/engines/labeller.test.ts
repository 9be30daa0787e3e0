import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EngineSettings } from '../../../src/common/engineSettings.ts';
import { labellingTask } from '../../support/labellingTask.ts';
import { ensurePython } from '../../support/python.ts';
import { ServerFixture, type Json, type TestServer } from '../../support/serverHarness.ts';

const program = fileURLToPath(new URL('../../../examples/engines/labeller.py', import.meta.url));

describe('The example engine in Python', function () {
  // Python may have to be installed first.
  this.timeout(240_000);
  const fixture = new ServerFixture();
  let engine: EngineSettings;
  before(async () => {
    const command = [await ensurePython(), program];
    engine = { name: 'labeller', command, models: ['labeller-1'], methods: ['supervised'] };
  });
  afterEach(() => fixture.dispose());

  const start = (folder?: string): Promise<TestServer> => fixture.start({}, { engines: [engine] }, folder);
  const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const { training, heldOut } = labellingTask(300, 1);

  const createJob = async (server: TestServer, hyperparameters: object, fields: object = {}): Promise<string> => {
    const training_file = await server.upload(jsonLines(training));
    const method = { type: 'supervised', supervised: { hyperparameters } };
    return server.createJob({ model: 'labeller-1', training_file, method, seed: 7, ...fields });
  };
  const ask = async (server: TestServer, model: string, messages: unknown): Promise<string> => {
    const { choices } = await server.post('/chat/completions', { model, messages, temperature: 0 });
    return choices[0].message.content as string;
  };
  const modelOf = (server: TestServer, id: string): Promise<string> =>
    readFile(join(server.folder, 'runs', id, 'model', 'labeller.json'), 'utf8');

  it('learns to label: the loss falls, and held-out examples are labelled right', async () => {
    const server = await start();
    const validation_file = await server.upload(jsonLines(heldOut), 'validation.jsonl');
    const id = await createJob(server, { n_epochs: 15, batch_size: 4 }, { validation_file });
    const job = await server.until(id, 'succeeded');
    assert.deepEqual(job.hyperparameters, { n_epochs: 15, batch_size: 4, learning_rate_multiplier: 1 });
    assert.equal(job.trained_tokens, 15 * training.length);
    const metrics = (await server.events(id)).flatMap((event) => event.data ?? []);
    assert.equal(metrics.length, 750);
    assert.ok(metrics.at(-1).train_loss < metrics[0].train_loss / 4);
    assert.ok(metrics.at(-1).full_valid_mean_token_accuracy >= 0.9);

    const labels = await Promise.all(
      heldOut.map(({ messages }) => ask(server, job.fine_tuned_model, messages.slice(0, -1))),
    );
    const right = labels.filter((label, index) => label === heldOut[index]?.messages.at(-1)?.content).length;
    assert.ok(right >= 0.9 * heldOut.length, `${right} of ${heldOut.length} are right`);
  });

  it('answers as its base model, from a checkpoint, and in pieces no longer than asked for', async () => {
    const server = await start();
    const { fine_tuned_model: model } = await server.until(await createJob(server, { n_epochs: 1 }), 'succeeded');
    const messages = [{ role: 'user', content: 'Where is my late package?' }];
    assert.equal(await ask(server, 'labeller-1', messages), 'I have not learned anything yet.');
    assert.equal(await ask(server, `${model}:ckpt-step-200`, messages), 'shipping_delay');
    const short = await server.post('/chat/completions', { model: 'labeller-1', messages, max_completion_tokens: 2 });
    assert.deepEqual([short.choices[0].message.content, short.choices[0].finish_reason], ['I have', 'length']);
  });

  it('makes the same model whether it is paused, stopped with its server, or neither', async () => {
    const hyperparameters = { n_epochs: 50, batch_size: 50 };
    const first = await start();
    const whole = await createJob(first, hyperparameters);
    await first.until(whole, 'succeeded');

    const paused = await createJob(first, hyperparameters);
    await first.untilEvent(paused, /^Step 3\//);
    await first.post(`/fine_tuning/jobs/${paused}/pause`);
    await first.until(paused, 'paused');
    await first.post(`/fine_tuning/jobs/${paused}/resume`);
    await first.until(paused, 'succeeded');

    const stopped = await createJob(first, hyperparameters);
    await first.untilEvent(stopped, /^Step 3\//);
    await fixture.stop(first);
    const second = await start(first.folder);
    await second.until(stopped, 'succeeded');

    const expected = await modelOf(second, whole);
    for (const id of [paused, stopped]) {
      assert.ok((await second.messages(id)).some((message) => message.startsWith('Training continues after step')));
      assert.equal(await modelOf(second, id), expected);
    }
  });

  it('goes on from a model that it has made, and stops at once when its job is cancelled', async () => {
    const server = await start();
    const { fine_tuned_model: model } = await server.until(await createJob(server, { n_epochs: 2 }), 'succeeded');
    const id = await createJob(server, { n_epochs: 50 }, { model });
    await server.untilEvent(id, /^Step 1\//);
    const loss = async (job: string): Promise<number> =>
      (await server.events(job)).find((event: Json) => event.data)?.data.train_loss as number;
    assert.ok((await loss(id)) < 0.5, 'it begins with what the first one learned');
    await server.post(`/fine_tuning/jobs/${id}/cancel`);
    assert.equal((await server.until(id, 'cancelled')).status, 'cancelled');
  });

  it('ends at once when its server is gone, and goes on later from its last checkpoint', async () => {
    const run = await fixture.folder();
    const request = { model: 'labeller-1', base_folder: null, method: 'supervised', hyperparameters: {}, seed: 1 };
    await writeFile(join(run, 'request.json'), JSON.stringify({ ...request, hyperparameters: { n_epochs: 500 } }));
    await writeFile(join(run, 'train.jsonl'), jsonLines(training));
    const events: Json[] = [];
    const child = spawn(engine.command[0] ?? '', [program, 'train', run], { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      events.push(JSON.parse(line));
      if (events.at(-1).type === 'checkpoint') child.stdin.end();
    }
    assert.notEqual(events.at(-1).type, 'succeeded');
    const again = spawn(engine.command[0] ?? '', [program, 'train', run], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [first] = (await once(createInterface({ input: again.stdout }), 'line')) as [string];
    const ended = once(again, 'close');
    again.stdin.end();
    await ended;
    const saved = events.findLast((event) => event.type === 'checkpoint').step as number;
    assert.ok(JSON.parse(first).step >= saved);
  });

  it('says what it cannot learn from', async () => {
    const server = await start();
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const pictures = training.slice(0, 10).map(({ messages }) => ({
      messages: [{ role: 'user', content: [image] }, messages.at(-1)],
    }));
    const training_file = await server.upload(jsonLines([...training.slice(0, 10), ...pictures]));
    const { error } = await server.until(await server.createJob({ model: 'labeller-1', training_file }), 'failed');
    const message = 'Line 11 of train.jsonl is no conversation of texts, and nothing else can be learned.';
    assert.deepEqual([error.code, error.message], ['unsupported_data', message]);
  });

  it('tells how it is used', async () => {
    const child = spawn(engine.command[0] ?? '', [program, 'learn'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    await once(child, 'close');
    assert.equal(child.exitCode, 1);
    assert.match(said, /^usage: labeller\.py train RUN_FOLDER/);
  });
});
