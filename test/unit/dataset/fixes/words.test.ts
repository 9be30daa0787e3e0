import assert from 'node:assert/strict';
import { meantRole, nearest, slug } from '../../../../src/dataset/fixes/words.ts';

describe('words that are meant', () => {
  it('are those a slip away: a letter more, less or another, or two swapped', () => {
    const keys = ['messages', 'tools', 'functions'];
    const slips = ['mesages', 'messagess', 'massages', 'mesasges', 'Tool', 'toosl'];
    assert.deepEqual(
      slips.map((slip) => nearest(slip, keys)),
      ['messages', 'messages', 'messages', 'messages', 'tools', 'tools'],
    );
    assert.deepEqual(
      ['message_list', 'id', 'toy'].map((word) => nearest(word, keys)),
      [undefined, undefined, undefined],
    );
  });

  it('are not looked for in texts of any length', () => {
    assert.equal(nearest('a'.repeat(1_000_000), ['a'.repeat(999_999)]), undefined);
  });

  it('are roles of other formats, certainly, and slips, perhaps', () => {
    assert.deepEqual(meantRole(' Human'), { role: 'user', isCertain: true });
    assert.deepEqual(meantRole('ASSISTANT'), { role: 'assistant', isCertain: true });
    assert.deepEqual(meantRole('usre'), { role: 'user', isCertain: false });
    assert.equal(meantRole('narrator'), undefined);
  });

  it('make names that services take', () => {
    assert.equal(slug(' set timer! ', /[^a-z]/g), 'set_timer');
    assert.equal(slug('x'.repeat(70), /[^a-z]/g)?.length, 64);
    assert.equal(slug('!!!', /[^a-z]/g), undefined);
  });
});
