import assert from 'node:assert/strict';
import { byteClasses, classOf } from '../../../../src/dataset/tokens/characters.ts';

describe('the class of a byte', () => {
  it('is that of the character which it is, as the patterns of Unicode say', () => {
    for (let byte = 0; byte < 0x80; byte++) assert.equal(byteClasses[byte], classOf(byte), `${byte}`);
  });
});
