import assert from 'node:assert/strict';
import { imageDataUrl } from '../../../../src/dataset/fixes/imageData.ts';

describe('an image as a data URL', () => {
  it('says its type by its first bytes, and holds all of them', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
    for (const length of [8, 9, 10, 50_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => png[i] ?? (i * 7) % 256);
      assert.equal(imageDataUrl(bytes), `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
    }
  });

  it('knows JPEG and WEBP', () => {
    assert.ok(imageDataUrl(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))?.startsWith('data:image/jpeg;base64,'));
    assert.ok(imageDataUrl(new TextEncoder().encode('RIFF....WEBPVP8 '))?.startsWith('data:image/webp;base64,'));
  });

  it('is none for a file that services would skip', () => {
    assert.equal(imageDataUrl(new TextEncoder().encode('GIF89a')), undefined);
    assert.equal(imageDataUrl(new Uint8Array()), undefined);
  });
});
