import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import OpenAI, { toFile } from 'openai';
import { askUntil } from '../../support/askUntil.ts';
import { exampleLines, ServerFixture, testKey, type Json, type TestServer } from '../../support/serverHarness.ts';

describe('The official SDK', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  let client: OpenAI;
  before(async () => {
    server = await fixture.start({ steps: 2 });
    client = new OpenAI({ apiKey: testKey, baseURL: server.url });
  });
  after(() => fixture.dispose());

  it('goes its documented way: upload, wait, create, poll, events, checkpoints, chat', async () => {
    const upload = await toFile(Buffer.from(exampleLines(12)), 'train.jsonl');
    const file = await client.files.create({ file: upload, purpose: 'fine-tune' });
    assert.equal((await client.files.waitForProcessing(file.id)).status, 'processed');
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } } as const;
    const created = await client.fineTuning.jobs.create({ model: 'baseline-1', training_file: file.id, method });
    await server.until(created.id, 'succeeded');
    const job = await client.fineTuning.jobs.retrieve(created.id);
    assert.equal(job.status, 'succeeded');

    const messages: string[] = [];
    for await (const event of client.fineTuning.jobs.listEvents(job.id, { limit: 3 })) messages.push(event.message);
    assert.equal(messages.length, 9);
    assert.equal(messages.at(-1), `Created fine-tuning job: ${job.id}`);
    const models: string[] = [];
    for await (const checkpoint of client.fineTuning.jobs.checkpoints.list(job.id)) {
      models.push(checkpoint.fine_tuned_model_checkpoint);
    }
    assert.deepEqual(models, [`${job.fine_tuned_model}:ckpt-step-2`]);

    const question = { model: job.fine_tuned_model ?? '', messages: [{ role: 'user' as const, content: 'a b' }] };
    const answer = await client.chat.completions.create(question);
    assert.equal(answer.choices[0]?.message.content, 'tuned a b');
    let text = '';
    for await (const chunk of await client.chat.completions.create({ ...question, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? '';
    }
    assert.equal(text, 'tuned a b');
    assert.match(await (await client.files.content(job.result_files[0] ?? '')).text(), /^step,train_loss,/);
    assert.deepEqual(await client.models.delete(question.model), {
      id: question.model,
      object: 'model',
      deleted: true,
    });
  });

  it('sends a file in parts', async () => {
    const bytes = Buffer.from(exampleLines(12));
    const announced = { filename: 'train.jsonl', purpose: 'fine-tune', mime_type: 'text/jsonl' } as const;
    const upload = await client.uploads.create({ ...announced, bytes: bytes.length });
    const part_ids: string[] = [];
    for (const data of [bytes.subarray(0, 100), bytes.subarray(100)]) {
      part_ids.push((await client.uploads.parts.create(upload.id, { data: await toFile(data, 'part') })).id);
    }
    const md5 = createHash('md5').update(bytes).digest('hex');
    const { status, file } = await client.uploads.complete(upload.id, { part_ids, md5 });
    assert.equal(status, 'completed');
    assert.deepEqual(Buffer.from(await (await client.files.content(file?.id ?? '')).arrayBuffer()), bytes);
    const second = await client.uploads.create({ ...announced, bytes: 1 });
    assert.equal((await client.uploads.cancel(second.id)).status, 'cancelled');
  });

  it('pauses, resumes and cancels a job, and finds it by its metadata', async () => {
    const waiting = await fixture.start({ steps: 3, holdAfter: 1, stepsPerEpoch: 1 });
    const jobs = new OpenAI({ apiKey: testKey, baseURL: waiting.url }).fineTuning.jobs;
    const metadata = { team: 'coding' };
    const training_file = await waiting.upload();
    const { id } = await jobs.create({ model: 'baseline-1', training_file, metadata, suffix: 'x', seed: 3 });
    await waiting.untilEvent(id, /^Checkpoint/);
    await jobs.pause(id);
    await waiting.until(id, 'paused');
    assert.equal((await jobs.resume(id)).status, 'queued');
    assert.equal((await jobs.cancel(id)).status, 'cancelled');
    for (const [filter, found] of [
      [metadata, 1],
      [{ team: 'other' }, 0],
    ] as const) {
      const page = await jobs.list({ limit: 1, metadata: filter });
      assert.equal(page.data.length, found);
    }
  });

  it('runs a batch and reads its answers', async () => {
    const messages = [{ role: 'user', content: 'a b' }];
    const body = { model: 'baseline-1', messages };
    const line = { custom_id: 'one', method: 'POST', url: '/v1/chat/completions', body };
    const input = await toFile(Buffer.from(JSON.stringify(line)), 'requests.jsonl');
    const { id: input_file_id } = await client.files.create({ file: input, purpose: 'batch' });
    const endpoint = '/v1/chat/completions';
    const { id } = await client.batches.create({ input_file_id, endpoint, completion_window: '24h' });
    const batch = await askUntil(
      () => client.batches.retrieve(id),
      ({ status }) => status === 'completed',
    );
    assert.deepEqual(batch.request_counts, { total: 1, completed: 1, failed: 0 });
    const output = await (await client.files.content(batch.output_file_id ?? '')).text();
    const { custom_id, response } = JSON.parse(output);
    assert.deepEqual([custom_id, response.body.choices[0].message.content], ['one', 'base a b']);
    for await (const { id } of client.batches.list({ limit: 1 })) assert.equal(id, batch.id);
    await assert.rejects(client.batches.cancel(batch.id), OpenAI.ConflictError);
  });

  it('validates and runs a grader', async () => {
    const grader = {
      type: 'string_check',
      name: 'same',
      input: '{{sample.output_text}}',
      reference: '{{item.answer}}',
      operation: 'eq',
    } as const;
    const { graders } = client.fineTuning.alpha;
    assert.deepEqual((await graders.validate({ grader })).grader, grader);
    assert.equal((await graders.run({ grader, item: { answer: 'x' }, model_sample: 'x' })).reward, 1);
  });

  it('asks for a legacy completion, whole and as a stream', async () => {
    const request = { model: 'baseline-1', prompt: 'a b' };
    const answer = await client.completions.create(request);
    assert.equal(answer.choices[0]?.text, 'base a b');
    let text = '';
    for await (const part of await client.completions.create({ ...request, stream: true })) {
      text += part.choices[0]?.text ?? '';
    }
    assert.equal(text, 'base a b');
  });

  it('knows the errors by their kind', async () => {
    const request = { model: 'baseline-1', training_file: 'file-x' };
    await assert.rejects(client.fineTuning.jobs.create(request), OpenAI.BadRequestError);
    await assert.rejects(client.fineTuning.jobs.retrieve('ftjob-x'), OpenAI.NotFoundError);
    const stranger = new OpenAI({ apiKey: 'sk-other', baseURL: server.url });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  });
});

