import assert from 'node:assert/strict';
import { openaiApi } from '../../../src/jobs/openaiApi.ts';
import { probe, type Abilities } from '../../../src/jobs/probe.ts';
import { apiOf, createSmallJob } from '../../support/scriptedApi.ts';
import { classicAzure, refusal, ScriptedService, type ScriptedOptions } from '../../support/scriptedService.ts';
import { ServerFixture, testKey } from '../../support/serverHarness.ts';

const missing = (abilities: Abilities): readonly string[] =>
  Array.from(abilities).flatMap(([feature, isThere]) => (isThere ? [] : [feature]));

describe('What a service can do', () => {
  const servers = new ServerFixture();
  afterEach(() => servers.dispose());

  it('is everything for the local server', async () => {
    const { url } = await servers.start();
    const credentials = (): Promise<Record<string, string>> => Promise.resolve({ Authorization: `Bearer ${testKey}` });
    const api = openaiApi({ connection: 'local', service: 'The local server', baseUrl: url, credentials });
    const abilities = await probe(api);
    assert.deepEqual(missing(abilities), []);
    assert.deepEqual([abilities.get('pause'), abilities.get('uploads')], [true, true]);
  });

  it('is nothing at an address without the version', async () => {
    const service = await ScriptedService.start({ prefix: '' });
    try {
      service.always('GET /fine_tuning/jobs', {
        type: 'answer',
        ...refusal(404, 'Unknown request URL: GET /fine_tuning/jobs.'),
      });
      await assert.rejects(probe(apiOf(service)), { code: 'service.notTheApi' });
    } finally {
      await service.stop();
    }
  });

  it('is not read from an answer that only repeats the address', async () => {
    const service = await ScriptedService.start();
    try {
      for (const path of ['/fine_tuning/jobs/*/pause', '/uploads/*/cancel']) {
        const body = refusal(
          404,
          'Invalid URL (POST /v1/uploads/upload_finetuneWorkbenchTest/cancel, /ftjob-finetuneWorkbenchTest/pause)',
        );
        service.always(`POST ${path}`, { type: 'answer', ...body });
      }
      assert.deepEqual(missing(await probe(apiOf(service))), ['pause', 'uploads']);
    } finally {
      await service.stop();
    }
  });

  const cases: readonly (readonly [string, ScriptedOptions, readonly string[]])[] = [
    ['a service as OpenAI', {}, []],
    ['Azure, which has no uploads in parts', classicAzure, ['uploads']],
    [
      'a proxy that creates, lists and cancels only',
      { lacks: { pause: 404, resume: 404, events: 404, checkpoints: 404, uploads: 501 } },
      ['events', 'checkpoints', 'pause', 'uploads'],
    ],
  ];
  for (const [name, options, lacks] of cases) {
    it(`is told for ${name}, and no job is created, changed or paused`, async () => {
      const service = await ScriptedService.start({ ...options, pendingLooks: 0 });
      try {
        const api = apiOf(service, options.auth === 'api-key' ? 'azure' : 'compatible', options.apiVersion);
        await createSmallJob(api);
        const before = JSON.stringify([service.state.jobs, Array.from(service.state.files.keys())]);
        assert.deepEqual(missing(await probe(api)), lacks);
        assert.equal(JSON.stringify([service.state.jobs, Array.from(service.state.files.keys())]), before);
        assert.equal(service.state.uploads.size, 0);
      } finally {
        await service.stop();
      }
    });
  }
});
