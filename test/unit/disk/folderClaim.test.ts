import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/common/errors.ts';
import { systemClock, type Clock } from '../../../src/common/time.ts';
import { processes } from '../../../src/disk/processes.ts';
import { withFolder } from '../../../src/disk/folderClaim.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { askUntil } from '../../support/askUntil.ts';

describe('A folder that one process at a time works in', () => {
  let root = '';
  beforeEach(async () => {
    root = join(await mkdtemp(join(tmpdir(), 'finetune-test-')), 'archive');
  });
  afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

  const work = (): Promise<string> => withFolder(root, '.busy', systemClock, async () => 'done');
  const isInUse = (error: unknown): boolean => error instanceof UserError && error.code === 'folder.inUse';

  it('refuses a second one while the first is at work, and takes it afterwards', async () => {
    const refused = await withFolder(root, '.busy', systemClock, () => work().catch((error: unknown) => error));
    assert.ok(isInUse(refused), String(refused));
    assert.equal(await work(), 'done');
    assert.deepEqual(await readdir(root), []);
  });

  it('is free again where the work fails', async () => {
    const failing = withFolder(root, '.busy', systemClock, () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /no/);
    assert.equal(await work(), 'done');
  });

  /** A clock that stands at this time, and the claim of a process that last gave a sign of life so many milliseconds before. */
  const leave = async (holder: string, age: number): Promise<Clock> => {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, '.busy'), holder);
    const now = 1_800_000_000_000;
    const then = new Date(now - age);
    await utimes(join(root, '.busy'), then, then);
    return { now: () => now, after: () => ({ dispose: () => undefined }) };
  };
  const workAt = (clock: Clock): Promise<string> => withFolder(root, '.busy', clock, async () => 'done');

  /** A process of this machine that has ended: its number is more than any system counts to. */
  const gone = (): string => processes().own.replace(` ${process.pid} `, ` ${2 ** 30} `);

  it('is taken over from a process of this machine that is gone', async () => {
    assert.equal(await workAt(await leave(gone(), 0)), 'done');
    assert.deepEqual(await readdir(root), []);
  });

  it('is taken over where signs of life have ended, and not before', async () => {
    const elsewhere = gone().replace(/^\S+/, 'elsewhere');
    for (const holder of [processes().own, elsewhere, '', '{}']) {
      await assert.rejects(workAt(await leave(holder, 80_000)), isInUse);
      assert.equal(await workAt(await leave(holder, 100_000)), 'done');
    }
  });

  it('gives signs of life while it works', async () => {
    const clock = new FakeClock();
    await withFolder(root, '.busy', clock, async () => {
      const then = new Date(0);
      await utimes(join(root, '.busy'), then, then);
      clock.advance(15_000);
      await askUntil(
        async () => (await stat(join(root, '.busy'))).mtimeMs,
        (time) => time === clock.now(),
      );
    });
  });
});
