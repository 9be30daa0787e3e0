import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/common/errors.ts';
import { checkPath } from '../../../src/worker/checkPath.ts';
import type { PathOptions } from '../../../src/worker/protocol.ts';
import { Counters } from '../../../src/worker/ranks.ts';
import { WorkerFixture } from '../../support/worker.ts';

const corpus = join(import.meta.dirname, '../../fixtures/corpus');
const options: PathOptions = { target: 'openai', role: 'training', tokens: true };
const counting = { format: 'chat', encoding: 'o200k_base' } as const;
const row = JSON.stringify({ messages: [{ role: 'user', content: 'hello' }] });
/** 3 of the message, 1 of its role, 1 of its text, 3 of the example. */
const rowTokens = 8;

describe('The worker', () => {
  let fixture: WorkerFixture;
  before(async () => {
    fixture = new WorkerFixture();
    await fixture.writeRanks();
  });
  after(() => fixture.dispose());

  it('counts the tokens of rows, 0 where there is no example', async () => {
    const rows = [row, 'no JSON', '', '[1]', row];
    const counts = [rowTokens, 0, 0, 0, rowTokens];
    assert.deepEqual(await fixture.start().countTokens({ ...counting, rows }), counts);
  });

  it('counts rows that need many messages, in their order', async () => {
    const long = JSON.stringify({ messages: [{ role: 'user', content: 'hello '.repeat(60_000) }] });
    const counts = await fixture.start().countTokens({ ...counting, rows: [long, row, long, row] });
    assert.equal(counts.length, 4);
    assert.deepEqual([counts[1], counts[3], counts[2]], [rowTokens, rowTokens, counts[0]]);
  });

  it('checks a file as it would be checked here, and tells how much it has read', async () => {
    const path = join(corpus, 'invalid/over-token-limit-default-model.jsonl');
    const heard: number[] = [];
    const check = await fixture.start().checkFile(path, options, { onProgress: (bytes) => heard.push(bytes) });
    assert.deepEqual(check, await checkPath(path, options, { counters: new Counters(fixture.folder) }));
    assert.deepEqual(
      check.problems.map(({ rule, row }) => [rule, row]),
      [['tokens/over-limit', 5]],
    );
    assert.ok((check.tokens ?? 0) > 65_536);
    assert.equal(heard.at(-1), readFileSync(path).length);
  });

  it('says that a file cannot be read with the code of the system', async () => {
    const worker = fixture.start();
    await assert.rejects(worker.checkFile(join(fixture.folder, 'none.jsonl'), options), { code: 'ENOENT' });
    await assert.rejects(worker.checkFile(fixture.folder, options), { code: 'EISDIR' });
  });

  it('ends a call when its signal says so, and goes on with others', async () => {
    const worker = fixture.start();
    const path = fixture.write('long.jsonl', `${row}\n`.repeat(100_000));
    const stop = new AbortController();
    const check = worker.checkFile(path, options, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(check, { name: 'AbortError' });
    assert.deepEqual(await worker.countTokens({ ...counting, rows: [row] }), [rowTokens]);
    await assert.rejects(worker.countTokens({ ...counting, rows: [row] }, { signal: stop.signal }), {
      name: 'AbortError',
    });
  });

  it('is started again after a crash, or after it took more memory than it may, which fails what it did', async () => {
    const ways = { crash: "throw new Error('crash')", memory: 'for (const all = []; ; ) all.push({})' };
    for (const [name, way] of Object.entries(ways)) {
      const worker = fixture.start({ program: fixture.write(`${name}.mjs`, failsOnce(name, way)), memory: 24 });
      await assert.rejects(worker.countTokens({ ...counting, rows: [row] }), isEnd);
      assert.deepEqual(await worker.countTokens({ ...counting, rows: [row] }), [7]);
    }
  });

  it('ends with its calls when it is disposed of', async () => {
    const worker = fixture.start();
    const call = worker.countTokens({ ...counting, rows: [row] });
    worker.dispose();
    await assert.rejects(call, isEnd);
    await assert.rejects(worker.countTokens({ ...counting, rows: [row] }), isEnd);
  });
});

/** A program that fails in some way at its first call, and answers [7] when it was started again. */
function failsOnce(name: string, way: string): string {
  return `
    import { existsSync, writeFileSync } from 'node:fs';
    import { parentPort, workerData } from 'node:worker_threads';
    const flag = workerData.ranks + '/${name}.flag';
    parentPort.once('message', ({ id }) => {
      if (existsSync(flag)) return parentPort.postMessage({ type: 'result', id, result: [7] });
      writeFileSync(flag, '');
      ${way};
    });
  `;
}

function isEnd(error: unknown): boolean {
  return error instanceof UserError && error.code === 'worker.ended';
}
