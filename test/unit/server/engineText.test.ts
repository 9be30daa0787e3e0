import assert from 'node:assert/strict';
import { limitText } from '../../../src/server/engineText.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('limitText', () => {
  it('passes on a hundred lines in ten seconds, and says how many it left out', () => {
    const clock = new FakeClock();
    const told: string[] = [];
    const tell = limitText(clock, (line) => told.push(line));
    for (let line = 0; line < 150; line++) tell(`line ${line}`);
    assert.equal(told.length, 100);
    clock.advance(10_000);
    tell('later');
    assert.deepEqual(told.slice(99), ['line 99', '(50 lines were left out)', 'later']);
  });

  it('cuts long lines', () => {
    const told: string[] = [];
    limitText(new FakeClock(), (line) => told.push(line))('x'.repeat(5000));
    assert.equal(told[0]?.length, 2000);
  });
});
