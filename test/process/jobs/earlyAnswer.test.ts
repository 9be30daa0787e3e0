import assert from 'node:assert/strict';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../../../src/common/time.ts';
import { openaiApi } from '../../../src/jobs/openaiApi.ts';
import { upload } from '../../../src/jobs/upload.ts';

describe('A service that answers before a file is sent', () => {
  it('is heard, and what is still being read of the file ends nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'early-'));
    const server = createServer((_, response) => response.writeHead(413, { connection: 'close' }).end('{}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const lost: unknown[] = [];
    const onLost = (error: unknown): unknown => lost.push(error);
    process.on('unhandledRejection', onLost);
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
      const credentials = (): Promise<Record<string, string>> => Promise.resolve({});
      const api = openaiApi({ connection: 'test', service: 'test', baseUrl, credentials });
      const { signal } = new AbortController();
      const onSent = (): Promise<void> => Promise.resolve();
      const told = { connection: 'test', onSent, onProgress: () => undefined };
      const parts = { api, clock: systemClock, random: Math.random, signal, ...told };
      for (const size of [1000, 20_000_000]) {
        const path = join(folder, `${size}.jsonl`);
        await writeFile(path, Buffer.alloc(size, 'a'));
        const file = { name: 'rows.jsonl', path, size, sha256: '', open: () => openAsBlob(path) };
        await assert.rejects(upload(file, parts), { code: 'service.tooLarge' });
      }
      server.close();
      await once(server, 'close');
      // What was being read comes in one of the next turns.
      for (let turns = 0; turns < 100; turns++) await setImmediate();
      assert.deepEqual(lost, []);
    } finally {
      process.off('unhandledRejection', onLost);
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    }
  });
});
