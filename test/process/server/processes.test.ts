import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { processes } from '../../../src/disk/processes.ts';
import { lowerPriority, waitForProcessEnd } from '../../../src/server/processes.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

describe('A process that has ended', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill();
  });

  /** A process that ends when its input does. */
  async function waitingProcess(): Promise<{ pid: number; end: () => Promise<unknown> }> {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    const closed = once(child, 'close');
    await once(child, 'spawn');
    const end = (): Promise<unknown> => {
      child.stdin.end();
      return closed;
    };
    return { pid: child.pid ?? 0, end };
  }

  it('is gone for the journal, and not before', async () => {
    const { pid, end } = await waitingProcess();
    const name = processes().own.replace(` ${process.pid} `, ` ${pid} `);
    assert.equal(processes().isGone(name), false);
    await end();
    assert.equal(processes().isGone(name), true);
  });

  it('has no priority to lower, as one that runs has', async () => {
    const { pid, end } = await waitingProcess();
    const before = getPriority(pid);
    lowerPriority(pid);
    assert.ok(getPriority(pid) > before);
    await end();
    lowerPriority(pid);
  });

  it('is waited for no longer, as one that runs is', async () => {
    const { pid, end } = await waitingProcess();
    const clock = new FakeClock();
    let isOver = false;
    const waited = waitForProcessEnd(pid, clock).then(() => (isOver = true));
    clock.advance(1000);
    await settle();
    assert.equal(isOver, false);
    await end();
    clock.advance(1000);
    await waited;
    await waitForProcessEnd(pid, clock);
  });
});
