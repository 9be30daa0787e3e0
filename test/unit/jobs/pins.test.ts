import assert from 'node:assert/strict';
import { Pins } from '../../../src/jobs/pins.ts';
import { MemoryFolder } from '../../support/launches.ts';

const job = { connection: 'Acme/1', id: 'ftjob-1' };

describe('Pinned jobs', () => {
  it('are pinned in the next window too, until they are let go', async () => {
    const folder = new MemoryFolder();
    await new Pins(folder).set(job, true);
    const next = new Pins(folder);
    await next.load();
    assert.ok(next.has(job));
    await next.set(job, false);
    const last = new Pins(folder);
    await last.load();
    assert.deepEqual(last.list(), []);
  });

  it('of two windows do not overwrite each other', async () => {
    const folder = new MemoryFolder();
    const [one, other] = [new Pins(folder), new Pins(folder)];
    await one.set(job, true);
    await other.set({ ...job, id: 'ftjob-2' }, true);
    const next = new Pins(folder);
    await next.load();
    assert.equal(next.list().length, 2);
  });

  it('are told apart by their connection', async () => {
    const pins = new Pins(new MemoryFolder());
    await pins.set(job, true);
    assert.equal(pins.has({ ...job, connection: 'Other' }), false);
  });

  it('tell when they change', async () => {
    const pins = new Pins(new MemoryFolder());
    let changes = 0;
    pins.onDidChange(() => changes++);
    await pins.set(job, true);
    await pins.set(job, false);
    assert.equal(changes, 2);
  });

  it('are not kept from being read by a file that holds none', async () => {
    const folder = new MemoryFolder();
    for (const [name, text] of [
      ['a.pin', 'no JSON'],
      ['b.pin', '{}'],
      ['notes.txt', JSON.stringify(job)],
    ] as const) {
      await folder.create(name, text);
    }
    await folder.create('c.pin', JSON.stringify(job));
    const pins = new Pins(folder);
    await pins.load();
    assert.deepEqual(pins.list(), [job]);
  });
});
