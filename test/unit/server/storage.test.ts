import assert from 'node:assert/strict';
import { once } from 'node:events';
import { link, mkdir, readdir, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { unneededPaths, type Entry } from '../../../src/server/storage/inventory.ts';
import { askUntil } from '../../support/askUntil.ts';
import { exampleLines, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('unneededPaths', () => {
  const entry = (path: string): Entry => ({ path: join('/data', path), bytes: 1, content: path });
  const entries = ['key', 'runs', 'runs/a', 'runs/a/model', 'runs/a/model/x', 'runs/a/state', 'runs/b', 'runs/b/x'].map(
    entry,
  );
  const unneeded = (...needed: string[]): string[] =>
    unneededPaths(join('/data', 'runs'), entries, new Set(needed.map((path) => join('/data', path))));
  const paths = (...names: string[]): string[] => names.map((name) => join('/data', name));

  it('keeps what is needed, what is in it and what leads to it', () => {
    assert.deepEqual(unneeded('runs/a/model'), paths('runs/a/state', 'runs/b'));
    assert.deepEqual(unneeded('runs/a', 'runs/a/model', 'runs/b/x'), []);
  });

  it('names the topmost paths, and none outside of the folder', () => {
    assert.deepEqual(unneeded(), paths('runs/a', 'runs/b'));
  });
});

describe('The data folder', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  beforeEach(async () => {
    server = await fixture.start();
  });
  afterEach(() => fixture.dispose());

  const sizes = async (): Promise<Record<string, number>> =>
    (await server.ask('GET', '/../server/storage')).body as Record<string, number>;
  const clean = async (): Promise<number> =>
    ((await server.ask('POST', '/../server/storage/clean')).body as { freedBytes: number }).freedBytes;
  const path = (...names: string[]): string => join(server.folder, ...names);

  it('tells what its parts take', async () => {
    const before = await sizes();
    await server.upload('x'.repeat(5000));
    const after = await sizes();
    assert.deepEqual([before['filesBytes'], after['filesBytes'], after['removableBytes']], [0, 5000, 0]);
    assert.ok(Number(after['databaseBytes']) > 0);
    const { filesBytes, modelsBytes, databaseBytes, otherBytes, totalBytes } = after;
    assert.equal(Number(filesBytes) + Number(modelsBytes) + Number(databaseBytes) + Number(otherBytes), totalBytes);
  });

  it('loses in a clean-up what nothing needs, and says how much that was', async () => {
    const id = await server.upload();
    await writeFile(path('files', 'file-orphan'), 'x'.repeat(3000));
    await mkdir(path('runs', 'ftjob-unknown', 'model'), { recursive: true });
    await writeFile(path('runs', 'ftjob-unknown', 'model', 'weights'), 'x'.repeat(4000));
    // A second name of something needed frees nothing.
    await link(path('files', id), path('runs', 'ftjob-unknown', 'train.jsonl'));
    assert.equal((await sizes())['removableBytes'], 7000);
    assert.equal(await clean(), 7000);
    assert.deepEqual([await readdir(path('files')), await readdir(path('runs'))], [[id], []]);
    assert.equal(await server.get(`/files/${id}/content`), exampleLines(12));
    assert.equal((await sizes())['removableBytes'], 0);
  });

  it('keeps in a clean-up what is being sent', async () => {
    const upload = request(`${server.url}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'multipart/form-data; boundary=b' },
    });
    const answered = once(upload, 'response');
    upload.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\nhalf');
    await askUntil(
      () => readdir(path('files')),
      (found) => found.length > 0,
      50,
    );
    assert.equal(await clean(), 0);
    // The file is whole now, but nobody knows yet what it is for.
    upload.write('whole\r\n--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n');
    await askUntil(
      () => readdir(path('files')),
      (found) => !found.some((name) => name.endsWith('.part')),
      50,
    );
    assert.equal(await clean(), 0);
    upload.end('fine-tune\r\n--b--\r\n');
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    assert.equal(response.statusCode, 200);
    const { data } = await server.get('/files');
    assert.equal(await server.get(`/files/${data[0].id}/content`), 'halfwhole');
  });
});
