import assert from 'node:assert/strict';
import { isAbort } from '../../../src/common/errors.ts';
import { interruptedLaunches } from '../../../src/jobs/interruptedLaunches.ts';
import { LaunchJournal, type LaunchIntent } from '../../../src/jobs/journal.ts';
import { settle } from '../../../src/jobs/settleLaunch.ts';
import { FakeService } from '../../support/jobs.ts';
import { aProcess, HurriedClock, launchParts, MemoryFolder } from '../../support/launches.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = 1_000_000;

describe('A launch that did not come to an end', () => {
  let journal: LaunchJournal;
  beforeEach(() => (journal = new LaunchJournal(new MemoryFolder())));

  /** Begun at `start` by this process; its file is at the service, and the job was sent, where it says so. */
  async function begun(process: string, left: { file?: boolean; sent?: boolean } = {}): Promise<LaunchIntent> {
    const request = { model: 'baseline-1' };
    const launch = { key: process, token: 'token-a', connection: 'fake', startedAt: start, process, request };
    const intent = await journal.begin({ ...launch, lineage: {} });
    assert.ok(intent);
    if (left.file) await journal.addFile(intent, { id: 'file-1', sha256: 'aa' });
    if (left.sent) await journal.send(intent, { sentAt: start, trainingFile: 'file-1', isOwnFile: true });
    return intent;
  }

  const interrupted = async (now: number, gone: readonly string[] = []): Promise<readonly string[]> => {
    const parts = { journal, processes: aProcess('here', gone), clock: new HurriedClock(now) };
    return (await interruptedLaunches(parts)).map(({ process }) => process);
  };

  it('is asked about as soon as its process is seen to have ended', async () => {
    await begun('killed', { sent: true });
    await begun('alive', { sent: true });
    assert.deepEqual(await interrupted(start + 1, ['killed']), ['killed']);
  });

  it('is asked about after a day where its process is of another machine, of which nobody can tell', async () => {
    await begun('elsewhere', { file: true });
    assert.deepEqual(await interrupted(start + day), []);
    assert.deepEqual(await interrupted(start + day + 1), ['elsewhere']);
  });

  it('is asked about in one window at a time, and in another after a minute', async () => {
    await begun('killed', { sent: true });
    assert.deepEqual(await interrupted(start, ['killed']), ['killed']);
    assert.deepEqual(await interrupted(start + minute - 1, ['killed']), []);
    assert.deepEqual(await interrupted(start + minute, ['killed']), ['killed']);
  });

  it('is over without a question where it left nothing at the service, and is not sent after that', async () => {
    const intent = await begun('killed');
    assert.deepEqual(await interrupted(start, ['killed']), []);
    assert.deepEqual(await journal.stateOf(intent), { type: 'ended' });
    assert.equal(await journal.send(intent, { sentAt: start, trainingFile: 'file-1', isOwnFile: true }), false);
  });

  describe('and of which the service lists no job', () => {
    it('stays as it is, with its file, where the person does not want to forget it', async () => {
      const service = new FakeService();
      const intent = await begun('killed', { file: true, sent: true });
      const parts = { ...launchParts(service), journal, ask: async () => 'leave' as const };
      await assert.rejects(settle(intent, parts), isAbort);
      assert.equal((await journal.stateOf(intent)).type, 'sent');
      assert.deepEqual(service.deletedFiles, []);
    });

    it('is forgotten where the person says so: its file is deleted, no job is sent, and nobody is asked again', async () => {
      const service = new FakeService();
      const intent = await begun('killed', { file: true, sent: true });
      const parts = { ...launchParts(service), journal };
      assert.deepEqual(await settle(intent, parts), {});
      assert.deepEqual(parts.doubts, [{ type: 'notFound', intent }]);
      assert.deepEqual([service.deletedFiles, service.jobs], [['file-1'], []]);
      assert.deepEqual(await journal.stateOf(intent), { type: 'ended' });
      assert.deepEqual(await interrupted(start + 2 * day, ['killed']), []);
    });
  });
});
