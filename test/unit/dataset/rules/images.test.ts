import assert from 'node:assert/strict';
import { brokenUrlRules } from '../../../../src/dataset/rules/imageUrl.ts';
import { markedIn } from '../support.ts';

const answer = { role: 'assistant', content: 'Hello' };
const image = (url: unknown, parts: object = {}): object => ({ type: 'image_url', image_url: { url, ...parts } });
const fine = image('https://example.org/a.png');

const withParts = (...parts: readonly object[]): object => ({
  messages: [{ role: 'user', content: parts }, answer],
});

describe('the URL of an image', () => {
  const private_ = 'vision/inaccessible-url';
  const skipped = 'vision/unsupported-format';
  const cases: readonly (readonly [url: string, ...rules: readonly string[]])[] = [
    ['https://example.org/a.png'],
    ['HTTP://user:word@example.org:80/a?b=c.gif#d'],
    ['https://example.org'],
    ['https://example.org/a'],
    ['a.png', 'vision/invalid-url'],
    ['', 'vision/invalid-url'],
    ['/home/me/a.png', 'vision/invalid-url'],
    ['file:///a.png', 'vision/invalid-url'],
    ['ftp://example.org/a.png', 'vision/invalid-url'],
    ['https://', 'vision/invalid-url'],
    ['https:///a.png', 'vision/invalid-url'],
    ['https://exa mple/a.png', 'vision/invalid-url'],
    ['https://example.org/a.GIF', skipped],
    ['https://example.org/a.tif?x=1', skipped],
    ['https://example.org/a.tiff#x', skipped],
    ['https://example.org/a.heic', skipped],
    ['https://example.org/gif'],
    ['https://example.gif'],
    ['http://localhost/a.png', private_],
    ['http://LOCALHOST:8080', private_],
    ['http://127.1.2.3/a.png', private_],
    ['http://10.0.0.1/a.png', private_],
    ['http://172.16.0.1', private_],
    ['http://172.31.0.1', private_],
    ['http://172.32.0.1'],
    ['http://192.168.1.1/', private_],
    ['http://169.254.1.1/', private_],
    ['http://8.8.8.8/'],
    ['http://10.0.0.example.org/'],
    ['http://[::1]:80/a.png', private_],
    ['http://[2001:db8::1]/a.png'],
    ['http://printer.local/a.svg', private_, skipped],
    ['data:image/png;base64,iVBORw=='],
    ['data:image/jpeg;base64,/9j/4A=='],
    ['DATA:IMAGE/WEBP;BASE64,UklGRg=='],
    ['data:image/png;name=a;base64,iVBO'],
    ['data:image/png;base64', 'vision/invalid-url'],
    ['data:image/gif;base64,@', skipped],
    ['data:,x', skipped],
    ['data:image/png,x', 'vision/invalid-base64'],
    ['data:image/png;base64,', 'vision/invalid-base64'],
    ['data:image/png;base64,iVBORw', 'vision/invalid-base64'],
    ['data:image/png;base64,iVBO Rw=', 'vision/invalid-base64'],
    ['data:image/png;base64,iV=ORw==', 'vision/invalid-base64'],
    ['data:image/png;base64,i===', 'vision/invalid-base64'],
    ['data:image/png;base64,iVBORw-_', 'vision/invalid-base64'],
    ['data:image/png;base64,šVBORw==', 'vision/invalid-base64'],
  ];
  for (const [url, ...rules] of cases) {
    it(`${url}: ${rules.join(' ') || 'nothing'}`, () => assert.deepEqual(brokenUrlRules(url), rules));
  }
});

describe('an image', () => {
  it('has a text for a URL and one of three details', () => {
    assert.deepEqual(markedIn(withParts(image(5))), ['vision/invalid-url 5']);
    for (const detail of ['auto', 'low', 'high'])
      assert.deepEqual(markedIn(withParts(image('https://a', { detail }))), []);
    assert.deepEqual(markedIn(withParts(image('b', { detail: null }))), [
      'vision/invalid-url "b"',
      'vision/invalid-detail null',
    ]);
  });

  it('is not in an assistant message', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [image(5)] },
    ];
    assert.deepEqual(markedIn({ messages }), ['vision/assistant-image "image_url"']);
  });

  it('is one of at most 10, for Azure of 64', () => {
    const many = (count: number): object => withParts(...Array<object>(count).fill(fine));
    assert.deepEqual(markedIn(many(10)), []);
    assert.deepEqual(markedIn(many(12)), ['vision/too-many-images "image_url"']);
    assert.deepEqual(markedIn(many(64), { target: 'azure' }), []);
    assert.deepEqual(markedIn(many(66), { target: 'azure' }), ['vision/too-many-images "image_url"']);
  });

  it('counts in user messages only, over all of them', () => {
    const user = { role: 'user', content: Array<object>(6).fill(fine) };
    const system = { role: 'system', content: Array<object>(6).fill(fine) };
    const rules = (...messages: readonly object[]): string[] =>
      markedIn({ messages: [...messages, answer] }).filter((problem) => problem.startsWith('vision/'));
    assert.deepEqual(rules(user, system), []);
    assert.deepEqual(rules(user, user), ['vision/too-many-images "image_url"']);
  });
});
