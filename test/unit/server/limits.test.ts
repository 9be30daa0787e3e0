import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { toApiError } from '../../../src/server/errors.ts';
import { maxJsonBytes, parseJsonBody } from '../../../src/server/jsonBody.ts';
import { unknownRequest } from '../../../src/server/unoffered.ts';
import { ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('The limits of a request', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start();
  });
  after(() => fixture.dispose());

  const post = async (body: string): Promise<readonly [number, string | null]> => {
    const headers = { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/fine_tuning/jobs`, { method: 'POST', headers, body });
    return [answer.status, ((await answer.json()) as { error: { code: string | null } }).error.code];
  };

  it('refuse JSON that is nested deeper than anybody needs, however deep', async () => {
    for (const depth of [101, 1_000_000]) {
      assert.deepEqual(await post('['.repeat(depth) + ']'.repeat(depth)), [400, 'json_too_deep']);
    }
    assert.deepEqual(await post('{"a":'.repeat(200)), [400, 'json_too_deep']);
  });

  it('refuse a JSON body that is too large', async () => {
    assert.deepEqual(await post(JSON.stringify('x'.repeat(maxJsonBytes))), [413, null]);
  });

  it('refuse headers that are too large', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.server.info.port, '127.0.0.1', () => {
        socket.write(`GET /v1/files HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
      });
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 431 /);
    assert.match(answer, /"message":"The headers of the request are too large\."/);
  });
});

describe('parseJsonBody', () => {
  it('counts what stands in each other, not what stands side by side or in strings', () => {
    const body = JSON.stringify({ a: Array.from({ length: 500 }, () => ({ b: [] })), c: '[{"\\"'.repeat(200) });
    assert.deepEqual(parseJsonBody(body), JSON.parse(body));
    const deep = '['.repeat(100) + ']'.repeat(100);
    assert.deepEqual(parseJsonBody(deep), JSON.parse(deep));
  });
});

describe('A request that no route takes', () => {
  const known = ['POST /v1/embeddings', 'POST /v1/responses', 'GET /v1/assistants/asst_1', 'POST /v1/images/edits'];
  const more = ['POST /v1/audio/speech', 'GET /v1/vector_stores', 'POST /v1/moderations', 'GET /v1/chat/completions'];
  for (const request of [...known, ...more, 'GET /v1/fine_tuning/checkpoints/ft:a/permissions']) {
    it(`is 501 where the API has it: ${request}`, () => {
      const [method = '', path = ''] = request.split(' ');
      const { status, message, details } = unknownRequest(method, path);
      assert.deepEqual([status, details.code], [501, 'not_offered']);
      assert.match(message, /^This server does not offer [\w -]+\. It offers /);
    });
  }
  for (const path of ['/v1/embeddingsx', '/embeddings', '/', '/v1', '/v1/nothing']) {
    it(`is 404 where nobody has it: ${path}`, () => assert.equal(unknownRequest('GET', path).status, 404));
  }
});

describe('A failure of the disk', () => {
  const cases: readonly (readonly [object, number, RegExp])[] = [
    [{ code: 'ENOSPC' }, 507, /no space left on the disk/],
    [{ code: 'EDQUOT' }, 507, /quota/],
    [{ code: 'EROFS' }, 500, /read-only disk/],
    [{ code: 'EACCES' }, 500, /not allowed to write/],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 507, /no space left on the disk for the server’s database/],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 8 + 4 * 256 }, 500, /read-only/],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 10 + 3 * 256 }, 500, /its disk fails/],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 1 }, 500, /Its log says more/],
  ];
  for (const [thrown, status, message] of cases) {
    it(`is told in a sentence and logged: ${JSON.stringify(thrown)}`, () => {
      const { error, isUnexpected } = toApiError(Object.assign(new Error('secret'), thrown));
      assert.deepEqual([error.status, isUnexpected], [status, true]);
      assert.match(error.message, message);
    });
  }
});
