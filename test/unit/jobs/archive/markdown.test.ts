import assert from 'node:assert/strict';
import { inline, list } from '../../../../src/jobs/archive/markdown.ts';

describe('Text of a service in Markdown', () => {
  it('is shown as it stands, and is nothing else: no markup, cell, HTML or link', () => {
    const cases: readonly (readonly [text: string, expected: string])[] = [
      ['ft:gpt-4.1-mini-2025-04-14:acme:a_b:Ab1', 'ft:gpt-4.1-mini-2025-04-14:acme:a_b:Ab1'],
      ['_a_ __b__', '\\_a\\_ \\_\\_b\\_\\_'],
      ['*a*|`b`~c~', '\\*a\\*\\|\\`b\\`\\~c\\~'],
      ['[a](b)<img src=x>&lt;', '\\[a\\](b)\\<img src=x\\>\\&lt;'],
      ['see https://evil.test or www.evil.test', 'see https\\://evil.test or www\\.evil.test'],
      ['a\r\n\n# b\\', 'a # b\\\\'],
    ];
    for (const [text, expected] of cases) assert.equal(inline(text), expected);
  });

  it('is a list of some lines, with how many more there are', () => {
    const more = (count: number): string => `${count} more`;
    assert.equal(list(['a', 'b', 'c'], 2, more), '- a\n- b\n- 1 more');
    assert.equal(list(['a', 'b'], 2, more), '- a\n- b');
  });
});
