import assert from 'node:assert/strict';
import { isPassing, isSurelyUndone } from '../../../src/jobs/failure.ts';
import { serviceError, type ServiceFailure } from '../../../src/jobs/serviceErrors.ts';

const cases: readonly (readonly [ServiceFailure, 'undone' | 'unsure', 'passing' | 'lasting'])[] = [
  [{ status: 400 }, 'undone', 'lasting'],
  [{ status: 401 }, 'undone', 'lasting'],
  [{ status: 403, code: 'training_not_available' }, 'undone', 'lasting'],
  [{ status: 408 }, 'unsure', 'passing'],
  [{ status: 409 }, 'undone', 'passing'],
  [{ status: 411 }, 'undone', 'lasting'],
  [{ status: 413 }, 'undone', 'lasting'],
  [{ status: 422 }, 'undone', 'lasting'],
  [{ status: 429 }, 'undone', 'passing'],
  [{ status: 429, code: 'insufficient_quota' }, 'undone', 'lasting'],
  [{ status: 429, code: 'credit_balance_exhausted' }, 'undone', 'lasting'],
  [{ status: 429, code: 'organization_usage_limit_exceeded' }, 'undone', 'lasting'],
  [{ status: 429, code: 'organization_spend_limit_exceeded' }, 'undone', 'lasting'],
  [{ status: 429, code: 'project_spend_limit_exceeded' }, 'undone', 'lasting'],
  [{ status: 429, code: 'daily_rate_limit_exceeded' }, 'undone', 'lasting'],
  [{ status: 500 }, 'unsure', 'passing'],
  [{ status: 503, code: 'server_is_overloaded' }, 'unsure', 'passing'],
  [{ status: 504 }, 'unsure', 'passing'],
  [{ status: 200 }, 'unsure', 'lasting'],
  [{ networkCode: 'ECONNREFUSED' }, 'undone', 'passing'],
  [{ networkCode: 'ENOTFOUND' }, 'undone', 'passing'],
  [{ networkCode: 'CERT_HAS_EXPIRED' }, 'undone', 'passing'],
  [{ networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'undone', 'passing'],
  [{ networkCode: 'ECONNRESET' }, 'unsure', 'passing'],
  [{ networkCode: 'TIMEOUT' }, 'unsure', 'passing'],
  [{}, 'unsure', 'passing'],
];

describe('A failure of a request', () => {
  for (const [failure, undone, passing] of cases) {
    it(`${JSON.stringify(failure)} leaves the request ${undone} and is ${passing}`, () => {
      const error = serviceError('Acme', failure);
      assert.equal(isSurelyUndone(error) ? 'undone' : 'unsure', undone);
      assert.equal(isPassing(error) ? 'passing' : 'lasting', passing);
    });
  }
});
