import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textFolder } from '../../../src/disk/textFolder.ts';

describe('A folder of small texts', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'texts-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('holds nothing until its first text is created, and nothing beside its texts afterwards', async () => {
    const folder = textFolder(join(root, 'later'));
    assert.deepEqual([await folder.names(), await folder.read('a')], [[], undefined]);
    await folder.create('a', 'text');
    assert.deepEqual([await folder.names(), await folder.read('a')], [['a'], 'text']);
    await folder.remove('a');
    await folder.remove('a');
    assert.deepEqual(await folder.names(), []);
  });

  it('takes one of many that create the same text at once', async () => {
    const folders = Array.from({ length: 20 }, () => textFolder(root));
    const created = await Promise.all(folders.map((folder, index) => folder.create('a', `text ${index}`)));
    const winner = created.indexOf(true);
    assert.equal(created.filter(Boolean).length, 1);
    assert.equal(await textFolder(root).read('a'), `text ${winner}`);
  });

  it('has each text whole, whoever writes it at the same time, and for its owner only', async () => {
    const home = await mkdtemp(join(tmpdir(), 'finetune-texts-'));
    try {
      const path = join(home, 'jobs');
      const folder = textFolder(path);
      const texts = Array.from({ length: 20 }, (_, i) => String(i % 10).repeat(100_000));
      const writing = Promise.all(texts.map((text) => folder.replace('a.jobs', text)));
      for (let i = 0; i < 50; i++) {
        const seen = await folder.read('a.jobs');
        assert.ok(seen === undefined || texts.includes(seen));
      }
      await writing;
      assert.deepEqual(await readdir(path), ['a.jobs']);
      if (process.platform !== 'win32') assert.equal((await stat(join(path, 'a.jobs'))).mode & 0o777, 0o600);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
