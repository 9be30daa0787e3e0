import assert from 'node:assert/strict';
import { serviceError } from '../../../src/jobs/serviceErrors.ts';

describe('serviceError', () => {
  const cases: readonly [Parameters<typeof serviceError>[1], string, RegExp][] = [
    [{ networkCode: 'ECONNREFUSED' }, 'service.unreachable', /does not answer \(ECONNREFUSED\)/],
    [{ status: 400, message: 'Bad model.', param: 'model' }, 'service.refused', /Bad model\. \[model\]/],
    [{ status: 401, message: 'Incorrect key sk-abc' }, 'service.unauthorized', /did not accept the key\.$/],
    [{ status: 409, message: 'Only running jobs can be paused.' }, 'service.conflict', /Only running jobs/],
    [{ status: 418 }, 'service.refused', /status 418/],
    [{ status: 429, message: 'Slow down.' }, 'service.rateLimited', /slow down/i],
    [{ status: 502, requestId: 'req_1' }, 'service.broken', /\(request req_1\)/],
  ];
  for (const [failure, code, message] of cases) {
    it(`tells ${JSON.stringify(failure)} as ${code}`, () => {
      const error = serviceError('Acme', failure);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.match(error.message, /Acme/);
    });
  }
});
