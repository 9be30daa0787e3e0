import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { askUntil } from '../../support/askUntil.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { exampleLines, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';

describe('Files', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  beforeEach(async () => {
    server = await fixture.start({}, { maxUploadBytes: 100_000 });
  });
  afterEach(() => fixture.dispose());

  const form = (parts: Readonly<Record<string, string | File>>): FormData => {
    const form = new FormData();
    for (const [name, value] of Object.entries(parts)) form.set(name, value);
    return form;
  };
  const jsonl = new File([exampleLines(2)], 'train.jsonl');
  const expiring = (seconds: string): Record<string, string | File> => ({
    file: jsonl,
    purpose: 'fine-tune',
    'expires_after[anchor]': 'created_at',
    'expires_after[seconds]': seconds,
  });

  it('come back as they were sent, whatever their name', async () => {
    const text = 'ä\r\n\u0000\n'.repeat(1000);
    const id = await server.upload(text, '../../../etc/passwd.jsonl');
    const { created_at, ...file } = await server.get(`/files/${id}`);
    const bytes = Buffer.byteLength(text);
    const filename = 'passwd.jsonl';
    assert.deepEqual(file, { object: 'file', id, bytes, filename, purpose: 'fine-tune', status: 'processed' });
    assert.ok(Math.abs(created_at - Date.now() / 1000) < 5);
    assert.equal(await server.get(`/files/${id}/content`), text);
    assert.deepEqual(await readdir(join(server.folder, 'files')), [id]);
  });

  it('are listed newest first, page by page, and by purpose', async () => {
    const ids = [await server.upload(), await server.upload('x', 'a.txt', 'user_data'), await server.upload()];
    const list = async (query: string): Promise<readonly [string[], boolean]> => {
      const { data, has_more } = await server.get(`/files?${query}`);
      return [data.map((file: { id: string }) => file.id), has_more];
    };
    assert.deepEqual(await list(''), [[ids[2], ids[1], ids[0]], false]);
    assert.deepEqual(await list('limit=2'), [[ids[2], ids[1]], true]);
    assert.deepEqual(await list(`limit=2&after=${ids[1]}`), [[ids[0]], false]);
    assert.deepEqual(await list('order=asc&limit=1'), [[ids[0]], true]);
    for (const limit of [0, 10_001]) {
      const { status, body } = await server.ask('GET', `/files?limit=${limit}`);
      assert.deepEqual([status, body.error.param], [400, 'limit']);
    }
    assert.deepEqual(await list('purpose=fine-tune'), [[ids[2], ids[0]], false]);
    const { first_id, last_id } = await server.get('/files?purpose=batch');
    assert.deepEqual([first_id, last_id], ['', '']);
  });

  it('are gone when their time is over, at once for clients and soon from the disk', async () => {
    const clock = new FakeClock();
    server = await fixture.start({}, { clock });
    const { id, expires_at } = await server.post('/files', form(expiring('3600')));
    const kept = await server.upload();
    assert.equal(expires_at, 3600);
    clock.advance(3_599_999);
    assert.equal((await server.get('/files')).data.length, 2);
    clock.advance(1);
    assert.deepEqual(
      (await server.get('/files')).data.map((file: { id: string }) => file.id),
      [kept],
    );
    assert.equal((await server.ask('GET', `/files/${id}/content`)).status, 404);
    clock.advance(600_000);
    await askUntil(
      () => readdir(join(server.folder, 'files')),
      (names) => names.length <= 1,
      8,
    );
  });

  it('stay after their time while a job needs them, and are gone with the next server', async () => {
    const clock = new FakeClock();
    server = await fixture.start({ steps: 2, holdAfter: 1 }, { clock });
    const { id } = await server.post(
      '/files',
      form({ ...expiring('3600'), file: new File([exampleLines(12)], 'a.jsonl') }),
    );
    const job = await server.createJob({ training_file: id });
    clock.advance(3_600_000);
    assert.equal((await server.get(`/files/${id}`)).id, id);
    await server.post(`/fine_tuning/jobs/${job}/cancel`);
    assert.equal((await server.ask('GET', `/files/${id}`)).status, 404);
    await fixture.stop(server);
    await fixture.start({}, { clock }, server.folder);
    assert.deepEqual(await readdir(join(server.folder, 'files')), []);
  });

  it('for batches are kept 30 days', async () => {
    const file = await server.get(`/files/${await server.upload('{}', 'a.jsonl', 'batch')}`);
    assert.equal(file.expires_at, file.created_at + 30 * 24 * 3600);
  });

  it('say that they are JSON where they are, and bytes where not', async () => {
    const typeOf = async (name: string): Promise<readonly [string | null, string | null]> => {
      const id = await server.upload('"text"', name, 'user_data');
      const { headers } = await server.ask('GET', `/files/${id}/content`);
      return [headers.get('content-type'), headers.get('x-content-type-options')];
    };
    assert.deepEqual(await typeOf('a.json'), ['application/json', 'nosniff']);
    for (const name of ['a.jsonl', 'a.html', 'json']) {
      assert.deepEqual(await typeOf(name), ['application/octet-stream', 'nosniff']);
    }
  });

  it('are sent from a byte on where that is asked for, and else whole', async () => {
    const server = await fixture.start();
    const id = await server.upload('0123456789');
    const cases: readonly (readonly [range: string, status: number, content: string, range: string | null])[] = [
      ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
      ['bytes=9-', 206, '9', 'bytes 9-9/10'],
      ['bytes=0-', 200, '0123456789', null],
      ['bytes=10-', 200, '0123456789', null],
      ['bytes=2-4', 200, '0123456789', null],
      ['bytes=-3', 200, '0123456789', null],
      ['lines=2-', 200, '0123456789', null],
    ];
    for (const [range, status, content, sent] of cases) {
      const answer = await server.ask('GET', `/files/${id}/content`, undefined, { range });
      const { headers, body } = answer;
      assert.deepEqual([answer.status, body, headers.get('content-range')], [status, content, sent], range);
      assert.equal(headers.get('content-length'), String(content.length));
    }
  });

  it('are deleted with their content', async () => {
    const id = await server.upload();
    assert.deepEqual((await server.ask('DELETE', `/files/${id}`)).body, { id, object: 'file', deleted: true });
    for (const path of [`/files/${id}`, `/files/${id}/content`]) {
      const { status, body } = await server.ask('GET', path);
      assert.deepEqual([status, body.error.message], [404, `No such File object: ${id}`]);
    }
    assert.deepEqual(await readdir(join(server.folder, 'files')), []);
  });

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
    ['larger than the limit', { purpose: 'fine-tune', file: new File(['x'.repeat(5_000_000)], 'a.jsonl') }, 413, null],
  ];
  for (const [name, parts, status, param] of refused) {
    it(`are refused ${name}, and leave nothing behind`, async () => {
      const answer = await server.ask('POST', '/files', form(parts));
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

  it('leave nothing behind when the client goes away in the middle', async () => {
    const upload = request(`${server.url}/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testKey}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': 5000,
      },
    });
    upload.on('error', () => undefined);
    upload.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\nhalf a file');
    const names = (): Promise<string[]> => readdir(join(server.folder, 'files'));
    await askUntil(names, (found) => found.length > 0, 8);
    upload.destroy();
    await askUntil(names, (found) => found.length === 0, 8);
    assert.deepEqual((await server.get('/files')).data, []);
  });

  it('that a killed server left unfinished are gone with the next one', async () => {
    const id = await server.upload();
    await fixture.stop(server);
    for (const name of ['file-unknown', 'file-half.part']) await writeFile(join(server.folder, 'files', name), 'x');
    const next = await fixture.start({}, {}, server.folder);
    assert.deepEqual(await readdir(join(server.folder, 'files')), [id]);
    assert.equal((await next.get('/files')).data.length, 1);
  });
});
