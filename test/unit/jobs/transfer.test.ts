import assert from 'node:assert/strict';
import { Transfer } from '../../../src/jobs/transfer.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('Transfer', () => {
  it('tells the time left once the speed is known, and not too often', () => {
    const clock = new FakeClock();
    const transfer = new Transfer(clock);
    assert.deepEqual(transfer.at(0, 1000), { sent: 0, total: 1000, secondsLeft: undefined });
    clock.advance(100);
    assert.equal(transfer.at(100, 1000), undefined);
    clock.advance(900);
    assert.deepEqual(transfer.at(100, 1000), { sent: 100, total: 1000, secondsLeft: 9 });
  });

  it('starts anew with the next file, and when a file is sent again', () => {
    const clock = new FakeClock();
    const transfer = new Transfer(clock);
    transfer.at(0, 1000);
    clock.advance(2000);
    transfer.at(900, 1000);
    assert.deepEqual(transfer.at(0, 500), { sent: 0, total: 500, secondsLeft: undefined });
  });
});
