import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/time.ts';
import { openaiApi } from '../../../src/jobs/openaiApi.ts';
import { rehearse } from '../../../src/jobs/rehearsal.ts';
import { exampleLines, ServerFixture, testKey } from '../../support/serverHarness.ts';

describe('A rehearsal on the local server', () => {
  const servers = new ServerFixture();
  afterEach(() => servers.dispose());

  it('trains a job that is meant for another service, and leaves no file behind', async () => {
    const server = await servers.start({ steps: 2 });
    const credentials = (): Promise<Record<string, string>> => Promise.resolve({ Authorization: `Bearer ${testKey}` });
    const api = openaiApi({ connection: 'local', service: 'The local server', baseUrl: server.url, credentials });
    const request = { model: 'gpt-4.1-mini-2025-04-14', suffix: 'codes', metadata: { team: 'a' } };
    const signal = new AbortController().signal;
    const parts = { api, clock: systemClock, random: Math.random, signal, onStatus: () => undefined };
    const job = await rehearse({ request, training: new Blob([exampleLines(200)]) }, parts);
    assert.deepEqual([job.status, job.suffix], ['succeeded', 'rehearsal']);
    assert.deepEqual((await server.get('/files?purpose=fine-tune')).data, []);
  });
});
