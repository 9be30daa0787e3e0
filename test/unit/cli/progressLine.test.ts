import assert from 'node:assert/strict';
import { ProgressLine } from '../../../src/cli/progressLine.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('Progress of a command', () => {
  const written: string[] = [];
  beforeEach(() => void written.splice(0));
  const line = (clock: FakeClock, terminal: { isTTY?: boolean; columns?: number } = {}): ProgressLine =>
    new ProgressLine({ write: (text: string) => written.push(text), ...terminal }, clock);

  it('is one line of a terminal that changes, not too often, and is gone at the end', () => {
    const clock = new FakeClock();
    const progress = line(clock, { isTTY: true, columns: 10 });
    progress.show('first');
    progress.show('at once');
    clock.advance(100);
    progress.show('second, which is long');
    progress.end();
    progress.end();
    assert.deepEqual(written, ['\rfirst\u001B[K', '\rsecond, w\u001B[K', '\r\u001B[K']);
  });

  it('is whole on a terminal that does not know how wide it is', () => {
    line(new FakeClock(), { isTTY: true, columns: 0 }).show('3 of 12 files');
    assert.deepEqual(written, ['\r3 of 12 files\u001B[K']);
  });

  it('is a plain line now and then in a log', () => {
    const clock = new FakeClock();
    const progress = line(clock);
    progress.show('first');
    clock.advance(9_000);
    progress.show('too early');
    clock.advance(1_000);
    progress.show('second');
    progress.end();
    assert.deepEqual(written, ['first\n', 'second\n']);
  });

  it('leaves nothing where nothing was shown', () => {
    line(new FakeClock(), { isTTY: true }).end();
    assert.deepEqual(written, []);
  });
});
