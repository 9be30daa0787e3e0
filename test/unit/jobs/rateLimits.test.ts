import assert from 'node:assert/strict';
import { cooldownIn, retryAfterIn } from '../../../src/jobs/rateLimits.ts';

const reset = (remaining: string, text: string) =>
  new Headers({ 'x-ratelimit-remaining-requests': remaining, 'x-ratelimit-reset-requests': text });

describe('Rate limits', () => {
  const waits: readonly (readonly [string, string, number])[] = [
    ['0', '1s', 1000],
    ['0', '6m0s', 360_000],
    ['0', '120ms', 120],
    ['0', '1m2.5s', 62_500],
    ['0', '99h', 3_600_000],
    ['0', 'soon', 0],
    ['1', '6m0s', 0],
  ];
  for (const [remaining, text, wait] of waits) {
    it(`of ${remaining} requests left and a reset in ${text} ask to wait ${wait} ms`, () => {
      assert.equal(cooldownIn(reset(remaining, text)), wait);
    });
  }

  it('ask for nothing where a service says nothing of them', () => {
    assert.equal(cooldownIn(new Headers()), 0);
    assert.equal(retryAfterIn(new Headers()), undefined);
  });

  it('of a refusal are what it asks for, or else when the limit is reset', () => {
    assert.equal(retryAfterIn(new Headers({ 'retry-after': '3', 'x-ratelimit-reset-requests': '9s' })), 3000);
    assert.equal(retryAfterIn(reset('0', '9s')), 9000);
    assert.equal(retryAfterIn(new Headers({ 'retry-after': '86400' })), 3_600_000);
  });
});
