import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isAbort } from '../../../src/common/errors.ts';
import type { JobsApi } from '../../../src/jobs/api.ts';
import { failureOf } from '../../../src/jobs/serviceErrors.ts';
import { askUntil } from '../../support/askUntil.ts';
import { apiOf, createSmallJob, smallFile } from '../../support/scriptedApi.ts';
import {
  classicAzure,
  foundryAzure,
  htmlPage,
  ScriptedService,
  slowDown,
  trainingNotAvailable,
} from '../../support/scriptedService.ts';
import { refused, useServices } from '../../support/scriptedServices.ts';

describe('A client of services', () => {
  const start = useServices();

  const steer = async (api: JobsApi): Promise<readonly string[]> => {
    const { id } = await createSmallJob(api);
    const paused = await api.pauseJob(id);
    const resumed = await api.resumeJob(id);
    const cancelled = await api.cancelJob(id);
    return [paused, resumed, cancelled].map(({ status }) => status);
  };

  it('launches and steers at OpenAI, with its key as bearer', async () => {
    const service = await start();
    assert.deepEqual(await steer(apiOf(service, 'openai')), ['pausing', 'resuming', 'cancelled']);
    for (const { headers } of service.requests) assert.equal(headers.authorization, `Bearer ${service.key}`);
  });

  it('reads the start of a file, and deletes files and models, whatever their ids hold', async () => {
    const service = await start();
    const api = apiOf(service);
    const { id } = await api.uploadFile(smallFile());
    assert.deepEqual(await api.fileStart(id, 5), { text: '{"mes', isWhole: false });
    await api.deleteFile(id);
    assert.equal(service.state.files.size, 0);
    service.state.models.push({ id: 'ft:m:acme/team:codes:1', object: 'model' });
    await api.deleteModel('ft:m:acme/team:codes:1');
    assert.equal(service.state.models.length, 1);
    assert.equal((await refused(api.deleteModel('ft:gone'))).code, 'service.notFound');
  });

  for (const [name, options, version] of [
    ['classic addresses', classicAzure, classicAzure.apiVersion],
    ['v1 addresses', foundryAzure, undefined],
  ] as const) {
    it(`launches and steers at Azure with ${name}: api-key header, a body in every POST, pending files and jobs`, async () => {
      const service = await start({ ...options, pendingLooks: 0 });
      const api = apiOf(service, 'azure', version);
      assert.deepEqual(await steer(api), ['pausing', 'resuming', 'cancelled']);
      for (const { headers, url } of service.requests) {
        assert.equal(headers['api-key'], service.key);
        assert.equal(headers.authorization, undefined);
        assert.equal(url.includes('api-version='), version !== undefined);
      }
      assert.equal((await createSmallJob(api)).status, 'pending');
    });
  }

  it('reads null fields, ISO times and empty errors', async () => {
    const service = await start({ isoTimes: true, noError: { code: null, message: null, param: null } });
    const api = apiOf(service);
    const created = await createSmallJob(api);
    assert.equal(created.createdAt > 1_700_000_000_000, true);
    assert.equal(created.error, undefined);
    assert.deepEqual(created.resultFiles, []);
    service.state.setJob(created.id, { status: 'RE_QUEUEING', error: {} });
    assert.equal((await api.retrieveJob(created.id)).status, 're_queueing');
  });

  it('sends a file in parts', async () => {
    const service = await start();
    const api = apiOf(service);
    const upload = await api.createUpload({ filename: 'train.jsonl', bytes: 6 });
    const parts = [
      await api.addUploadPart(upload, new File(['abc'], 'part')),
      await api.addUploadPart(upload, new File(['def'], 'part')),
    ];
    const file = await api.completeUpload(upload, parts);
    assert.deepEqual([file.size, file.filename, file.status], [6, 'train.jsonl', 'processed']);
  });

  describe('takes nothing from the environment', () => {
    const poison = {
      OPENAI_BASE_URL: 'http://127.0.0.1:9/poison',
      OPENAI_API_KEY: 'sk-poison',
      OPENAI_ADMIN_KEY: 'sk-poison-admin',
      OPENAI_ORG_ID: 'org-poison',
      OPENAI_PROJECT_ID: 'proj-poison',
      OPENAI_CUSTOM_HEADERS: 'X-Poison: yes\nAuthorization: Bearer sk-poison\nOpenAI-Organization: org-poison',
      OPENAI_LOG: 'debug',
      OPENAI_WEBHOOK_SECRET: 'whsec-poison',
      OPENAI_API_VERSION: '1999-01-01',
      AZURE_OPENAI_API_KEY: 'poison-azure',
      AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:9/poison',
    };
    const before = Object.fromEntries(Object.keys(poison).map((name) => [name, process.env[name]]));
    const methods = ['debug', 'info', 'log', 'warn', 'error'] as const;
    const consoles = methods.map((method) => [method, console[method]] as const);
    afterEach(() => {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      for (const [method, original] of consoles) console[method] = original;
    });

    for (const kind of ['openai', 'azure', 'compatible'] as const) {
      it(`for a connection of kind ${kind}`, async () => {
        Object.assign(process.env, poison);
        const service = await start(kind === 'azure' ? foundryAzure : {});
        const printed: string[] = [];
        for (const method of methods) console[method] = (...words: unknown[]) => printed.push(words.join(' '));
        await apiOf(service, kind).listJobs();
        await apiOf(service, kind).uploadFile(smallFile());
        for (const [method, original] of consoles) console[method] = original;
        assert.deepEqual(printed, []);
        assert.equal(service.requests.length, 2);
        for (const { headers, url } of service.requests) {
          const sent = JSON.stringify([headers, url]);
          assert.doesNotMatch(sent, /poison|1999/);
          assert.equal(headers['openai-organization'], undefined);
        }
      });
    }
  });

  it('does not follow a service elsewhere with the key', async () => {
    const other = await start();
    const service = await start();
    const headers = { location: `${other.baseUrl}/fine_tuning/jobs` };
    service.always('GET /fine_tuning/jobs', { type: 'answer', status: 307, body: '', headers });
    const error = await refused(apiOf(service, 'azure').listJobs());
    assert.equal(error.code, 'service.moved');
    assert.equal(other.requests.length, 0);
  });

  it('tries nothing again by itself', async () => {
    const service = await start();
    for (const status of [408, 409, 429, 500, 503]) {
      service.next('POST /fine_tuning/jobs', { type: 'answer', ...htmlPage(status, 'No') });
    }
    const api = apiOf(service);
    for (let tries = 1; tries <= 5; tries++) {
      await refused(api.createJob({ model: 'm', training_file: 'f' }));
      assert.equal(service.count('POST /fine_tuning/jobs'), tries);
    }
  });

  describe('tells in sentences, with the connection, its host and the request', () => {
    const cases: readonly (readonly [string, { status: number; body: unknown }, string, RegExp])[] = [
      ['a page of a gateway', htmlPage(502, '502 Bad Gateway'), 'service.broken', /status 502/],
      ['a page where the API is missed', htmlPage(404, 'Not Found'), 'service.notTheApi', /does not speak/],
      ['a page with a good status', htmlPage(200, 'Sign in'), 'service.notTheApi', /does not speak/],
      ['JSON that is none', { status: 200, body: '{"data": [' }, 'service.notTheApi', /does not speak/],
      ['rate limits with the time to wait', slowDown(20), 'service.rateLimited', /Try again in 20 s/],
      ['a shut-out organization', trainingNotAvailable, 'service.closed', /Use another connection/],
      [
        'FastAPI',
        { status: 422, body: { detail: [{ loc: ['body', 'model'], msg: 'Bad.' }] } },
        'service.refused',
        /Bad\. \[model\]/,
      ],
      ['an error that is a text', { status: 400, body: { error: 'Bad model.' } }, 'service.refused', /Bad model\./],
      ['JSON without words', { status: 500, body: {} }, 'service.broken', /status 500/],
    ];
    for (const [what, answer, code, text] of cases) {
      it(what, async () => {
        const service = await start();
        service.next('GET /fine_tuning/jobs', { type: 'answer', ...answer });
        const error = await refused(apiOf(service).listJobs());
        assert.equal(error.code, code);
        assert.match(error.text, text);
        assert.ok(error.message.includes(`Acme (${service.host})`), error.message);
        if (answer.status >= 400) assert.match(error.message, /\(request req_1\)/);
      });
    }

    for (const status of [400, 401, 403]) {
      it(`a refusal with ${status} that repeats the key, which is in no part of the error`, async () => {
        const service = await start({ key: 'plain-0123456789' });
        const body = { error: { message: `Incorrect API key provided: ${service.key}` } };
        service.next('GET /fine_tuning/jobs', { type: 'answer', status, body });
        const error = await refused(apiOf(service).listJobs());
        assert.doesNotMatch(inspect(error, { depth: 10 }), /plain-0123456789/);
      });
    }

    it('a service that is not there', async () => {
      const service = await ScriptedService.start();
      const api = apiOf(service);
      await service.stop();
      const error = await refused(api.listJobs());
      assert.equal(error.code, 'service.unreachable');
      assert.equal(failureOf(error)?.networkCode, 'ECONNREFUSED');
    });
  });

  it('tells how long the last answer asks to wait', async () => {
    const service = await start();
    const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' };
    const api = apiOf(service);
    service.next('GET /models', { type: 'answer', status: 200, body: { object: 'list', data: [] }, headers });
    await api.listModels();
    assert.equal(api.cooldown(), 360_000);
    await api.listModels();
    assert.equal(api.cooldown(), 0);
  });

  it('reads the wait of a service from seconds, milliseconds and a date', async () => {
    const service = await start();
    const body = { error: { message: 'Slow down.' } };
    const date = 'Fri, 20 Nov 2026 20:00:00 GMT';
    const waits = [
      [{ 'retry-after': '2.5' }, 2500],
      [{ 'retry-after-ms': '40', 'retry-after': '1' }, 40],
      [{ date, 'retry-after': 'Fri, 20 Nov 2026 20:00:30 GMT' }, 30_000],
      [{ 'retry-after': 'soon' }, undefined],
    ] as const;
    for (const [headers, wait] of waits) {
      service.next('GET /models', { type: 'answer', status: 429, body, headers });
      assert.equal(failureOf(await refused(apiOf(service).listModels()))?.retryAfter, wait);
    }
  });

  it('tells of a connection that is cut, at whatever byte of the answer', async () => {
    const service = await start();
    const api = apiOf(service);
    for (const after of [0, 1, 20, 100, 160, 200, 250]) {
      service.next('GET /fine_tuning/jobs', { type: 'cutAnswer', after, isDone: false });
      const error = await refused(api.listJobs());
      assert.match(error.code, /^service\.unreachable$/, `cut after ${after}`);
    }
  });

  it('tells of a connection that is cut while a file is sent', async () => {
    const service = await start();
    const api = apiOf(service);
    const file = new File(['x'.repeat(300_000)], 'train.jsonl');
    for (const after of [0, 1, 100_000]) {
      service.next('POST /files', { type: 'cutRequest', after });
      assert.equal((await refused(api.uploadFile(file))).code, 'service.unreachable', `cut after ${after}`);
    }
  });

  it('reads an answer that comes byte by byte', async () => {
    const service = await start();
    const { id } = await createSmallJob(apiOf(service));
    service.next('GET /fine_tuning/jobs', { type: 'trickle' });
    assert.equal((await apiOf(service).listJobs()).items[0]?.id, id);
  });

  for (const after of [0, 30, 200]) {
    it(`stops at once when asked to, ${after} bytes into an answer that does not go on`, async () => {
      const service = await start();
      service.next('GET /fine_tuning/jobs', { type: 'stall', after, isDone: false });
      const asking = new AbortController();
      const answer = apiOf(service).listJobs({ signal: asking.signal });
      const ended = assert.rejects(answer, isAbort);
      await askUntil(
        () => service.requests.length,
        (count) => count > 0,
      );
      asking.abort();
      await ended;
    });
  }

  it('gives up an answer that stops in the middle when its time is over', async () => {
    const service = await start();
    service.next('GET /fine_tuning/jobs', { type: 'stall', after: 200, isDone: false });
    const error = await refused(apiOf(service, 'compatible', undefined, 300).listJobs());
    assert.equal(error.code, 'service.unreachable');
    assert.match(error.message, /did not answer in time/);
  });
});
