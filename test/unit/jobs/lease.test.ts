import assert from 'node:assert/strict';
import { LookLease } from '../../../src/jobs/lease.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { sharedFolder } from '../../support/sharedFolder.ts';

const news = { state: { type: 'ok', at: 1 } as const, revision: 'r1' };
const always = Number.POSITIVE_INFINITY;

function start() {
  const folder = sharedFolder();
  const clock = new FakeClock();
  clock.advance(1_000_000);
  const lease = (holder: string): LookLease => new LookLease({ folder, file: 'acme.lease', holder, clock });
  return { folder, clock, one: lease('one'), two: lease('two') };
}

describe('The lease of a connection', () => {
  it('is one window’s, and tells the others what it has found', async () => {
    const { one, two } = start();
    assert.equal(await one.take(always), undefined);
    await one.renew(news, 60_000);
    const seen = await two.take(always);
    assert.deepEqual([seen?.holder, seen?.state, seen?.revision], ['one', news.state, 'r1']);
    assert.equal(await one.take(always), undefined, 'and stays its own');
  });

  it('is free as soon as its holder lets it go', async () => {
    const { one, two } = start();
    await one.take(always);
    await two.release();
    assert.ok(await two.take(always), 'it is not the other’s to let go');
    await one.release();
    assert.equal(await two.take(always), undefined);
  });

  it('is taken over when its holder is not heard of after the look that it announced', async () => {
    const { clock, one, two } = start();
    await one.take(always);
    await one.renew(news, 60_000);
    clock.advance(60_000);
    assert.ok(await two.take(always));
    clock.advance(60_000);
    assert.equal(await two.take(always), undefined);
    assert.equal((await one.take(always))?.holder, 'two');
  });

  it('is not taken back by a holder that comes late', async () => {
    const { clock, one, two } = start();
    await one.take(always);
    clock.advance(300_000);
    await two.take(always);
    await one.renew(news, 1000);
    assert.equal(await two.take(always), undefined);
    assert.equal((await one.take(always))?.holder, 'two');
  });

  it('goes to the window in which somebody wants to see something newer', async () => {
    const { clock, one, two } = start();
    await one.take(always);
    await one.renew(news, 60_000);
    clock.advance(10_000);
    assert.ok(await two.take(30_000));
    assert.equal(await two.take(5000), undefined);
    assert.equal((await one.take(always))?.holder, 'two');
  });

  it('of the time before the clock was set back is over', async () => {
    const { clock, one, two } = start();
    await one.take(always);
    await one.renew(news, 1000);
    clock.setBack(600_000);
    assert.equal(await two.take(always), undefined);
  });

  it('that nobody can read is nobody’s', async () => {
    for (const text of ['', '{', '[]', '{"holder": "x"}', 'null']) {
      const { folder, one } = start();
      folder.texts.set('acme.lease', text);
      assert.equal(await one.take(always), undefined);
    }
  });

  it('is one window’s only, also where two take it at the same moment', async () => {
    for (const isOld of [false, true]) {
      const { folder, one, two } = start();
      if (isOld) folder.texts.set('acme.lease', '{}');
      await Promise.all([one.take(always), two.take(always)]);
      const holders = [await one.take(always), await two.take(always)];
      assert.equal(holders.filter((holder) => holder === undefined).length, 1);
    }
  });
});
