import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { maxUploadBytes } from '../../src/server/files.ts';
import { uploadLimits } from '../../src/server/uploads/uploadRequest.ts';
import { ServerFixture, testKey, type Json } from '../support/serverHarness.ts';
import { startProgram, type ServerProcess } from '../support/serverProgram.ts';

/** MiB by which the server may have grown at its largest. */
const memoryLimit = 100;
/** Sent in pieces of this many bytes. */
const piece = Buffer.alloc(2 ** 20, '{"messages": []}\n');

/** Posts a form whose only file has so many bytes, without holding it in memory. */
async function post(server: ServerProcess, path: string, fields: string, field: string, bytes: number): Promise<Json> {
  const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'multipart/form-data; boundary=cut' };
  const sent = request(server.url + path, { method: 'POST', headers });
  const answered = new Promise<Json>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
  });
  await pipeline(function* () {
    yield `${fields}--cut\r\ncontent-disposition: form-data; name="${field}"; filename="large.jsonl"\r\n\r\n`;
    for (let rest = bytes; rest > 0; rest -= piece.length) yield piece.subarray(0, Math.min(rest, piece.length));
    yield '\r\n--cut--\r\n';
  }, sent);
  return answered;
}

/** The most memory that the server's process ever had, in MiB (Linux). */
async function peakMemory(server: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Of so many bytes as {@link post} sends them. */
function md5(bytes: number): string {
  const hash = createHash('md5');
  for (let rest = bytes; rest > 0; rest -= piece.length) hash.update(piece.subarray(0, Math.min(rest, piece.length)));
  return hash.digest('hex');
}

describe('A file of 512 MB', () => {
  const fixture = new ServerFixture();
  let server: ServerProcess;
  beforeEach(async () => {
    server = await startProgram(await fixture.folder(), {});
  });
  afterEach(async () => {
    await server.end('SIGTERM');
    await fixture.dispose();
  });

  const purpose = '--cut\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n';
  const told = (what: string, start: number, grown: number): void => {
    const seconds = (performance.now() - start) / 1000;
    console.log(`    ${what}: ${seconds.toFixed(1)} s, the server grew by ${grown.toFixed(0)} MiB`);
    assert.ok(grown < memoryLimit, `${grown} MiB`);
  };

  it(`is taken in one request while the server grows by less than ${memoryLimit} MiB`, async () => {
    const before = await peakMemory(server);
    const start = performance.now();
    const file = await post(server, '/files', purpose, 'file', maxUploadBytes);
    assert.equal(file.bytes, maxUploadBytes, JSON.stringify(file));
    told('one request', start, (await peakMemory(server)) - before);
  });

  it('is refused when it has a byte more, and leaves nothing behind', async () => {
    const answer = await post(server, '/files', purpose, 'file', maxUploadBytes + 1);
    assert.match(answer.error.message, /^The file is larger than 512 MB/);
    assert.deepEqual((await server.get('/files')).data, []);
  });

  it(`is taken in parts that are sent at the same time, and put together with its md5 checked`, async () => {
    const before = await peakMemory(server);
    const start = performance.now();
    const bytes = maxUploadBytes;
    const announced = { filename: 'large.jsonl', purpose: 'fine-tune', mime_type: 'text/jsonl', bytes };
    const { id } = await server.post('/uploads', announced);
    const part = (): Promise<Json> => post(server, `/uploads/${id}/parts`, '', 'data', uploadLimits.partBytes);
    const parts = await Promise.all(Array.from({ length: bytes / uploadLimits.partBytes }, part));
    const part_ids = parts.map((body) => body.id as string);
    const { file } = await server.post(`/uploads/${id}/complete`, { part_ids, md5: md5(bytes) });
    assert.equal(file.bytes, bytes);
    told(`${parts.length} parts`, start, (await peakMemory(server)) - before);
  });
});
