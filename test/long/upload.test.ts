// What an upload keeps in memory: a large file is streamed from disk. Without the forced collections of this test it was 55 to
// 140 MB more for a file of 400 MB (2026-11), by the speed of the receiver.
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
  /** Bytes of memory kept at most, beyond what the process had before. */
  readonly added: number;
}

describe('An upload of a large file', () => {
  const servers = new ServerFixture();
  afterEach(() => servers.dispose());

  for (const [megabytes, how] of [
    [400, 'whole'],
    [700, 'in parts'],
  ] as const) {
    it(`of ${megabytes} MB, ${how}, keeps less than 100 MB`, async () => {
      const server = await servers.start();
      const path = join(await servers.folder(), 'large.jsonl');
      const rows = Buffer.from(exampleLines(10_000));
      const file = createWriteStream(path);
      let size = 0;
      for (; size < megabytes * 1_000_000; size += rows.length) {
        if (!file.write(rows)) await once(file, 'drain');
      }
      await new Promise<void>((resolve) => file.end(resolve));
      const child = spawn(process.execPath, ['--expose-gc', sender, server.url, testKey, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      await once(child, 'close');
      const { bytes, added } = JSON.parse(out) as Sent;
      assert.equal(bytes, size);
      assert.ok(added < 100_000_000, `${added} bytes`);
    });
  }
});
