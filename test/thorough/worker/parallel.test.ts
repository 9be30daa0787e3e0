import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkPath } from '../../../src/worker/checkPath.ts';
import { checkInParallel } from '../../../src/worker/parallel.ts';
import type { PathOptions } from '../../../src/worker/protocol.ts';
import { Counters } from '../../../src/worker/ranks.ts';
import { DatasetWorker } from '../../../src/worker/start.ts';
import { WorkerFixture } from '../../support/worker.ts';

const corpus = join(import.meta.dirname, '../../fixtures/corpus');
const options: PathOptions = { target: 'openai', role: 'training', tokens: true };

describe('Checking in parallel', () => {
  let fixture: WorkerFixture;
  let workers: readonly DatasetWorker[];
  let counters: Counters;
  before(async () => {
    fixture = new WorkerFixture();
    await fixture.writeRanks();
    counters = new Counters(fixture.folder);
    workers = [fixture.start(), fixture.start(), fixture.start()];
  });
  after(() => fixture.dispose());

  async function assertSame(path: string, how: PathOptions): Promise<void> {
    const whole = await checkPath(path, how, { counters });
    assert.deepEqual(await checkInParallel(path, how, workers, { counters, smallestPart: 1 }), whole, path);
  }

  it('finds what one thread finds, in every file of the corpus', async () => {
    for (const folder of ['valid', 'invalid']) {
      for (const name of readdirSync(join(corpus, folder))) await assertSame(join(corpus, folder, name), options);
    }
  });

  it('finds equal rows in different parts, and in the training file', async () => {
    const trainingFile = join(corpus, 'valid/overlap-train.jsonl');
    const path = join(corpus, 'invalid/overlap-validation.jsonl');
    await assertSame(path, { ...options, role: 'validation', trainingFile });
    const rows = Array.from({ length: 300 }, (_, at) => example(`question ${at % 200}`));
    await assertSame(fixture.write('equal.jsonl', rows.join('\n')), options);
  });

  it('finds what depends on the whole file: its format, usual system messages, too few examples', async () => {
    const rows = Array.from({ length: 400 }, (_, at) => example(`question ${at}`, at % 10 > 0));
    await assertSame(fixture.write('system.jsonl', `${rows.join('\r\n')}\r\n`), options);
    const mixed = [...rows.slice(0, 150), ...Array.from({ length: 200 }, () => '{"prompt":"a","completion":"b"}')];
    await assertSame(fixture.write('mixed.jsonl', mixed.join('\n')), { ...options, maxProblems: 20 });
  });

  it('leaves a value that spans parts to one thread', async () => {
    const spanning = JSON.stringify(JSON.parse(example('long')), undefined, 1).replaceAll('\n', '\n\n\n\n');
    const rows = Array.from({ length: 12 }, (_, at) => example(`question ${at}`));
    await assertSame(fixture.write('spanning.jsonl', [...rows, spanning, ...rows].join('\n')), options);
  });

  it('starts no thread where it does not pay: for 9 MB, only where their tokens are counted', async () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => example(`question ${at}`));
    const path = fixture.write('small.jsonl', rows.join('\n'));
    const broken = new DatasetWorker({ program: join(fixture.folder, 'nowhere.js'), ranks: fixture.folder });
    const check = (tokens: boolean) => checkInParallel(path, { ...options, tokens }, [broken], { counters });
    assert.equal((await check(false)).examples, rows.length);
    await assert.rejects(check(true), { code: 'worker.ended' });
  });

  it('tells progress up to the size of the file, however it is split', async () => {
    const path = fixture.write('progress.jsonl', `${example('a')}\n`.repeat(1000));
    let bytes = 0;
    await checkInParallel(path, options, workers, { counters, smallestPart: 1, onRead: (read) => (bytes += read) });
    assert.equal(bytes, `${example('a')}\n`.length * 1000);
  });
});

function example(question: string, hasSystem = false): string {
  const system = hasSystem ? [{ role: 'system', content: 'Be brief.' }] : [];
  const messages = [...system, { role: 'user', content: question }, { role: 'assistant', content: 'yes' }];
  return JSON.stringify({ messages });
}
