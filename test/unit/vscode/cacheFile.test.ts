import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bytesOfBase64, cacheFile } from '../../../src/vscode/cacheFile.ts';

describe('The cache of pictures', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'finetune-test-'));
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const bytes = (value: number): Uint8Array => new Uint8Array(100).fill(value);

  it('keeps the same bytes once, for their owner alone', async () => {
    const cache = { folder: join(parent, 'images'), maxBytes: 1000 };
    const path = await cacheFile(cache, bytes(1), 'png');
    assert.equal(await cacheFile(cache, bytes(1), 'png'), path);
    assert.deepEqual(await readdir(cache.folder), [basename(path)]);
    assert.deepEqual(new Uint8Array(await readFile(path)), bytes(1));
    if (process.platform === 'win32') return;
    assert.equal((await stat(path)).mode & 0o077, 0);
    assert.equal((await stat(cache.folder)).mode & 0o077, 0);
  });

  it('makes room by dropping what was used longest ago', async () => {
    const cache = { folder: join(parent, 'images'), maxBytes: 300 };
    const paths: string[] = [];
    for (const value of [1, 2, 3]) {
      const path = await cacheFile(cache, bytes(value), 'png');
      await utimes(path, value, value);
      paths.push(path);
    }
    // Used again, the first is the newest.
    await cacheFile(cache, bytes(1), 'png');
    const last = await cacheFile(cache, bytes(4), 'png');
    const left = (await readdir(cache.folder)).toSorted();
    assert.deepEqual(left, [paths[0], paths[2], last].map((path) => basename(path ?? '')).toSorted());
  });

  it('takes base64 as it comes', () => {
    assert.deepEqual([...bytesOfBase64('AQID')], [1, 2, 3]);
    assert.deepEqual([...bytesOfBase64('AQ==')], [1]);
  });
});
