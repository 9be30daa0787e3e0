import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors.ts';

describe('UserError', () => {
  it('is known by its name, since bundles that are loaded late bring a class of their own', () => {
    class OtherBundle extends Error {
      override readonly name = 'UserError';
    }
    assert.ok(new OtherBundle('refused') instanceof UserError);
    assert.ok(new UserError('a.b', 'refused') instanceof UserError);
    assert.ok(!(new Error('refused') instanceof UserError));
  });

  it('says what to do after what happened', () => {
    assert.equal(new UserError('a.b', 'It failed.', 'Try again.').text, 'It failed. Try again.');
    assert.equal(new UserError('a.b', 'It failed.').text, 'It failed.');
  });
});
