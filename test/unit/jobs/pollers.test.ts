import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/common/logger.ts';
import type { Connection } from '../../../src/jobs/connections.ts';
import { Pollers } from '../../../src/jobs/pollers.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { aJob, fakeConnection, FakeService } from '../../support/jobs.ts';
import { sharedFolder } from '../../support/sharedFolder.ts';

function start(...names: readonly string[]) {
  const services = new Map(names.map((name) => [name, new FakeService()]));
  const connect = (name: string, fields: Partial<Connection> = {}): Connection =>
    fakeConnection(services.get(name) ?? new FakeService(), { name, place: name, ...fields });
  let list: readonly Connection[] = names.map((name) => connect(name));
  const store = new JobStore();
  const pollers = new Pollers({
    connections: { list: () => list },
    folder: sharedFolder(),
    holder: 'window',
    store,
    clock: new FakeClock(),
    log: silentLogger,
    random: () => 0,
    onKeyNeeded() {},
  });
  const asked = (name: string): number => services.get(name)?.requests.length ?? 0;
  const change = (connections: readonly Connection[]): void => {
    list = connections;
    pollers.update();
  };
  return { services, store, pollers, asked, connect, change, list: () => list };
}

describe('Pollers', () => {
  it('ask the connection that is woken, and no other', async () => {
    const { pollers, asked } = start('one', 'two');
    pollers.wake('two');
    await settle();
    assert.deepEqual([asked('one'), asked('two') > 0], [0, true]);
  });

  it('ask only connections that were used before when somebody looks', async () => {
    const { pollers, asked, connect, change, list } = start('one', 'two');
    change([...list().slice(0, 1), connect('two', { wasUsed: async () => false })]);
    await pollers.setLookedAt(true);
    await pollers.wakeUsed();
    await settle();
    assert.deepEqual([asked('one') > 0, asked('two')], [true, 0]);
  });

  it('keep the jobs of a service that answers while another does not', async () => {
    const { services, pollers, store } = start('one', 'two');
    const [one, two] = [services.get('one'), services.get('two')];
    assert.ok(one && two);
    one.isReachable = false;
    two.jobs = [aJob()];
    await pollers.setLookedAt(true);
    await settle();
    assert.equal(store.connectionState('one').type, 'failing');
    assert.equal(store.list('two').length, 1);
  });

  it('forget the jobs of a connection that is gone or goes elsewhere, and ask it no more', async () => {
    const { services, pollers, store, connect, change, asked } = start('one', 'two');
    for (const service of services.values()) service.jobs = [aJob()];
    await pollers.setLookedAt(true);
    await settle();
    assert.equal(store.list().length, 2);
    const before = asked('one');
    change([connect('two')]);
    assert.deepEqual(store.list(), []);
    pollers.wake('one');
    await settle();
    assert.equal(asked('one'), before);
  });

  it('go on with a connection that has not changed', async () => {
    const { services, pollers, store, change, list } = start('one');
    const service = services.get('one');
    assert.ok(service);
    service.jobs = [aJob()];
    pollers.wake('one');
    await settle();
    change([...list()]);
    assert.equal(store.list().length, 1);
  });
});
