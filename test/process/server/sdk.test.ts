import assert from 'node:assert/strict';
import OpenAI, { toFile } from 'openai';
import { exampleLines, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

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

  it('knows the errors by their kind', async () => {
    const request = { model: 'baseline-1', training_file: 'file-x' };
    await assert.rejects(client.fineTuning.jobs.create(request), OpenAI.BadRequestError);
    await assert.rejects(client.fineTuning.jobs.retrieve('ftjob-x'), OpenAI.NotFoundError);
    const stranger = new OpenAI({ apiKey: 'sk-other', baseURL: server.url });
    await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  });
});
