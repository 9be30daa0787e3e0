import assert from 'node:assert/strict';
import { plainText } from '../../../src/vscode/markdown.ts';

describe('Plain text in Markdown', () => {
  it('is no markup, link, icon or HTML, and one paragraph', () => {
    assert.equal(plainText('a **b** [c](d)'), 'a \\*\\*b\\*\\* \\[c\\]\\(d\\)');
    assert.equal(plainText('<img src=x>\n\n# $(bug)'), '\\<img src\\=x\\> \\# \\$\\(bug\\)');
    assert.equal(plainText('https://example.com &amp;'), 'https\\:\\/\\/example\\.com \\&amp\\;');
  });
});
