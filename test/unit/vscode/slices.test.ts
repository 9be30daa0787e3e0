import assert from 'node:assert/strict';
import { inSlices } from '../../../src/vscode/slices.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';

/** Work of six steps of 5 ms that notes each. */
function* steps(clock: FakeClock, done: number[]): Generator<void, string, void> {
  for (let step = 1; step <= 6; step++) {
    clock.advance(5);
    done.push(step);
    yield;
  }
  return 'finished';
}

describe('work in slices', () => {
  it('lets others have their turn after 8 ms, and ends with its result', async () => {
    const clock = new FakeClock();
    const done: number[] = [];
    const result = inSlices(steps(clock, done), clock, () => false);
    for (const soFar of [2, 4, 6]) {
      await settle();
      assert.equal(done.length, soFar);
      clock.advance(0);
    }
    assert.equal(await result, 'finished');
  });

  it('stops where nobody wants it any more', async () => {
    const clock = new FakeClock();
    const done: number[] = [];
    let isStale = false;
    const result = inSlices(steps(clock, done), clock, () => isStale);
    await settle();
    isStale = true;
    clock.advance(0);
    assert.equal(await result, undefined);
    assert.deepEqual(done, [1, 2]);
  });
});