describe('A person with curl', () => {
  const fixture = new ServerFixture();
  after(() => fixture.dispose());

  /** As `curl -H "Authorization: Bearer KEY" URL` would send it. */
  async function curl(url: string, options: RequestInit = {}): Promise<Json> {
    const headers = { ...(options.headers as Record<string, string>), authorization: `Bearer ${testKey}` };
    const response = await fetch(url, { ...options, headers });
    assert.equal(response.status, 200);
    return response.json();
  }

  it('uploads, creates, polls and asks', async () => {
    const server = await fixture.start({ steps: 2 });
    const { url } = server;
    const body = new FormData();
    body.set('purpose', 'fine-tune');
    body.set('file', new Blob([exampleLines(12)]), 'train.jsonl');
    const file = await curl(`${url}/files`, { method: 'POST', body });
    const headers = { 'content-type': 'application/json' };
    const post = (path: string, data: object): Promise<Json> =>
      curl(url + path, { method: 'POST', headers, body: JSON.stringify(data) });
    const job = await post('/fine_tuning/jobs', { training_file: file.id, model: 'baseline-1' });
    await server.until(job.id, 'succeeded');
    const { fine_tuned_model: model } = await curl(`${url}/fine_tuning/jobs/${job.id}`);
    const [last] = (await curl(`${url}/fine_tuning/jobs/${job.id}/events?limit=1`)).data;
    assert.equal(last.message, 'The job has successfully completed');
    const answer = await post('/chat/completions', { model, messages: [{ role: 'user', content: 'a' }] });
    assert.equal(answer.choices[0].message.content, 'tuned a');
  });
});
