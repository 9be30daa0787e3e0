import assert from 'node:assert/strict';
import { isTrained, suggestedModel } from '../../../../src/jobs/moving/targetModel.ts';
import { baseName } from '../../../../src/jobs/requestRules/models.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const suggested = (model: string, offered: readonly string[], method = 'supervised'): string | undefined =>
  suggestedModel(
    { model, method },
    offered.map((id) => ({ id })),
    now,
  );

describe('The model to start from at another service', () => {
  it('is the same one, or the same under the name that it has there', () => {
    const mini = 'gpt-4.1-mini-2025-04-14';
    assert.equal(suggested(mini, ['baseline-1', 'gpt-4o-2024-08-06', mini]), mini);
    assert.equal(suggested('gpt-4.1-mini', ['x', mini]), mini);
    assert.equal(suggested('gpt-3.5-turbo-0125', ['x', 'gpt-35-turbo-0125']), 'gpt-35-turbo-0125');
    assert.equal(suggested(`ft:${mini}:acme::1`, ['x', mini]), mini);
  });

  it('is else one that trains this way, and none that was trained or has ended', () => {
    assert.equal(suggested('m-1', ['o4-mini-2025-04-16', 'gpt-4o-2024-08-06']), 'gpt-4o-2024-08-06');
    assert.equal(suggested('m-1', ['ft:m-1:acme::1', 'base-1']), 'base-1');
    const offered = [
      { id: 'old-1', shutdownDate: '2026-11-29' },
      { id: 'new-1', shutdownDate: '2027-11-29' },
    ];
    assert.equal(suggestedModel({ model: 'm-1', method: 'dpo' }, offered, now), 'new-1');
    assert.equal(suggested('m-1', []), undefined);
  });

  it('is known from the name of a trained one', () => {
    assert.equal(baseName('ft:gpt-4o-mini-2024-07-18:acme:codes:abc'), 'gpt-4o-mini-2024-07-18');
    assert.equal(baseName('gpt-4o-mini-2024-07-18.ft-0123'), 'gpt-4o-mini-2024-07-18');
    assert.equal(baseName('baseline-1'), 'baseline-1');
    assert.deepEqual(['ft:a:b::c', 'a.ft-1', 'a-1'].map(isTrained), [true, true, false]);
  });
});
