import assert from 'node:assert/strict';
import { ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('Chat completions', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start({ steps: 2 });
  });
  after(() => fixture.dispose());

  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'a b c' },
  ];

  it('come from a process that is started for the model', async () => {
    const answer = await server.post('/chat/completions', { model: 'baseline-1', messages });
    const { id, created, ...rest } = answer;
    assert.match(id, /^chatcmpl-\w{24}$/);
    assert.ok(Number.isInteger(created));
    assert.deepEqual(rest, {
      model: 'baseline-1',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'base a b c', refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
  });

  it('come from fine-tuned models and their checkpoints', async () => {
    const job = await server.until(await server.createJob(), 'succeeded');
    for (const model of [job.fine_tuned_model, `${job.fine_tuned_model}:ckpt-step-2`]) {
      const { choices } = await server.post('/chat/completions', { model, messages, max_completion_tokens: 2 });
      assert.deepEqual([choices[0].message.content, choices[0].finish_reason], ['tuned a', 'length']);
    }
  });

  it('come in pieces to who wants a stream', async () => {
    const request = { model: 'baseline-1', messages, stream: true, stream_options: { include_usage: true } };
    const { headers, body } = await server.ask('POST', '/chat/completions', request);
    assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
    const lines = (body as string).split('\n\n').filter(Boolean);
    assert.equal(lines.pop(), 'data: [DONE]');
    const chunks = lines.map((line) => JSON.parse(line.slice('data: '.length)));
    assert.deepEqual(
      chunks.map((chunk) => chunk.choices[0]?.delta),
      [
        { role: 'assistant', content: '', refusal: null },
        { content: 'base' },
        { content: ' a' },
        { content: ' b' },
        { content: ' c' },
        {},
        undefined,
      ],
    );
    assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
    assert.deepEqual(chunks.at(-1).usage, { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 });
    assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
  });

  it('of an unknown model are refused', async () => {
    const { status, body } = await server.ask('POST', '/chat/completions', { model: 'gpt-9', messages });
    assert.deepEqual([status, body.error.code], [404, 'model_not_found']);
  });

  for (const stream of [false, true]) {
    it(`that the engine cannot give are errors ${stream ? 'also in a stream' : 'in a sentence'}`, async () => {
      const say = (content: string): object => ({ model: 'baseline-1', stream, messages: [{ role: 'user', content }] });
      const failed = await server.ask('POST', '/chat/completions', say('fail'));
      assert.deepEqual([failed.status, failed.body.error.message], [400, 'This cannot be answered.']);
      const crashed = await server.ask('POST', '/chat/completions', say('crash'));
      const message = 'The engine that answers for the model ended unexpectedly (exit code 9).';
      assert.deepEqual([crashed.status, crashed.body.error.message], [500, message]);
    });
  }

  it('that break off in the middle of a stream end with an error and no end mark', async () => {
    const half = { model: 'baseline-1', stream: true, messages: [{ role: 'user', content: 'half' }] };
    const { status, body } = await server.ask('POST', '/chat/completions', half);
    const lines = (body as string).split('\n\n').filter(Boolean);
    const [role, delta, error, ...more] = lines.map((line) => JSON.parse(line.slice('data: '.length)));
    assert.deepEqual([status, role.choices[0].delta.role, delta.choices[0].delta.content], [200, 'assistant', 'half']);
    assert.match(error.error.message, /ended unexpectedly/);
    assert.deepEqual(more, []);
  });

  it('work again after a crash, several at once', async () => {
    const ask = (content: string) =>
      server.post('/chat/completions', { model: 'baseline-1', messages: [{ role: 'user', content }] });
    const answers = await Promise.all(['x', 'y', 'z'].map(ask));
    const texts = answers.map((answer) => answer.choices[0].message.content);
    assert.deepEqual(texts, ['base x', 'base y', 'base z']);
  });

  it('go on for others when a client goes away in the middle', async () => {
    const stop = new AbortController();
    const response = await fetch(`${server.url}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'baseline-1', messages, stream: true }),
      signal: stop.signal,
    });
    await response.body?.getReader().read();
    stop.abort();
    const answer = await server.post('/chat/completions', { model: 'baseline-1', messages });
    assert.equal(answer.choices[0].message.content, 'base a b c');
  });
});

describe('Legacy completions', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start();
  });
  after(() => fixture.dispose());

  const request = { model: 'baseline-1', prompt: 'a b c' };
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };

  it('answer a prompt', async () => {
    const { id, created, ...rest } = await server.post('/completions', request);
    assert.match(id, /^cmpl-\w{24}$/);
    assert.ok(Number.isInteger(created));
    const choice = { text: 'base a b c', index: 0, logprobs: null, finish_reason: 'stop' };
    assert.deepEqual(rest, { model: 'baseline-1', object: 'text_completion', choices: [choice], usage });
  });

  it('come in pieces to who wants a stream', async () => {
    const stream = { stream: true, stream_options: { include_usage: true } };
    const { headers, body } = await server.ask('POST', '/completions', { ...request, max_tokens: 2, ...stream });
    assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
    const lines = (body as string).split('\n\n').filter(Boolean);
    assert.equal(lines.pop(), 'data: [DONE]');
    const chunks = lines.map((line) => JSON.parse(line.slice('data: '.length)));
    assert.deepEqual(
      chunks.map(({ choices: [choice] }) => choice && [choice.text, choice.finish_reason]),
      [['base', null], [' a', null], ['', 'length'], undefined],
    );
    assert.deepEqual(chunks.at(-1).usage, { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });
    assert.ok(chunks.every((chunk) => chunk.object === 'text_completion' && chunk.id === chunks[0].id));
  });

  it('of an unknown model are refused', async () => {
    const { status, body } = await server.ask('POST', '/completions', { ...request, model: 'gpt-9' });
    assert.deepEqual([status, body.error.code], [404, 'model_not_found']);
  });
});
