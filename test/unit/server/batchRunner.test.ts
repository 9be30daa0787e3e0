import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { systemClock } from '../../../src/common/time.ts';
import { BatchActions } from '../../../src/server/batches/batchActions.ts';
import { BatchRunner } from '../../../src/server/batches/batchRunner.ts';
import { BatchStore } from '../../../src/server/batches/batchStore.ts';
import { openDatabase, type Database } from '../../../src/server/database.ts';
import { FileStore } from '../../../src/server/files.ts';
import { secureRandomText as random } from '../../../src/server/ids.ts';

describe('A batch whose answers cannot be written', () => {
  const clock = systemClock;
  const endpoint = '/v1/chat/completions';
  let folder: string;
  let database: Database;
  let batches: BatchStore;
  let files: FileStore;
  let errors: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-batch-'));
    database = openDatabase(join(folder, 'd.sqlite'));
    batches = new BatchStore(database);
    files = new FileStore(folder, database, clock, random);
    errors = [];
  });
  afterEach(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });

  function newRunner(): BatchRunner {
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (what: string) => void errors.push(what),
    };
    const answer = () => Promise.resolve({ status: 200, body: {} });
    return new BatchRunner({ database, batches, files, answer, log, clock, random });
  }

  /** Runs a batch of three lines, the last of which finds the disk full; gives its id. */
  async function stopAtThird(runner: BatchRunner): Promise<string> {
    const lines = ['1', '2', '3'].map((custom_id) => ({ custom_id, method: 'POST', url: endpoint, body: {} }));
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const input = files.add(await files.receive(Readable.from([text])), 'r.jsonl', 'batch');
    database.run(`CREATE TRIGGER full BEFORE INSERT ON batch_results WHEN new.line = 3
      BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    const actions = new BatchActions({ batches, runner, files, clock, random });
    const { id } = actions.create({ inputFile: input.id, endpoint, completionWindow: '24h' });
    while (errors.length === 0) await new Promise(setImmediate);
    assert.deepEqual([batches.require(id).status, batches.require(id).completed], ['in_progress', 2]);
    return id;
  }

  async function answered(id: string): Promise<string[]> {
    const { output_file } = batches.require(id);
    const text = await readFile(files.contentPath(output_file ?? ''), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { custom_id: string }).custom_id);
  }

  const over = async (id: string, status: string): Promise<void> => {
    while (batches.require(id).status !== status) await new Promise(setImmediate);
  };

  it('keeps those it has, and the next server goes on', async () => {
    const first = newRunner();
    const id = await stopAtThird(first);
    await first.stop();
    database.run('DROP TRIGGER full');
    const next = newRunner();
    next.start();
    await over(id, 'completed');
    await next.stop();
    assert.deepEqual(await answered(id), ['1', '2', '3']);
  });

  it('can be cancelled, and gives those it has', async () => {
    const runner = newRunner();
    const id = await stopAtThird(runner);
    new BatchActions({ batches, runner, files, clock, random }).cancel(id);
    await over(id, 'cancelled');
    await runner.stop();
    assert.deepEqual(await answered(id), ['1', '2']);
  });
});
