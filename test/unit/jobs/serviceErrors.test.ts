import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors.ts';
import { failureOf, isUnreachable, serviceError, type ServiceFailure } from '../../../src/jobs/serviceErrors.ts';

const tell = (failure: ServiceFailure): string => serviceError('Acme (acme.test)', failure).text;

describe('A failed request', () => {
  const cases: readonly (readonly [ServiceFailure, string, RegExp])[] = [
    [{ status: 400, message: 'Bad model.', param: 'model' }, 'service.refused', /Bad model\. \[model\]/],
    [
      { status: 401, message: 'Incorrect key sk-abc' },
      'service.unauthorized',
      /did not accept the key\. Enter the key again\.$/,
    ],
    [{ status: 403, message: 'No role.' }, 'service.forbidden', /does not allow this: No role\..*permission/],
    [{ status: 404, message: 'No such job.' }, 'service.notFound', /does not know it: No such job\./],
    [{ status: 404 }, 'service.notTheApi', /Check the address/],
    [{ status: 405 }, 'service.unsupported', /cannot do this/],
    [{ status: 501, message: 'No.' }, 'service.unsupported', /cannot do this/],
    [{ status: 407 }, 'service.proxy', /proxy .* asks for a password/],
    [{ status: 408 }, 'service.timeout', /took too long/],
    [{ status: 504 }, 'service.timeout', /took too long/],
    [{ status: 409, message: 'Only running jobs can be paused.' }, 'service.conflict', /Only running jobs/],
    [{ status: 411 }, 'service.lengthRequired', /removed the length/],
    [{ status: 413 }, 'service.tooLarge', /larger than .* accepts.*Split/],
    [{ status: 418 }, 'service.refused', /status 418/],
    [{ status: 422, message: 'No.' }, 'service.refused', /refused the request: No\./],
    [{ status: 429, message: 'Slow down.' }, 'service.rateLimited', /asks to slow down.*Try again later/],
    [{ status: 429, message: '', retryAfter: 1200 }, 'service.rateLimited', /Try again in 2 s/],
    [{ status: 429, code: 'insufficient_quota', message: 'x' }, 'service.quota', /Waiting does not help/],
    [{ status: 429, code: 'project_spend_limit_exceeded', message: 'x' }, 'service.quota', /no credit or quota/],
    [{ status: 429, code: 'daily_rate_limit_exceeded', message: 'x' }, 'service.dailyLimit', /tomorrow/],
    [{ status: 403, code: 'training_not_available', message: 'x' }, 'service.closed', /Use another connection/],
    [{ status: 401, code: 'mismatched_project', message: 'x' }, 'service.wrongProject', /organization and project/],
    [{ status: 502, requestId: 'req_1' }, 'service.broken', /\(request req_1\)/],
    [{ status: 307 }, 'service.moved', /where the key is not sent/],
    [{ status: 200 }, 'service.notTheApi', /does not speak the fine-tuning API/],
    [{ networkCode: 'ECONNREFUSED' }, 'service.unreachable', /does not answer \(ECONNREFUSED\)/],
    [{}, 'service.unreachable', /does not answer \(no connection\)/],
    [{ networkCode: 'ENOTFOUND' }, 'service.unreachable.name', /was not found.*online/],
    [{ networkCode: 'CERT_HAS_EXPIRED' }, 'service.unreachable.certificate', /cannot prove who it is/],
    [{ networkCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'service.unreachable.certificate', /Nothing was sent/],
    [{ networkCode: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'service.unreachable.certificate', /proxy may be in between/],
    [{ networkCode: 'UND_ERR_CONNECT_TIMEOUT' }, 'service.unreachable', /did not answer in time/],
  ];
  for (const [failure, code, text] of cases) {
    it(`${JSON.stringify(failure)} is told as ${code}`, () => {
      const error = serviceError('Acme (acme.test)', failure);
      assert.equal(error.code, code);
      assert.match(error.text, text);
      assert.match(error.message, /Acme \(acme\.test\)/);
      assert.equal(failureOf(error), failure);
    });
  }

  it('never repeats a key, a header or the start of a row', () => {
    const secrets = [
      'Incorrect API key provided: sk-proj-abcdefghijklmnop.',
      'Authorization: Bearer eyJhbGciOi.x.y was refused',
      'Line 1 is not a dictionary (HINT: line starts with: "{"messages": [{"role": "user", "content": "my secret row").',
    ];
    for (const message of secrets) assert.doesNotMatch(tell({ status: 400, message }), /abcdefghij|eyJ|my secret/);
    assert.match(tell({ status: 400, message: secrets[2] }), /Line 1 is not a dictionary/);
  });

  it('repeats no more than a few lines of a service', () => {
    assert.ok(tell({ status: 400, message: 'x'.repeat(5000) }).length < 700);
  });

  it('names its connection, so that its key can be entered from the message', () => {
    const error = serviceError('Acme (acme.test)', { status: 401, connection: 'Acme' });
    assert.equal(error.connection, 'Acme');
    assert.deepEqual(error.actions, ['enterKey']);
  });

  it('is no failure to reach a service where it answered', () => {
    assert.equal(isUnreachable(serviceError('Acme', { networkCode: 'ENOTFOUND' })), true);
    assert.equal(isUnreachable(serviceError('Acme', { status: 502 })), false);
    assert.equal(failureOf(new UserError('other', 'Other.')), undefined);
  });
});
