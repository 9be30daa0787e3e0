import assert from 'node:assert/strict';
import { askUntil } from '../../support/askUntil.ts';
import { assertEnvelope, assertSchema, ContractClient, descriptionPath, operations } from '../../support/contract.ts';
import { Prism } from '../../support/prism.ts';
import { exampleLines, ServerFixture, type Answer, type Json, type TestServer } from '../../support/serverHarness.ts';

/** How an operation is driven: once as it is meant to, once so that it is refused. */
interface Drive {
  readonly works: () => Promise<Answer>;
  readonly isRefused: () => Promise<Answer>;
}

describe('The HTTP contract', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  let prism: Prism;
  let client: ContractClient;
  /** A job that was paused and resumed and has succeeded. */
  let trained: Json;
  before(async () => {
    server = await fixture.start({ steps: 3, stepsPerEpoch: 1, holdAfter: 2, holdsAnswers: true }, { concurrency: 4 });
    prism = await Prism.start(descriptionPath, server.url);
    client = new ContractClient(prism.url);
    const id = await pausedJob();
    await server.post(`${jobs}/${id}/resume`);
    trained = await server.until(id, 'succeeded');
  });
  after(async () => {
    await prism.stop();
    await fixture.dispose();
  });

  const jobs = '/fine_tuning/jobs';
  const messages = [{ role: 'user', content: 'a b c' }];
  const get = (path: string) => (): Promise<Answer> => client.ask('GET', path);
  const post = (path: string, body?: unknown) => (): Promise<Answer> => client.ask('POST', path, body);
  const del = (path: string) => (): Promise<Answer> => client.ask('DELETE', path);
  const permissions = `/fine_tuning/checkpoints/${encodeURIComponent('ft:baseline-1:local::x')}/permissions`;

  async function runningJob(): Promise<string> {
    const id = await server.createJob({ metadata: { team: 'coding' } });
    await server.untilEvent(id, /^Checkpoint created at step 2/);
    return id;
  }

  async function pausedJob(): Promise<string> {
    const id = await runningJob();
    await server.post(`${jobs}/${id}/pause`);
    await server.until(id, 'paused');
    return id;
  }

  const batch = { endpoint: '/v1/chat/completions', completion_window: '24h' };

  function batchFile(content = 'a'): Promise<string> {
    const body = { model: 'baseline-1', messages: [{ role: 'user', content }] };
    const line = { custom_id: '1', method: 'POST', url: '/v1/chat/completions', body };
    return server.upload(JSON.stringify(line), 'requests.jsonl', 'batch');
  }

  async function finishedBatch(): Promise<Json> {
    const { id } = await server.post('/batches', { ...batch, input_file_id: await batchFile(), metadata: { a: 'b' } });
    return askUntil(
      () => server.get(`/batches/${id}`),
      ({ status }) => status === 'completed',
    );
  }

  const graders = '/fine_tuning/alpha/graders';
  const grader = (operation: string): object => {
    return {
      type: 'string_check',
      name: 'same',
      input: '{{sample.output_text}}',
      reference: '{{item.answer}}',
      operation,
    };
  };

  const part = new File([exampleLines(3)], 'blob');
  const upload = { filename: 'train.jsonl', purpose: 'fine-tune', bytes: part.size, mime_type: 'text/jsonl' };
  const newUpload = async (): Promise<string> => (await server.post('/uploads', upload)).id;

  function form(fields: Readonly<Record<string, string | File>>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  }

  const drives: Readonly<Record<string, Drive>> = {
    createFile: {
      works: () => {
        const file = new File([exampleLines(3)], 'train.jsonl');
        return client.ask('POST', '/files', form({ purpose: 'fine-tune', file }));
      },
      isRefused: () => client.ask('POST', '/files', form({ purpose: 'fine-tune' })),
    },
    listFiles: { works: get('/files?limit=1&order=asc'), isRefused: get('/files?limit=0') },
    retrieveFile: {
      works: async () => client.ask('GET', `/files/${trained.training_file}`),
      isRefused: get('/files/file-x'),
    },
    downloadFile: {
      // Not through Prism: the description calls every file JSON.
      works: () => server.ask('GET', `/files/${trained.result_files[0]}/content`),
      isRefused: get('/files/file-x/content'),
    },
    deleteFile: {
      works: async () => client.ask('DELETE', `/files/${await server.upload()}`),
      isRefused: del('/files/file-x'),
    },
    listModels: {
      works: get('/models'),
      isRefused: () => client.ask('GET', '/models', undefined, { authorization: 'x' }),
    },
    retrieveModel: {
      works: async () => client.ask('GET', `/models/${encodeURIComponent(trained.fine_tuned_model)}`),
      isRefused: get('/models/gpt-9'),
    },
    deleteModel: {
      works: async () =>
        client.ask('DELETE', `/models/${encodeURIComponent(`${trained.fine_tuned_model}:ckpt-step-1`)}`),
      isRefused: del('/models/baseline-1'),
    },
    createFineTuningJob: {
      works: async () => {
        const [training_file, validation_file] = [await server.upload(), await server.upload()];
        const hyperparameters = { n_epochs: 2, batch_size: 'auto', learning_rate_multiplier: 0.5 };
        const method = { type: 'supervised', supervised: { hyperparameters } };
        const files = { training_file, validation_file };
        const request = { model: 'baseline-1', ...files, suffix: 'x', seed: 3, metadata: { a: 'b' }, method };
        const answer = await client.ask('POST', jobs, request);
        await server.post(`${jobs}/${answer.body.id}/cancel`);
        return answer;
      },
      isRefused: post(jobs, { model: 'baseline-1', training_file: 'file-x' }),
    },
    listPaginatedFineTuningJobs: {
      works: get(`${jobs}?limit=2&metadata%5Bteam%5D=coding`),
      isRefused: get(`${jobs}?after=ftjob-x`),
    },
    retrieveFineTuningJob: {
      works: async () => client.ask('GET', `${jobs}/${trained.id}`),
      isRefused: get(`${jobs}/ftjob-x`),
    },
    cancelFineTuningJob: {
      works: async () => client.ask('POST', `${jobs}/${await runningJob()}/cancel`),
      isRefused: async () => client.ask('POST', `${jobs}/${trained.id}/cancel`),
    },
    pauseFineTuningJob: {
      works: async () => client.ask('POST', `${jobs}/${await runningJob()}/pause`),
      isRefused: async () => client.ask('POST', `${jobs}/${trained.id}/pause`),
    },
    resumeFineTuningJob: {
      works: async () => client.ask('POST', `${jobs}/${await pausedJob()}/resume`),
      isRefused: async () => client.ask('POST', `${jobs}/${trained.id}/resume`),
    },
    listFineTuningEvents: {
      works: async () => client.ask('GET', `${jobs}/${trained.id}/events?limit=50`),
      isRefused: get(`${jobs}/ftjob-x/events`),
    },
    listFineTuningJobCheckpoints: {
      works: async () => client.ask('GET', `${jobs}/${trained.id}/checkpoints`),
      isRefused: get(`${jobs}/ftjob-x/checkpoints`),
    },
    createChatCompletion: {
      works: post('/chat/completions', { model: 'baseline-1', messages, temperature: 0, top_p: 0.5, stop: ['.'] }),
      isRefused: post('/chat/completions', { model: 'gpt-9', messages }),
    },
    createBatch: {
      works: async () => client.ask('POST', '/batches', { ...batch, input_file_id: await batchFile() }),
      isRefused: async () => client.ask('POST', '/batches', { ...batch, input_file_id: await server.upload() }),
    },
    retrieveBatch: {
      works: async () => client.ask('GET', `/batches/${(await finishedBatch()).id}`),
      isRefused: get('/batches/batch_x'),
    },
    cancelBatch: {
      works: async () => {
        const { id } = await server.post('/batches', { ...batch, input_file_id: await batchFile('hold') });
        return client.ask('POST', `/batches/${id}/cancel`);
      },
      isRefused: async () => client.ask('POST', `/batches/${(await finishedBatch()).id}/cancel`),
    },
    listBatches: {
      works: async () => {
        await finishedBatch();
        return client.ask('GET', '/batches?limit=2');
      },
      isRefused: get('/batches?after=batch_x'),
    },
    validateGrader: {
      works: post(`${graders}/validate`, { grader: grader('eq') }),
      isRefused: post(`${graders}/validate`, { grader: { ...grader('eq'), operation: 'equals' } }),
    },
    runGrader: {
      works: post(`${graders}/run`, { grader: grader('ilike'), item: { answer: 'b' }, model_sample: 'a b c' }),
      isRefused: post(`${graders}/run`, { grader: grader('eq') }),
    },
    createUpload: { works: () => client.ask('POST', '/uploads', upload), isRefused: post('/uploads', {}) },
    addUploadPart: {
      works: async () => client.ask('POST', `/uploads/${await newUpload()}/parts`, form({ data: part })),
      isRefused: () => client.ask('POST', '/uploads/upload_x/parts', form({ data: part })),
    },
    completeUpload: {
      works: async () => {
        const id = await newUpload();
        const { id: part_id } = await server.post(`/uploads/${id}/parts`, form({ data: part }));
        return client.ask('POST', `/uploads/${id}/complete`, { part_ids: [part_id] });
      },
      isRefused: async () => client.ask('POST', `/uploads/${await newUpload()}/complete`, { part_ids: ['part_x'] }),
    },
    cancelUpload: {
      works: async () => client.ask('POST', `/uploads/${await newUpload()}/cancel`),
      isRefused: post('/uploads/upload_x/cancel'),
    },
  };

  /** Not through Prism, which makes up an answer where the server says 501. */
  const unoffered: Readonly<Record<string, () => Promise<Answer>>> = {
    listChatCompletions: () => server.ask('GET', '/chat/completions'),
    listFineTuningCheckpointPermissions: () => server.ask('GET', permissions),
    createFineTuningCheckpointPermission: () => server.ask('POST', permissions, { project_ids: ['proj_x'] }),
    deleteFineTuningCheckpointPermission: () => server.ask('DELETE', `${permissions}/cp_x`),
  };

  it('names each operation of the description', () => {
    const driven = [...Object.keys(drives), ...Object.keys(unoffered)];
    assert.deepEqual(driven.sort(), operations.map(({ id }) => id).sort());
  });

  for (const [id, ask] of Object.entries(unoffered)) {
    it(`is kept by ${id}, which is not offered`, async () => {
      const answer = await ask();
      assert.equal(answer.status, 501);
      assertEnvelope(answer);
    });
  }

  for (const [id, { works, isRefused }] of Object.entries(drives)) {
    it(`is kept by ${id}`, async () => {
      const refused = await isRefused();
      assert.ok(refused.status >= 400 && refused.status < 500, JSON.stringify(refused.body));
      assert.ok(client.driven.has(id), `driven: ${[...client.driven].join(', ')}`);
      const answer = await works();
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    });
  }

  // Prism takes a stream for one JSON value.
  it('is kept by each chunk of a stream', async () => {
    const request = { model: 'baseline-1', messages, stream: true, stream_options: { include_usage: true } };
    const { body } = await server.ask('POST', '/chat/completions', request);
    const chunks = (body as string).split('\n\n').filter((line) => line.startsWith('data: {'));
    assert.ok(chunks.length > 3);
    for (const chunk of chunks) assertSchema('CreateChatCompletionStreamResponse', JSON.parse(chunk.slice(6)));
  });

  for (const body of [undefined, null, [], 'text', { x: 1 }]) {
    it(`refuses ${JSON.stringify(body) ?? 'nothing'} in the envelope wherever it makes no sense`, async () => {
      for (const { id, method, path } of operations) {
        const [bare = ''] = path.replace(/\{\w+\}/g, 'x').split('?');
        const answer = await server.ask(method, bare, method === 'POST' ? body : undefined);
        if (answer.status < 400) assert.match(id, /^list/);
        else assertEnvelope(answer);
        assert.ok(answer.status < 500 || id in unoffered, `${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
    });
  }
});
