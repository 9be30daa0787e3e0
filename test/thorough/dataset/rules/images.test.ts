import assert from 'node:assert/strict';
import { brokenUrlRules } from '../../../../src/dataset/rules/imageUrl.ts';
import { markedIn } from '../../../unit/dataset/support.ts';

describe('the URL of an image', () => {
  it('may stand for 10 MB, and no more', () => {
    const url = (characters: number): string => `data:image/png;base64,${'A'.repeat(characters)}`;
    const bytes = 10 * 1024 * 1024;
    assert.deepEqual(brokenUrlRules(url(Math.floor(bytes / 3) * 4)), []);
    const image = { type: 'image_url', image_url: { url: url(13_981_016) } };
    const messages = [
      { role: 'user', content: [image] },
      { role: 'assistant', content: 'Hello' },
    ];
    const [problem = ''] = markedIn({ messages });
    assert.match(problem, /^vision\/image-too-large "data:image\/png;base64,AAAA/);
    assert.equal(problem.length, 'vision/image-too-large ""'.length + 13_981_016 + 'data:image/png;base64,'.length);
  });
});
