import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('The door of the server', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  let port: number;
  before(async () => {
    server = await fixture.start();
    port = server.server.info.port;
  });
  after(() => fixture.dispose());

  /** With any Host header, which fetch does not allow. */
  const ask = (
    headers: Record<string, string>,
    method = 'GET',
    path = '/v1/models',
  ): Promise<[number, string | null]> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const body = JSON.parse(text) as { error?: { code: string | null } };
          assert.match(String(response.headers['x-request-id']), /^req_/);
          assert.equal(response.headers['access-control-allow-origin'], undefined);
          resolve([response.statusCode ?? 0, body.error?.code ?? null]);
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  const authorization = `Bearer ${testKey}`;

  const cases: readonly (readonly [string, () => Record<string, string>, number, string | null])[] = [
    ['lets in who has the key', () => ({ authorization }), 200, null],
    ['knows its other names', () => ({ authorization, host: `localhost:${port}` }), 200, null],
    ['knows its IPv6 name', () => ({ authorization, host: `[::1]:${port}` }), 200, null],
    ['wants a key', () => ({}), 401, 'missing_api_key'],
    ['wants the right key', () => ({ authorization: `${authorization}x` }), 401, 'invalid_api_key'],
    ['wants a bearer key', () => ({ authorization: `Basic ${testKey}` }), 401, 'missing_api_key'],
    [
      'refuses a page that got a name for this address',
      () => ({ authorization, host: `evil.example:${port}` }),
      403,
      'host_not_allowed',
    ],
    [
      'refuses another port in the Host header',
      () => ({ authorization, host: '127.0.0.1:1' }),
      403,
      'host_not_allowed',
    ],
    [
      'refuses a page of this machine too',
      () => ({ authorization, origin: 'http://localhost:3000' }),
      403,
      'origin_not_allowed',
    ],
    ['refuses a page without an origin', () => ({ authorization, origin: 'null' }), 403, 'origin_not_allowed'],
  ];
  for (const [name, headers, status, code] of cases) {
    it(name, async () => assert.deepEqual(await ask(headers()), [status, code]));
  }

  it('gives a preflight request nothing', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    assert.deepEqual(await ask(headers, 'OPTIONS'), [403, 'origin_not_allowed']);
  });

  it('refuses a form posted by a page', async () => {
    const headers = { origin: 'http://evil.example', 'content-type': 'text/plain' };
    assert.deepEqual(await ask(headers, 'POST', '/server/stop'), [403, 'origin_not_allowed']);
  });

  it('takes no form for JSON, which a page could send without asking first', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b']) {
      const body = '{"model":"baseline-1"}';
      const headers = { authorization, 'content-type': type };
      const answer = await fetch(`http://127.0.0.1:${port}/v1/fine_tuning/jobs`, { method: 'POST', headers, body });
      assert.ok([400, 415].includes(answer.status), `${type} ${answer.status}`);
    }
    assert.deepEqual((await server.get('/fine_tuning/jobs')).data, []);
  });

  it('asks for the key before it says what exists', async () => {
    assert.deepEqual(await ask({}, 'GET', '/nothing'), [401, 'missing_api_key']);
    assert.deepEqual(await ask({}, 'GET', '/server'), [401, 'missing_api_key']);
    assert.deepEqual(await ask({}, 'POST', '/server/stop'), [401, 'missing_api_key']);
  });

  it('answers what is no HTTP in the envelope of errors', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error.type, 'invalid_request_error');
  });
});
