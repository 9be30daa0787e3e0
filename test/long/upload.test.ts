// What an upload costs in memory: a large file is streamed from disk (2026-11: 112 to 140 MB more for one of 400 MB).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleLines, ServerFixture, testKey } from '../support/serverHarness.ts';

const sender = fileURLToPath(new URL('../support/uploadSender.ts', import.meta.url));

interface Sent {
  /** Bytes that the service has. */
  readonly bytes: number;
  /** Bytes of memory at most, beyond what the process had before. */
  readonly added: number;
}

describe('An upload of a large file', () => {
  const servers = new ServerFixture();
  afterEach(() => servers.dispose());

  for (const [megabytes, how] of [
    [400, 'whole'],
    [700, 'in parts'],
  ] as const) {
    it(`of ${megabytes} MB, ${how}, adds less than ${how === 'whole' ? 200 : 150} MB`, async () => {
      const server = await servers.start();
      const path = join(await servers.folder(), 'large.jsonl');
      const rows = Buffer.from(exampleLines(10_000));
      const file = createWriteStream(path);
      let size = 0;
      for (; size < megabytes * 1_000_000; size += rows.length) {
        if (!file.write(rows)) await once(file, 'drain');
      }
      await new Promise<void>((resolve) => file.end(resolve));
      const child = spawn(process.execPath, [sender, server.url, testKey, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      await once(child, 'close');
      const { bytes, added } = JSON.parse(out) as Sent;
      assert.equal(bytes, size);
      assert.ok(added < (how === 'whole' ? 200 : 150) * 1_000_000, `${added} bytes`);
    });
  }
});
