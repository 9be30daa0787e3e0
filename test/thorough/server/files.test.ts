import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { askUntil } from '../../support/askUntil.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import {
  exampleLines,
  expiring,
  formOf,
  ServerFixture,
  testKey,
  type TestServer,
} from '../../support/serverHarness.ts';

describe('Files', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  beforeEach(async () => {
    server = await fixture.start();
  });
  afterEach(() => fixture.dispose());

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
    const { id, expires_at } = await server.post('/files', formOf(expiring('3600')));
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
      50,
    );
  });

  it('stay after their time while a job needs them, and are gone with the next server', async () => {
    const clock = new FakeClock();
    server = await fixture.start({ steps: 2, holdAfter: 1 }, { clock });
    const { id } = await server.post(
      '/files',
      formOf({ ...expiring('3600'), file: new File([exampleLines(12)], 'a.jsonl') }),
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
    await askUntil(names, (found) => found.length > 0, 50);
    upload.destroy();
    await askUntil(names, (found) => found.length === 0, 50);
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
