import assert from 'node:assert/strict';
import { encodingOf } from '../../../../src/dataset/tokens/encoding.ts';

describe('The encoding of a model', () => {
  it('is o200k_base for every model since GPT-4o, and where nothing is known', () => {
    const newer = ['gpt-4o', 'gpt-4o-mini-2024-07-18', 'gpt-4.1-2025-04-14', 'o4-mini', 'gpt-5', 'my-model', undefined];
    for (const model of newer) assert.equal(encodingOf(model), 'o200k_base', model);
  });

  it('is cl100k_base for older ones', () => {
    for (const model of ['gpt-3.5-turbo-0125', 'gpt-35-turbo', 'gpt-4', 'gpt-4-0613', 'babbage-002', 'davinci-002']) {
      assert.equal(encodingOf(model), 'cl100k_base', model);
    }
  });

  it('is that of the base for a fine-tuned model', () => {
    assert.equal(encodingOf('ft:gpt-3.5-turbo-0125:acme::abc'), 'cl100k_base');
    assert.equal(encodingOf('ft:gpt-4o-2024-08-06:acme::abc'), 'o200k_base');
  });
});
