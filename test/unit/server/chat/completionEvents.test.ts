import assert from 'node:assert/strict';
import { parseCompletionEvent } from '../../../../src/server/chat/completionEvents.ts';

const usage = { prompt_tokens: 1, completion_tokens: 2 };

describe('parseCompletionEvent', () => {
  const known: readonly unknown[] = [
    { id: '1', type: 'delta', text: '' },
    { id: '1', type: 'completed', finish_reason: 'length', usage },
    { id: '1', type: 'failed', message: 'No.' },
  ];
  for (const message of known) {
    it(`knows ${JSON.stringify(message)}`, () => assert.deepEqual(parseCompletionEvent(message), message));
  }

  const unknown: readonly unknown[] = [
    null,
    'delta',
    { type: 'delta', text: 'a' },
    { id: 1, type: 'delta', text: 'a' },
    { id: '1', type: 'delta' },
    { id: '1', type: 'completed', finish_reason: 'stop' },
    { id: '1', type: 'completed', finish_reason: 'tired', usage },
    { id: '1', type: 'completed', finish_reason: 'stop', usage: { ...usage, prompt_tokens: -1 } },
    { id: '1', type: 'failed' },
    { id: '1', type: 'toString' },
  ];
  for (const message of unknown) {
    it(`knows nothing of ${JSON.stringify(message)}`, () => assert.equal(parseCompletionEvent(message), undefined));
  }
});
