import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { LaunchQueue, type QueuedLaunch } from '../../../../src/jobs/moving/launchQueue.ts';
import { runQueue, type QueueParts } from '../../../../src/jobs/moving/runQueue.ts';
import { aJob } from '../../../support/jobs.ts';
import { MemoryFolder } from '../../../support/launches.ts';

const aQueuedLaunch = (name: string): Omit<QueuedLaunch, 'id' | 'token'> => ({
  connection: 'acme',
  name,
  request: { model: 'm-1' },
  training: { path: `/data/${name}.jsonl`, name: 'train.jsonl', size: 3, sha256: 'aa' },
  from: { connection: 'old', id: `ftjob-${name}` },
});

describe('The queue of launches', () => {
  let folder: MemoryFolder;
  let queue: LaunchQueue;
  let tokens: number;
  let launched: string[];
  beforeEach(() => {
    folder = new MemoryFolder();
    queue = new LaunchQueue(folder);
    tokens = 0;
    launched = [];
  });

  const add = (...names: readonly string[]) => queue.add(names.map(aQueuedLaunch), 1000 + tokens, () => `t${++tokens}`);
  const parts = (fields: Partial<QueueParts> = {}): QueueParts => ({
    queue,
    async launch({ name }) {
      launched.push(name);
      return aJob({ id: `job-${name}` });
    },
    onNext: () => undefined,
    cancelled: new AbortController().signal,
    closing: new AbortController().signal,
    ...fields,
  });
  const waitingNames = async (): Promise<readonly string[]> => (await queue.waiting()).map(({ name }) => name);

  it('launches one after another in the order in which they were added, later ones too', async () => {
    await add('a', 'b');
    const told: string[] = [];
    const ended = await runQueue(
      parts({
        async launch({ name }) {
          if (name === 'a') await add('c');
          launched.push(name);
          return aJob({ id: `job-${name}` });
        },
        onNext: ({ name }, done, waiting) => told.push(`${name} ${done} ${waiting}`),
      }),
    );
    assert.deepEqual(launched, ['a', 'b', 'c']);
    assert.deepEqual(told, ['a 0 2', 'b 1 2', 'c 2 1']);
    assert.deepEqual(
      ended.map(({ outcome }) => outcome),
      [
        { type: 'launched', job: 'job-a' },
        { type: 'launched', job: 'job-b' },
        { type: 'launched', job: 'job-c' },
      ],
    );
    assert.deepEqual(await waitingNames(), []);
  });

  it('goes on in the next window with what the one before did not come to', async () => {
    await add('a', 'b', 'c');
    const window = new AbortController();
    const closed = await runQueue(
      parts({
        closing: window.signal,
        async launch({ name }, signal) {
          if (name === 'b') window.abort();
          signal.throwIfAborted();
          return aJob({ id: `job-${name}` });
        },
      }),
    );
    assert.deepEqual(
      closed.map(({ entry }) => entry.name),
      ['a'],
    );
    queue = new LaunchQueue(folder);
    const before = (await queue.waiting()).map(({ token }) => token);
    await runQueue(parts());
    assert.deepEqual(
      [launched, before],
      [
        ['b', 'c'],
        ['t2', 't3'],
      ],
    );
  });

  it('keeps one that fails from no other, says why, and can have it wait again with the same token', async () => {
    const [first] = await add('a', 'b');
    const broken = parts({
      async launch({ name }) {
        if (name === 'a') throw new UserError('x', 'The service said no.', 'Ask it nicely.');
        return aJob({ id: 'job-b' });
      },
    });
    const [failed, other] = await runQueue(broken);
    assert.deepEqual(failed?.outcome, { type: 'failed', reason: 'The service said no. Ask it nicely.' });
    assert.equal(other?.outcome.type, 'launched');
    assert.ok(first);
    await queue.retry(first);
    assert.deepEqual(
      (await queue.waiting()).map(({ token }) => token),
      [first.token],
    );
  });

  it('launches nothing more after it was cancelled', async () => {
    await add('a', 'b', 'c');
    const person = new AbortController();
    const ended = await runQueue(
      parts({
        cancelled: person.signal,
        async launch({ name }, signal) {
          if (name === 'b') person.abort();
          signal.throwIfAborted();
          return aJob({ id: `job-${name}` });
        },
      }),
    );
    assert.deepEqual(
      ended.map(({ outcome }) => outcome.type),
      ['launched', 'cancelled', 'cancelled'],
    );
    assert.deepEqual(await waitingNames(), []);
  });

  it('takes the first word on what became of a launch, and keeps nothing of what came to its end', async () => {
    const [first, second] = await add('a', 'b');
    assert.ok(first && second);
    await queue.end(first, { type: 'launched', job: 'job-1' });
    await queue.end(first, { type: 'failed', reason: 'too late' });
    assert.match(folder.files.get(`${first.id}.ended`) ?? '', /job-1/);
    // The window died here: the next one does not launch it again.
    await runQueue(parts());
    assert.deepEqual([launched, await folder.names()], [['b'], []]);
    // Told, and wanted after all.
    await queue.retry(second);
    assert.deepEqual(await queue.waiting(), [second]);
  });
});
