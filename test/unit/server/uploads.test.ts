import assert from 'node:assert/strict';
import { exampleLines, ServerFixture, type Json, type TestServer } from '../../support/serverHarness.ts';

const text = exampleLines(12);
const announcement = { filename: 'train.jsonl', purpose: 'fine-tune', bytes: text.length, mime_type: 'text/jsonl' };

describe('Uploads that are announced wrongly', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start();
  });
  after(() => fixture.dispose());

  const refused: readonly (readonly [Json, string])[] = [
    [{ purpose: undefined }, 'purpose'],
    [{ purpose: 'user_data' }, 'purpose'],
    [{ filename: 'train.txt' }, 'file'],
    [{ filename: undefined }, 'filename'],
    [{ mime_type: undefined }, 'mime_type'],
    [{ bytes: undefined }, 'bytes'],
    [{ bytes: 0 }, 'bytes'],
    [{ bytes: 8 * 2 ** 30 + 1 }, 'bytes'],
    [{ parts: 3 }, 'parts'],
    [{ expires_after: { anchor: 'created_at', seconds: 3599 } }, 'expires_after.seconds'],
  ];
  for (const [fields, param] of refused) {
    it(`are refused with ${JSON.stringify(fields)}, ${param} to blame`, async () => {
      const { status, body } = await server.ask('POST', '/uploads', { ...announcement, ...fields });
      assert.deepEqual([status, body.error.param], [400, param]);
    });
  }
});
