import assert from 'node:assert/strict';
import { processes } from '../../../src/disk/processes.ts';

describe('Processes as the journal names them', () => {
  /** The name that a process with this number would have, on this machine since it was started. */
  const named = (pid: number): string => processes().own.replace(` ${process.pid} `, ` ${pid} `);

  it('are gone with the machine having been started again, whoever has their number now', () => {
    const parts = named(process.ppid).split(' ');
    parts[1] = String(Number(parts[1]) - 3600_000);
    assert.equal(processes().isGone(parts.join(' ')), true);
  });

  it('are not gone where they are of another machine, or this one', () => {
    const own = processes();
    assert.equal(own.isGone(own.own), false);
    assert.equal(own.isGone(own.own.replace(/^\S+/, 'elsewhere').replace(` ${process.pid} `, ' 999999999 ')), false);
  });
});
