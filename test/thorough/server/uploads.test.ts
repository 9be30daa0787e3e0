import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askUntil } from '../../support/askUntil.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { exampleLines, ServerFixture, type Answer, type Json, type TestServer } from '../../support/serverHarness.ts';

const text = exampleLines(12);
const announcement = { filename: 'train.jsonl', purpose: 'fine-tune', bytes: text.length, mime_type: 'text/jsonl' };

describe('Uploads', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  beforeEach(async () => {
    server = await fixture.start();
  });
  afterEach(() => fixture.dispose());

  const create = (fields: Json = {}): Promise<Json> => server.post('/uploads', { ...announcement, ...fields });
  const sendPart = (id: string, content: string): Promise<Answer> => {
    const form = new FormData();
    form.set('data', new File([content], 'blob'));
    return server.ask('POST', `/uploads/${id}/parts`, form);
  };
  const addPart = async (id: string, content: string): Promise<string> => {
    const { status, body } = await sendPart(id, content);
    assert.equal(status, 200, JSON.stringify(body));
    return body.id as string;
  };
  const complete = (id: string, body: Json): Promise<Answer> => server.ask('POST', `/uploads/${id}/complete`, body);
  const onDisk = (folder: 'files' | 'parts'): Promise<string[]> => readdir(join(server.folder, folder));
  const halves = [text.slice(0, 100), text.slice(100)] as const;

  it('make a file of parts that came in any order', async () => {
    const { id, created_at, ...upload } = await create();
    const { filename, purpose, bytes } = announcement;
    const rest = { object: 'upload', expires_at: created_at + 3600, status: 'pending', filename, purpose, bytes };
    assert.deepEqual(upload, rest);
    const [second, first] = await Promise.all([addPart(id, halves[1]), addPart(id, halves[0])]);
    const md5 = createHash('md5').update(text).digest('hex').toUpperCase();
    const { status, body } = await complete(id, { part_ids: [first, second], md5 });
    assert.deepEqual([status, body.status], [200, 'completed'], JSON.stringify(body));
    assert.deepEqual(body.file, await server.get(`/files/${body.file.id}`));
    assert.equal(await server.get(`/files/${body.file.id}/content`), text);
    assert.deepEqual([await onDisk('parts'), await onDisk('files')], [[], [body.file.id]]);
    // Asked again because the answer was lost.
    assert.deepEqual((await complete(id, { part_ids: [first, second] })).body, body);
  });

  it('leave parts out that are not named, and give the file its time', async () => {
    const { id } = await create({ expires_after: { anchor: 'created_at', seconds: 3600 } });
    await addPart(id, 'unused');
    const { body } = await complete(id, { part_ids: [await addPart(id, text)] });
    assert.equal(body.file.expires_at, body.file.created_at + 3600);
    assert.deepEqual(await onDisk('parts'), []);
  });

  it('become no file when something is wrong, and can be completed still', async () => {
    const { id } = await create();
    const parts = [await addPart(id, halves[0]), await addPart(id, halves[1])];
    const wrong: readonly (readonly [Json, string, string])[] = [
      [{ part_ids: [parts[0]] }, 'part_ids', 'bytes_mismatch'],
      [{ part_ids: [parts[0], parts[0]] }, 'part_ids', 'invalid_value'],
      [{ part_ids: [...parts, 'part_none'] }, 'part_ids', 'invalid_value'],
      [{ part_ids: [3] }, 'part_ids[0]', 'invalid_type'],
      [{}, 'part_ids', 'missing_required_parameter'],
      [{ part_ids: parts, md5: 'a'.repeat(32) }, 'md5', 'md5_mismatch'],
    ];
    for (const [request, param, code] of wrong) {
      const { status, body } = await complete(id, request);
      assert.deepEqual([status, body.error.param, body.error.code], [400, param, code]);
    }
    assert.deepEqual(await onDisk('files'), []);
    assert.equal((await complete(id, { part_ids: parts })).status, 200);
  });

  it('take no parts any more when they are cancelled or completed', async () => {
    const cancelled = await create();
    await addPart(cancelled.id, text);
    for (let time = 0; time < 2; time++) {
      assert.equal((await server.post(`/uploads/${cancelled.id}/cancel`)).status, 'cancelled');
    }
    assert.deepEqual(await onDisk('parts'), []);
    const completed = await create();
    await complete(completed.id, { part_ids: [await addPart(completed.id, text)] });
    for (const { id } of [cancelled, completed]) {
      assert.deepEqual([(await sendPart(id, 'x')).status, (await sendPart('upload_none', 'x')).status], [409, 404]);
    }
    assert.equal((await server.ask('POST', `/uploads/${completed.id}/cancel`)).status, 409);
    assert.equal((await complete(cancelled.id, { part_ids: [] })).status, 409);
    assert.deepEqual(await onDisk('parts'), []);
  });

  it('expire an hour after they were created, with their parts', async () => {
    const clock = new FakeClock();
    server = await fixture.start({}, { clock });
    const { id } = await create();
    const part = await addPart(id, text);
    clock.advance(3_599_000);
    await addPart(id, 'x');
    clock.advance(1000);
    const late = await complete(id, { part_ids: [part] });
    assert.deepEqual([late.status, late.body.error.message], [409, `Upload ${id} is expired.`]);
    clock.advance(600_000);
    await askUntil(
      () => onDisk('parts'),
      (names) => names.length === 0,
      50,
    );
  });

  it('keep their parts when the server ends, and lose what was half sent', async () => {
    const { id } = await create();
    const part = await addPart(id, text);
    await fixture.stop(server);
    server = await fixture.start({}, {}, server.folder);
    assert.equal((await complete(id, { part_ids: [part] })).body.status, 'completed');
  });

  it('are limited in number', async () => {
    const ids = await Promise.all(Array.from({ length: 100 }, async () => (await create()).id as string));
    const refused = await server.ask('POST', '/uploads', announcement);
    assert.deepEqual([refused.status, refused.body.error.code], [429, 'too_many_uploads']);
    assert.equal(refused.headers.get('x-should-retry'), 'false');
    await server.post(`/uploads/${ids[0]}/cancel`);
    await create();
  });
});
