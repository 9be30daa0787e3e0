import assert from 'node:assert/strict';
import { LaunchJournal, type LaunchIntent } from '../../../src/jobs/journal.ts';
import { MemoryFolder } from '../../support/launches.ts';

describe('The journal of launches', () => {
  let folder: MemoryFolder;
  let journal: LaunchJournal;
  beforeEach(() => {
    folder = new MemoryFolder();
    journal = new LaunchJournal(folder);
  });

  async function begun(key: string, connection = 'Acme'): Promise<LaunchIntent> {
    const launch = { key, token: `token-${key}`, connection, startedAt: 1, process: 'here', lineage: {} };
    const intent = await journal.begin({ ...launch, request: { model: 'm' } });
    assert.ok(intent);
    return intent;
  }

  it('lists the launches of which nobody knows what became', async () => {
    const [sent, ended, open] = [await begun('a'), await begun('b'), await begun('c')];
    await journal.send(sent, { sentAt: 2, trainingFile: 'file-1', isOwnFile: true });
    await journal.end(ended, 'ftjob-1');
    assert.deepEqual(await journal.open(), [sent, open]);
  });

  it('lists the launches on a connection that became no job and have files left at the service', async () => {
    const [failed, launched, running, elsewhere, clean] = [
      await begun('failed'),
      await begun('launched'),
      await begun('running'),
      await begun('elsewhere', 'Other'),
      await begun('clean'),
    ];
    for (const intent of [failed, launched, running, elsewhere, clean]) {
      await journal.addFile(intent, { id: `file-${intent.key}`, sha256: 'aa' });
    }
    await journal.dropFile(clean, 'file-clean');
    for (const intent of [failed, elsewhere, clean]) await journal.end(intent);
    await journal.end(launched, 'ftjob-1');
    assert.deepEqual(await journal.failed('Acme'), [failed]);
    assert.deepEqual(await journal.files(launched), []);
  });

  it('keeps both files of a launch', async () => {
    const intent = await begun('a');
    const files = [
      { id: 'file-1', sha256: 'aa' },
      { id: 'file-2', sha256: 'bb' },
    ];
    for (const file of files) await journal.addFile(intent, file);
    assert.deepEqual(await journal.files(intent), files);
    await journal.dropFile(intent, 'file-1');
    assert.deepEqual(await journal.files(intent), files.slice(1));
  });

  it('offers a launch to one window in a minute, until nobody is to be asked any more', async () => {
    const intent = await begun('a');
    const other = new LaunchJournal(folder);
    assert.deepEqual([await journal.offer(intent, 1000), await other.offer(intent, 60_000)], [true, false]);
    assert.equal(await other.offer(intent, 61_000), true);
    await journal.offerNoMore(intent);
    assert.equal(await journal.offer(intent, 10_000_000), false);
  });

  it('keeps what still has files to be deleted when the same is launched again', async () => {
    const first = await begun('a');
    await journal.addFile(first, { id: 'file-1', sha256: 'aa' });
    await journal.end(first);
    const second = await begun('a');
    await journal.end(second);
    await begun('a');
    assert.deepEqual(await journal.failed('Acme'), [first]);
    assert.deepEqual(
      [...folder.files.keys()].filter((name) => name.startsWith('a.2.')),
      [],
    );
  });
});
