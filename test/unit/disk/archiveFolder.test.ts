import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveFolder } from '../../../src/disk/archiveFolder.ts';
import { contentOf } from '../../support/records.ts';

const signal = new AbortController().signal;

describe('The folder of an archive on disk', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'finetune-test-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('writes, replaces, lists, reads and removes files, and leaves nothing else', async () => {
    const folder = archiveFolder(join(root, 'new'));
    assert.deepEqual(await folder.list(), []);
    const text = '{"é": 1}\n';
    assert.deepEqual(await folder.write('jobs/a/job.json', 'old'), contentOf(Buffer.from('old')));
    assert.deepEqual(await folder.write('jobs/a/job.json', text), contentOf(Buffer.from(text)));
    await folder.write('index.json', '{}');
    assert.deepEqual((await folder.list()).toSorted(), ['index.json', 'jobs/a/job.json']);
    assert.equal(await folder.read('jobs/a/job.json'), text);
    assert.equal(await folder.size('jobs/a/job.json'), Buffer.byteLength(text));
    assert.deepEqual(await folder.hash('jobs/a/job.json', signal), contentOf(Buffer.from(text)));
    await folder.remove('index.json');
    await folder.remove('index.json');
    for (const path of ['index.json', 'no/where', 'jobs/a/job.json/x']) {
      assert.deepEqual(
        [await folder.size(path), await folder.read(path), await folder.hash(path, signal)],
        [undefined, undefined, undefined],
      );
    }
  });

  it('gives what comes its name only when it is kept', async () => {
    const folder = archiveFolder(root);
    const receiving = await folder.receive('a/train.jsonl');
    await receiving.write(Buffer.from('one\n'));
    await receiving.write(Buffer.from('two\n'));
    assert.deepEqual(await folder.list(), ['a/train.jsonl.part']);
    assert.deepEqual(await receiving.seal(), contentOf(Buffer.from('one\ntwo\n')));
    assert.deepEqual(await folder.list(), ['a/train.jsonl.part']);
    await receiving.keep();
    await receiving.close();
    assert.deepEqual(await folder.list(), ['a/train.jsonl']);
    assert.equal(await folder.read('a/train.jsonl'), 'one\ntwo\n');
  });

  it('starts anew where no part is surely on the disk', async () => {
    const folder = archiveFolder(root);
    const first = await folder.receive('small.jsonl');
    await first.write(Buffer.alloc(10, 'abc\n'));
    await first.close();
    const second = await folder.receive('small.jsonl');
    await second.close();
    assert.equal(second.kept, 0);
  });

  it('forgets what came when it starts again', async () => {
    const folder = archiveFolder(root);
    const receiving = await folder.receive('x');
    await receiving.write(Buffer.from('wrong'));
    await receiving.restart();
    await receiving.write(Buffer.from('right'));
    assert.deepEqual(await receiving.seal(), contentOf(Buffer.from('right')));
    await receiving.keep();
    assert.equal(await folder.read('x'), 'right');
  });

  it('links a content to a second place, over what is there', async () => {
    const folder = archiveFolder(root);
    await folder.write('a/train.jsonl', 'same');
    await folder.write('b/train.jsonl', 'other');
    assert.equal(await folder.link('a/train.jsonl', 'b/train.jsonl'), true);
    assert.equal(await folder.link('a/train.jsonl', 'c/d/train.jsonl'), true);
    const files = await Promise.all(['a', 'b', 'c/d'].map((name) => stat(join(root, name, 'train.jsonl'))));
    assert.equal(new Set(files.map(({ ino }) => ino)).size, 1);
    assert.equal(await readFile(join(root, 'b/train.jsonl'), 'utf8'), 'same');
    assert.equal((await folder.list()).length, 3);
  });

  it('stops reading a file through when it is told to', async () => {
    await writeFile(join(root, 'large'), '');
    await truncate(join(root, 'large'), 2 ** 31);
    const controller = new AbortController();
    const hashed = archiveFolder(root).hash('large', controller.signal);
    controller.abort();
    await assert.rejects(hashed, { name: 'AbortError' });
  });
});
