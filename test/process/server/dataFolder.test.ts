import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataFolder } from '../../../src/server/dataFolder.ts';
import { askUntil } from '../../support/askUntil.ts';
import { exampleLines, formOf, ServerFixture } from '../../support/serverHarness.ts';

describe('The data folder of a server that trains', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('keeps running jobs and kept models in a clean-up', async () => {
    let server = await fixture.start({ steps: 2, holdAfter: 1 });
    const path = (...names: string[]): string => join(server.folder, ...names);
    const clean = async (): Promise<number> =>
      ((await server.ask('POST', '/../server/storage/clean')).body as { freedBytes: number }).freedBytes;
    const id = await server.createJob();
    await server.untilEvent(id, /^Step 1/);
    const before = await readdir(path('runs', id));
    assert.equal(await clean(), 0);
    assert.deepEqual(await readdir(path('runs', id)), before);
    await fixture.stop(server);
    server = await fixture.start({ steps: 2 }, {}, server.folder);
    const job = await server.until(id, 'succeeded');
    const names = async (): Promise<string[]> => (await readdir(path('runs', id))).toSorted();
    await askUntil(names, (found) => !found.includes('state'));
    // A file of the engine's own, of which the server knows nothing.
    const { size } = await stat(path('runs', id, 'starts.log'));
    assert.equal(await clean(), size);
    assert.deepEqual(await names(), ['checkpoints', 'model']);
    assert.equal((await server.get(`/models/${job.fine_tuned_model}`)).id, job.fine_tuned_model);
  });

  it('may be on a network file system', async () => {
    const folder = { ...(await openDataFolder(await fixture.folder())), isOnNetwork: true };
    const server = await fixture.start({ steps: 2 }, { folder }, folder.root);
    await server.until(await server.createJob(), 'succeeded');
  });

  it('loses a file of a job that waits, which goes on', async () => {
    const server = await fixture.start({ steps: 1 });
    const training_file = await server.upload();
    const id = await server.createJob({ training_file });
    await server.untilEvent(id, /^Files validated/);
    assert.equal((await server.ask('DELETE', `/files/${training_file}`)).status, 200);
    await server.until(id, 'succeeded');
  });

  it('has files that came in parts, to be trained on', async () => {
    const server = await fixture.start();
    const text = exampleLines(12);
    const announcement = { filename: 'train.jsonl', purpose: 'fine-tune', mime_type: 'text/jsonl', bytes: text.length };
    const { id } = await server.post('/uploads', announcement);
    const part_ids: string[] = [];
    for (const half of [text.slice(0, 100), text.slice(100)]) {
      const data = new File([half], 'blob');
      part_ids.push((await server.post(`/uploads/${id}/parts`, formOf({ data }))).id as string);
    }
    const { file } = await server.post(`/uploads/${id}/complete`, { part_ids });
    await server.until(await server.createJob({ training_file: file.id }), 'succeeded');
  });
});
