import assert from 'node:assert/strict';
import { chatRows } from '../../../unit/dataset/support.ts';
import { check, fixedAll } from '../../../unit/dataset/fixes/support.ts';

describe('fixing all of a file', () => {
  it('takes time in proportion to the rows that have problems', () => {
    const broken = chatRows(3000).map((row) => row.replace('"user"', '"Human"'));
    const fixed = fixedAll(check(broken), { type: 'rule', rule: 'chat/invalid-role' });
    assert.deepEqual(fixed, chatRows(3000));
  });
});
