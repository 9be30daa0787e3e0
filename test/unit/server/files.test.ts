import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expiring, formOf, jsonl, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('Files that are sent wrongly', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start({}, { maxUploadBytes: 100_000 });
  });
  after(() => fixture.dispose());

  const refused: readonly (readonly [string, Readonly<Record<string, string | File>>, number, string | null])[] = [
    ['without a file', { purpose: 'fine-tune' }, 400, 'file'],
    ['without a purpose', { file: jsonl }, 400, 'purpose'],
    ['of a purpose that no file can have', { file: jsonl, purpose: 'evals' }, 400, 'purpose'],
    ['with another field', { file: jsonl, purpose: 'fine-tune', size: '3' }, 400, 'size'],
    ['for too long', expiring('2592001'), 400, 'expires_after.seconds'],
    ['for too short a time', expiring('3599'), 400, 'expires_after.seconds'],
    ['for a time that is no number', expiring('1e9'), 400, 'expires_after.seconds'],
    ['for a time without an anchor', { ...expiring('3600'), 'expires_after[anchor]': '' }, 400, 'expires_after.anchor'],
    ['of an unknown purpose', { file: jsonl, purpose: 'fun' }, 400, 'purpose'],
    ['not named .jsonl', { purpose: 'fine-tune', file: new File(['{}'], 'train.json') }, 400, 'file'],
    ['under another field', { purpose: 'fine-tune', content: jsonl }, 400, 'content'],
    ['larger than the limit', { purpose: 'fine-tune', file: new File(['x'.repeat(500_000)], 'a.jsonl') }, 413, null],
  ];
  for (const [name, parts, status, param] of refused) {
    it(`are refused ${name}, and leave nothing behind`, async () => {
      const answer = await server.ask('POST', '/files', formOf(parts));
      assert.deepEqual([answer.status, answer.body.error.param], [status, param], JSON.stringify(answer.body));
      assert.deepEqual(await readdir(join(server.folder, 'files')), []);
    });
  }

  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n';
  for (const [name, type, body] of [
    ['without its boundary', 'multipart/form-data', `${head}{}\r\n--b--\r\n`],
    ['that ends in the middle of a file', 'multipart/form-data; boundary=b', `${head}half a file`],
    ['that ends before its first part', 'multipart/form-data; boundary=b', '--b\r\n'],
  ] as const) {
    it(`are refused in a form ${name}, and leave nothing behind`, async () => {
      const headers = { authorization: `Bearer ${testKey}`, 'content-type': type };
      const answer = await fetch(`${server.url}/files`, { method: 'POST', headers, body });
      const { error } = (await answer.json()) as { error: { message: string } };
      assert.deepEqual([answer.status, error.message], [400, 'The multipart form of the request is broken.']);
      assert.deepEqual(await readdir(join(server.folder, 'files')), []);
    });
  }
});
