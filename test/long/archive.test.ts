import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIndex } from '../../src/jobs/archive/archiveIndex.ts';
import { hashesIn, startArchive, type ArchiveProcess, type Ended } from '../support/archiveRuns.ts';
import { CountingProxy } from '../support/countingProxy.ts';
import { exampleLines, fakeEngine, ServerFixture, testKey, type TestServer } from '../support/serverHarness.ts';
import { seeded } from '../support/unreliable.ts';

const jobs = Number(process.env['JOBS'] ?? 200);
const kills = Number(process.env['KILLS'] ?? 10);
/** Files that no job uses, and the bytes of each: 3 GB with those of the jobs. */
const [largeFiles, largeBytes] = [6, 500_000_000];
/** MiB that a run may use at most. */
const memoryLimit = 250;

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe(`A server with ${jobs} jobs of all outcomes and 3 GB of files`, () => {
  const fixture = new ServerFixture();
  let folder = '';
  let proxy: CountingProxy | undefined;
  afterEach(async () => {
    await proxy?.stop();
    await fixture.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it(`is archived whole though its archive is killed ${kills} times, and nothing is fetched twice`, async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-long-'));
    const seed = Date.now() % 2147483647;
    console.log(`    seed ${seed}`);
    const random = seeded(seed);
    const { server, files, bytes } = await filledServer();
    console.log(`    ${files.size} files, ${(bytes / 1e9).toFixed(2)} GB`);
    proxy = await CountingProxy.start(server.url);
    const { asked, contents } = { asked: () => proxy?.asked ?? [], contents: () => proxy?.contents ?? [] };
    const out = join(folder, 'archive');
    const args = ['--base-url', proxy.url, '--out', out];
    let come: ReadonlyMap<string, string> = new Map();
    const runOn = async (run: ArchiveProcess): Promise<Ended> => {
      const before = contents().length;
      const ended = await run.ended;
      const known = new Set(come.values());
      const again = contents()
        .slice(before)
        .filter((id) => known.has(files.get(id) ?? ''));
      assert.deepEqual(again, []);
      return ended;
    };
    let killed = 0;
    // Each as far, by what is asked for, that the last one comes before all is there.
    const perKill = Math.floor((jobs * 3) / kills);
    const start = performance.now();
    for (let kill = 0; kill < kills; kill++) {
      const run = startArchive(args, testKey);
      const last = asked().length + 1 + Math.floor(random() * perKill);
      proxy.onRequest = (count) => {
        if (count >= last) run.child.kill('SIGKILL');
      };
      if ((await runOn(run)).signal === 'SIGKILL') killed++;
      come = await hashesIn(out).catch(() => come);
    }
    proxy.onRequest = () => undefined;
    const { code, err } = await runOn(startArchive(args, testKey));
    assert.equal(code, 0, err);
    const seconds = (performance.now() - start) / 1000;
    const overhead = (proxy.contentBytes / bytes - 1) * 100;
    console.log(`    ${killed} kills, ${asked().length} requests, ${contents().length} of contents`);
    console.log(`    ${seconds.toFixed(0)} s with the kills, ${overhead.toFixed(1)} % of the bytes sent again`);
    assert.ok(proxy.mostAtOnce <= 4, `${proxy.mostAtOnce} requests at once`);

    const index = readIndex(await readFile(join(out, 'index.json'), 'utf8'));
    assert.ok(index);
    assert.deepEqual([index.isFinished, index.missing, index.jobs.length], [true, [], jobs]);
    const hashes = new Set((await hashesIn(out)).values());
    assert.deepEqual(
      [...files].filter(([, hash]) => !hashes.has(hash)),
      [],
    );
    const check = await startArchive(['--verify', out]).ended;
    assert.equal(check.code, 0, check.out + check.err);
  });

  it(`is fetched in less than ${memoryLimit} MiB, though a file has 500 MB`, async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-long-'));
    const server = await fixture.start();
    await server.upload(largeText(0));
    // The system's own figure begins with the memory of the process that started this one.
    const measure = `let most = 0;
      setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20).unref();
      process.on('exit', () => console.error('rss ' + most));`;
    const options = { ...process.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(measure)}` };
    const run = startArchive(['--base-url', server.url, '--out', join(folder, 'archive')], testKey, options);
    const { code, err } = await run.ended;
    assert.equal(code, 0, err);
    const memory = Number(/rss (\d+)/.exec(err)?.[1]) / 2 ** 20;
    console.log(`    ${memory.toFixed(0)} MiB`);
    assert.ok(memory < memoryLimit, `${memory} MiB`);
  });

  /** Rows of one large file; each file has its own. */
  function largeText(number: number): string {
    const row = `${JSON.stringify({ messages: [{ role: 'user', content: `${number} ${'x'.repeat(9900)}` }] })}\n`;
    return row.repeat(Math.floor(largeBytes / row.length));
  }

  async function filledServer(): Promise<{
    readonly server: TestServer;
    readonly files: ReadonlyMap<string, string>;
    readonly bytes: number;
  }> {
    const engines = [
      fakeEngine({ steps: 4 }, 'good', 'good-1'),
      fakeEngine({ failAfter: 1 }, 'bad', 'bad-1'),
      fakeEngine({ holdAfter: 1 }, 'held', 'held-1'),
    ];
    const server = await fixture.start({}, { engines, concurrency: 4 });
    const files = new Map<string, string>();
    let bytes = 0;
    const upload = async (text: string): Promise<string> => {
      const id = await server.upload(text);
      files.set(id, sha256(text));
      bytes += Buffer.byteLength(text);
      return id;
    };
    for (let number = 0; number < largeFiles; number++) await upload(largeText(number));
    const validation_file = await upload(exampleLines(15).replaceAll('Question', 'Held out'));
    for (let number = 0; number < jobs; number++) {
      const kind = number % 5;
      const rows = exampleLines(12).replaceAll('Question', `Question of ${number}:`);
      const training_file = await upload(kind === 3 ? `${rows}broken\n` : rows);
      const model = kind === 2 ? 'bad-1' : 'good-1';
      const id = await server.createJob({ model, training_file, validation_file, suffix: `job-${number}` });
      if (kind === 4) await server.post(`/fine_tuning/jobs/${id}/cancel`).catch(() => undefined);
      else await server.until(id, kind === 2 || kind === 3 ? 'failed' : 'succeeded');
    }
    return { server, files, bytes };
  }
});
