import assert from 'node:assert/strict';
import { DisposableStore, toDisposable } from '../../../src/common/disposable.ts';

describe('DisposableStore', () => {
  it('lets go of its items, last added first', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push('first')));
    store.add(toDisposable(() => order.push('second')));
    store.dispose();
    assert.deepEqual(order, ['second', 'first']);
  });

  it('disposes at once what is added after it was disposed', () => {
    const store = new DisposableStore();
    store.dispose();
    let isReleased = false;
    store.add(toDisposable(() => (isReleased = true)));
    assert.equal(isReleased, true);
  });
});
