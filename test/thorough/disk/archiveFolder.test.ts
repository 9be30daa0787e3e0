import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveFolder } from '../../../src/disk/archiveFolder.ts';
import { contentOf } from '../../support/records.ts';

/** What is written between two times of waiting for the disk. */
const block = 32 * 1024 * 1024;

describe('The folder of an archive on disk', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'finetune-test-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('goes on after the last part that is surely on the disk, with the hash of all', async () => {
    const folder = archiveFolder(root);
    const bytes = Buffer.alloc(block + 1000, 'abc\n');
    const first = await folder.receive('big.jsonl');
    await first.write(bytes.subarray(0, block + 500));
    await first.close();
    const second = await folder.receive('big.jsonl');
    assert.equal(second.kept, block);
    assert.equal((await stat(join(root, 'big.jsonl.part'))).size, block);
    await second.write(bytes.subarray(block));
    assert.deepEqual(await second.seal(), contentOf(bytes));
    await second.keep();
  });
});
