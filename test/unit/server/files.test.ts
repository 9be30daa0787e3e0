import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
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
    assert.deepEqual(await list('purpose=fine-tune'), [[ids[2], ids[0]], false]);
    const { first_id, last_id } = await server.get('/files?purpose=batch');
    assert.deepEqual([first_id, last_id], ['', '']);
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
    ['of an unknown purpose', { file: jsonl, purpose: 'fun' }, 400, 'purpose'],
    ['not named .jsonl', { purpose: 'fine-tune', file: new File(['{}'], 'train.json') }, 400, 'file'],
    ['under another field', { purpose: 'fine-tune', content: jsonl }, 400, 'content'],
    ['larger than the limit', { purpose: 'fine-tune', file: new File(['x'.repeat(100_001)], 'a.jsonl') }, 413, null],
  ];
  for (const [name, parts, status, param] of refused) {
    it(`are refused ${name}, and leave nothing behind`, async () => {
      const answer = await server.ask('POST', '/files', form(parts));
      assert.deepEqual([answer.status, answer.body.error.param], [status, param], JSON.stringify(answer.body));
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
    while ((await names()).length === 0) await server.get('/files');
    upload.destroy();
    while ((await names()).length > 0) await server.get('/files');
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
