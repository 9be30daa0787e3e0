import assert from 'node:assert/strict';
import type { FileBytes } from '../../../src/jobs/records.ts';
import { failureOf } from '../../../src/jobs/serviceErrors.ts';
import { openaiApi } from '../../../src/jobs/openaiApi.ts';
import { apiOf } from '../../support/scriptedApi.ts';
import { htmlPage, ScriptedService } from '../../support/scriptedService.ts';
import { ServerFixture, testKey } from '../../support/serverHarness.ts';

const signal = (): AbortSignal => new AbortController().signal;

async function textOf({ chunks }: FileBytes): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe('Records of a service that is asked', () => {
  const services: ScriptedService[] = [];
  const fixture = new ServerFixture();
  const start = async (): Promise<ScriptedService> => {
    const service = await ScriptedService.start();
    services.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
    await fixture.dispose();
  });

  it('are the texts that it sends, page by page', async () => {
    const service = await start();
    const sent = '{ "id": "ftjob-1", "big": 12345678901234567890, "x": [1.0, null] }';
    service.next('GET /fine_tuning/jobs', {
      type: 'answer',
      status: 200,
      body: `{"data": [${sent}], "has_more": true}`,
    });
    service.next('GET /fine_tuning/jobs/ftjob-1', { type: 'answer', status: 200, body: sent });
    const { records } = apiOf(service);
    assert.deepEqual(await records.page({ type: 'jobs' }, { limit: 7, after: 'ftjob-0' }), {
      records: [sent],
      hasMore: true,
    });
    assert.equal(await records.job('ftjob-1'), sent);
    await records.page({ type: 'events', job: 'a/b' }).catch(() => undefined);
    await records.page({ type: 'files', purpose: 'fine-tune' });
    assert.deepEqual(
      service.requests.map(({ url }) => url),
      [
        '/v1/fine_tuning/jobs?limit=7&after=ftjob-0',
        '/v1/fine_tuning/jobs/ftjob-1',
        '/v1/fine_tuning/jobs/a%2Fb/events',
        '/v1/files?purpose=fine-tune',
      ],
    );
  });

  it('are refused in the words of all other requests', async () => {
    const service = await start();
    const { records } = apiOf(service);
    const statusOf = async (work: Promise<unknown>): Promise<number | undefined> =>
      work.then(
        () => undefined,
        (error: unknown) => failureOf(error)?.status,
      );
    assert.equal(await statusOf(records.job('ftjob-0')), 404);
    assert.equal(await statusOf(records.content('file-0', 0, signal())), 404);
    service.next('GET /models', { type: 'answer', ...htmlPage(200, 'Hello') });
    service.next('GET /models', { type: 'answer', status: 200, body: '[1, 2]' });
    assert.equal(await statusOf(records.page({ type: 'models' })), 200);
    assert.equal(await statusOf(records.page({ type: 'models' })), 200);
  });

  it('bring files as they come, with the length that was announced, and tell where an answer is cut', async () => {
    const service = await start();
    const { records } = apiOf(service);
    const content = Buffer.from('a\r\n\u0000é\nbroken');
    service.state.files.set('file-1', { id: 'file-1', looks: 0, content });
    const whole = await records.content('file-1', 0, signal());
    assert.deepEqual([whole.start, whole.length, await textOf(whole)], [0, content.length, content.toString()]);
    // This one cannot begin in the middle.
    const again = await records.content('file-1', 4, signal());
    assert.deepEqual([again.start, await textOf(again)], [0, content.toString()]);
    assert.equal(service.requests.at(-1)?.headers.range, 'bytes=4-');
    assert.equal(service.requests.at(-1)?.headers['accept-encoding'], 'identity');
    service.state.files.set('file-1', { id: 'file-1', looks: 0, content: Buffer.alloc(100_000, 'x') });
    service.next('GET /files/file-1/content', { type: 'cutAnswer', after: 50_000, isDone: true });
    const error: unknown = await records
      .content('file-1', 0, signal())
      .then(textOf)
      .catch((reason: unknown) => reason);
    assert.ok(failureOf(error), String(error));
    assert.equal(failureOf(error)?.status, undefined);
  });

  it('bring the rest of a file where a service can begin in the middle: our own can', async () => {
    const server = await fixture.start();
    const id = await server.upload('0123456789');
    const credentials = async () => ({ Authorization: `Bearer ${testKey}` });
    const { records } = openaiApi({ connection: 'a', service: 'a', baseUrl: server.url, credentials });
    const rest = await records.content(id, 6, signal());
    assert.deepEqual([rest.start, rest.length, await textOf(rest)], [6, 4, '6789']);
  });

  it('stop coming when they are told to', async () => {
    const service = await start();
    service.state.files.set('file-1', { id: 'file-1', looks: 0, content: Buffer.alloc(100_000, 'x') });
    service.next('GET /files/file-1/content', { type: 'stall', after: 50_000, isDone: true });
    const controller = new AbortController();
    const { chunks } = await apiOf(service).records.content('file-1', 0, controller.signal);
    await assert.rejects(
      async () => {
        for await (const chunk of chunks) if (chunk.length > 0) controller.abort();
      },
      { name: 'AbortError' },
    );
  });
});
