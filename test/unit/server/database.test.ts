import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase, type Database } from '../../../src/server/database.ts';
import { migrations } from '../../../src/server/migrations.ts';

describe('The database', () => {
  const insertFile = `INSERT INTO files (id, bytes, created_at, filename, purpose) VALUES (?, 1, 1, 'a', 'b')`;
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-server-'));
    path = join(folder, 'd.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const pragma = (database: Database, name: string): unknown =>
    Object.values(database.get<Record<string, unknown>>(`PRAGMA ${name}`) ?? {})[0];

  it('keeps all of a transaction or nothing', () => {
    const database = openDatabase(path);
    const broken = (): void =>
      database.transaction(() => {
        database.run(insertFile, 'file-1');
        database.transaction(() => database.run(insertFile, 'file-2'));
        throw new Error('broken');
      });
    assert.throws(broken, /broken/);
    assert.equal(database.get('SELECT * FROM files'), undefined);
    database.close();
  });

  it('has its tables and rows when it is opened again, and minds foreign keys', () => {
    const first = openDatabase(path);
    first.run(insertFile, 'file-1');
    first.close();
    const second = openDatabase(path);
    assert.equal(second.all('SELECT * FROM files').length, 1);
    assert.deepEqual(
      ['user_version', 'journal_mode', 'synchronous', 'foreign_keys'].map((name) => pragma(second, name)),
      [migrations.length, 'wal', 2, 1],
    );
    assert.throws(() =>
      second.run(`INSERT INTO models (id, created_at, job_id, folder) VALUES ('m', 1, 'ftjob-none', 'f')`),
    );
    second.close();
  });

  it('of the first version is brought to the newest with all that is in it', () => {
    const old = new DatabaseSync(path);
    old.exec(`${migrations[0]}; PRAGMA user_version = 1`);
    old.prepare(insertFile).run('file-1');
    const columns = 'id, created_at, status, model, model_name, training_file, seed, method, hyperparameters';
    old.exec(
      `INSERT INTO jobs (${columns}) VALUES ('ftjob-1', 1, 'paused', 'm', 'n', 'file-1', 1, 'supervised', '{}')`,
    );
    old.exec(
      `INSERT INTO events (id, job_id, created_at, level, type, message) VALUES ('e', 'ftjob-1', 1, 'i', 'm', 't')`,
    );
    old.close();
    const database = openDatabase(path);
    assert.equal(pragma(database, 'user_version'), migrations.length);
    const file = { seq: 1, id: 'file-1', bytes: 1, created_at: 1, filename: 'a', purpose: 'b', expires_at: null };
    assert.deepEqual({ ...database.get<object>('SELECT * FROM files') }, file);
    assert.deepEqual({ ...database.get<object>('SELECT id, status FROM jobs') }, { id: 'ftjob-1', status: 'paused' });
    assert.deepEqual({ ...database.get<object>('SELECT id, job_id FROM events') }, { id: 'e', job_id: 'ftjob-1' });
    assert.deepEqual({ ...database.get<object>('SELECT id FROM files_in_use') }, { id: 'file-1' });
    assert.deepEqual([pragma(database, 'integrity_check'), pragma(database, 'foreign_key_check')], ['ok', undefined]);
    database.close();
  });

  it('of a newer program is refused and not touched', async () => {
    const newer = openDatabase(path);
    newer.run('PRAGMA user_version = 999');
    newer.close();
    const before = await readFile(path);
    for (const journal of ['wal', 'rollback'] as const) {
      assert.throws(() => openDatabase(path, journal), { name: 'UserError', code: 'server.newerData' });
    }
    assert.deepEqual(await readFile(path), before);
  });

  it('that is none is refused in a sentence and not touched', async () => {
    await writeFile(path, 'no database at all'.repeat(100));
    assert.throws(() => openDatabase(path), { name: 'UserError', code: 'server.brokenDatabase' });
    assert.equal((await readFile(path, 'utf8')).slice(0, 18), 'no database at all');
  });

  it('says that the disk is full, and works on when it is not any more', () => {
    const database = openDatabase(path);
    database.run(insertFile, 'file-1');
    const pages = pragma(database, 'page_count');
    database.run(`PRAGMA max_page_count = ${String(pages)}`);
    const fill = (): void =>
      database.transaction(() => {
        for (let index = 0; index < 300; index++) database.run(insertFile, `file-${'x'.repeat(1000)}${index}`);
      });
    assert.throws(fill, { errcode: 13 });
    assert.equal(database.all('SELECT * FROM files').length, 1);
    database.run('PRAGMA max_page_count = 100000');
    fill();
    assert.equal(database.all('SELECT * FROM files').length, 301);
    database.close();
  });

  describe('on a network file system', () => {
    it('has a rollback journal, and is held by one process alone', () => {
      const database = openDatabase(path, 'rollback');
      database.run(insertFile, 'file-1');
      assert.deepEqual(
        ['journal_mode', 'locking_mode', 'synchronous'].map((name) => pragma(database, name)),
        ['delete', 'exclusive', 2],
      );
      assert.throws(() => openDatabase(path, 'rollback'), /locked/);
      database.close();
    });

    it('keeps what was written with a write-ahead log, and the other way round', () => {
      for (const [index, journal] of (['wal', 'rollback', 'wal'] as const).entries()) {
        const database = openDatabase(path, journal);
        assert.equal(database.all('SELECT * FROM files').length, index);
        assert.equal(pragma(database, 'journal_mode'), journal === 'wal' ? 'wal' : 'delete');
        database.run(insertFile, `file-${index}`);
        database.close();
      }
    });
  });
});
