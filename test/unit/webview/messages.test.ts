import assert from 'node:assert/strict';
import { readFromChart, readIdentities } from '../../../src/webview/messages.ts';

describe('Messages of a chart', () => {
  it('are heard where they are what a chart says, and nothing else of them', () => {
    assert.deepEqual(readFromChart({ type: 'ready', more: 1 }), { type: 'ready' });
    const save = { type: 'save', format: 'csv', content: 'step\n1\n' };
    assert.deepEqual(readFromChart(save), save);
    assert.ok(readFromChart({ type: 'save', format: 'png', content: 'iVBORw0KGgo=' }));
  });

  it('are passed over where they are not', () => {
    const others = [
      undefined,
      'ready',
      [],
      { type: 'command' },
      { type: 'save', format: 'exe', content: '' },
      { type: 'save', format: 'csv' },
      { type: 'save', format: 'png', content: '<svg>' },
    ];
    for (const other of others) assert.equal(readFromChart(other), undefined, JSON.stringify(other));
  });
});

describe('The jobs that a chart remembered', () => {
  it('are those that are named whole', () => {
    const jobs = [{ connection: 'local', id: 'a', name: 'x' }, { id: 'b' }, null, 'c'];
    assert.deepEqual(readIdentities({ jobs }), [{ connection: 'local', id: 'a' }]);
    assert.deepEqual(readIdentities(undefined), []);
  });
});
