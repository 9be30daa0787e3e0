import assert from 'node:assert/strict';
import { ModelLists } from '../../../src/jobs/modelLists.ts';
import { memoryOf } from '../../support/jobs.ts';

const acme = { name: 'Acme', host: 'acme.test' };

describe('The models of services that end', () => {
  it('are remembered for the next window, with the time at which the service was asked', () => {
    const memory = memoryOf();
    const before = new ModelLists(memory);
    assert.deepEqual([before.askedAt(acme), before.endOf(acme, 'm-1')], [undefined, undefined]);
    before.learn(acme, [{ id: 'm-1', shutdownDate: '2027-03-01' }, { id: 'm-2' }], 7);
    const after = new ModelLists(memory);
    assert.equal(after.askedAt(acme), 7);
    assert.deepEqual(after.ending(acme), [{ id: 'm-1', shutdownDate: '2027-03-01' }]);
    assert.equal(after.endOf(acme, 'ft:m-1:acme::1')?.day, '2027-03-01');
    assert.equal(after.endOf({ ...acme, host: 'other.test' }, 'm-1'), undefined);
  });

  it('are news only where a day is another one', () => {
    const lists = new ModelLists(memoryOf());
    let news = 0;
    lists.onDidChange(() => news++);
    const ending = [{ id: 'm-1', shutdownDate: '2027-03-01' }];
    lists.learn(acme, ending, 1);
    lists.learn(acme, [...ending, { id: 'm-2' }], 2);
    assert.equal(news, 1);
    lists.learn(acme, [{ id: 'm-1', shutdownDate: '2027-02-01' }], 3);
    assert.equal(news, 2);
  });

  it('are none where what was remembered makes no sense', () => {
    const lists = new ModelLists({ get: () => ({ models: 'x' }), set: () => undefined });
    assert.deepEqual(lists.ending(acme), []);
  });
});
