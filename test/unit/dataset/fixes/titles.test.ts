import assert from 'node:assert/strict';
import { fixTitle } from '../../../../src/dataset/fixes/titles.ts';

describe('The title of a fix', () => {
  it('quotes what stands in the row', () => {
    assert.equal(
      fixTitle({ id: 'renameKey', data: { from: 'mesages', to: 'messages' } }),
      'Rename "mesages" to "messages"',
    );
  });

  it('fits a menu, however long the text of the row is and whatever is in it', () => {
    assert.equal(fixTitle({ id: 'removeKey', data: { key: 'x'.repeat(1_000_000) } }), `Remove "${'x'.repeat(59)}…"`);
    assert.equal(fixTitle({ id: 'removeKey', data: { key: 'x'.repeat(60) } }), `Remove "${'x'.repeat(60)}"`);
    assert.equal(fixTitle({ id: 'removeKey', data: { key: 'a\nb\u001bc' } }), 'Remove "a b c"');
  });
});
