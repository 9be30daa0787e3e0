import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIndex, type ArchiveIndex } from '../../../src/jobs/archive/archiveIndex.ts';
import {
  archiveInTerminal,
  hashesIn,
  runArchive,
  startArchive,
  type ArchiveProcess,
  type Ended,
} from '../../support/archiveRuns.ts';
import { CountingProxy } from '../../support/countingProxy.ts';
import { exampleLines, fakeEngine, ServerFixture, testKey, type TestServer } from '../../support/serverHarness.ts';
import { htmlPage, refusal, ScriptedService, slowDown } from '../../support/scriptedService.ts';
import { seeded } from '../../support/unreliable.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function indexIn(folder: string): Promise<ArchiveIndex> {
  const index = readIndex(await readFile(join(folder, 'index.json'), 'utf8'));
  assert.ok(index);
  return index;
}

/** Milliseconds for a test: each starts programs, on a machine that may have other work. */
const patience = 300_000;

describe('finetune archive', () => {
  const fixture = new ServerFixture();
  const proxies: CountingProxy[] = [];
  const services: ScriptedService[] = [];
  afterEach(async () => {
    for (const stopped of [...proxies.splice(0), ...services.splice(0)]) await stopped.stop();
    await fixture.dispose();
  });

  /** A server with jobs of all outcomes: succeeded, failed in training, failed on their data, cancelled, running, queued. */
  async function filledServer(): Promise<{ readonly server: TestServer; readonly files: ReadonlyMap<string, string> }> {
    const engines = [
      fakeEngine({ steps: 4 }, 'good', 'good-1'),
      fakeEngine({ failAfter: 1 }, 'bad', 'bad-1'),
      fakeEngine({ holdAfter: 1 }, 'held', 'held-1'),
    ];
    const server = await fixture.start({}, { engines });
    const files = new Map<string, string>();
    const upload = async (text: string, name?: string): Promise<string> => {
      const id = await server.upload(text, name);
      files.set(id, sha256(text));
      return id;
    };
    const shared = await upload(exampleLines(12));
    const held = await upload(exampleLines(11).replaceAll('Question', 'Held out'));
    for (let i = 0; i < 6; i++) {
      const training_file = i < 2 ? shared : await upload(exampleLines(12 + i));
      const id = await server.createJob({ model: 'good-1', training_file, validation_file: held, suffix: `job-${i}` });
      await server.until(id, 'succeeded');
    }
    const failing = await server.createJob({ model: 'bad-1', training_file: await upload(exampleLines(30)) });
    await server.until(failing, 'failed');
    const broken = await server.createJob({
      model: 'good-1',
      training_file: await upload('{"messages": 5}\nbroken\n'),
    });
    await server.until(broken, 'failed');
    const running = await server.createJob({ model: 'held-1', training_file: await upload(exampleLines(31)) });
    await server.untilEvent(running, /^Step 1/);
    const cancelled = await server.createJob({ model: 'good-1', training_file: await upload(exampleLines(32)) });
    await server.post(`/fine_tuning/jobs/${cancelled}/cancel`);
    await server.createJob({ model: 'good-1', training_file: await upload(exampleLines(33)) });
    await upload(exampleLines(40), 'no job.jsonl');
    return { server, files };
  }

  it('keeps everything of a real server though it is killed again and again, fetches nothing again that had come, and is whole', async () => {
    const { server, files } = await filledServer();
    const proxy = await CountingProxy.start(server.url);
    proxies.push(proxy);
    const folder = join(await fixture.folder(), 'archive');
    const args = ['--base-url', proxy.url, '--out', folder];
    const random = seeded(7);
    /** Runs it; what had come before must not be asked for again. */
    const runOn = async (run: ArchiveProcess, come: ReadonlyMap<string, string>): Promise<Ended> => {
      const before = proxy.contents.length;
      const ended = await run.ended;
      const known = new Set(come.values());
      assert.deepEqual(
        proxy.contents.slice(before).filter((id) => known.has(files.get(id) ?? '')),
        [],
      );
      return ended;
    };
    let come: ReadonlyMap<string, string> = new Map();
    for (let kill = 0; kill < 5; kill++) {
      const run = startArchive(args, testKey);
      // The lists come first; all kills together come before everything is there.
      const last = proxy.asked.length + 5 + Math.floor(random() * 4);
      proxy.onRequest = (count) => {
        if (count >= last) run.child.kill('SIGKILL');
      };
      const ended = await runOn(run, come);
      assert.equal(ended.signal, 'SIGKILL', `${ended.code} ${ended.err}`);
      come = await hashesIn(folder);
    }
    proxy.onRequest = () => undefined;
    const { code, err } = await runOn(startArchive(args, testKey), come);
    assert.equal(code, 0, err);
    assert.ok(proxy.mostAtOnce <= 4, `${proxy.mostAtOnce} requests at once`);

    const index = await indexIn(folder);
    assert.deepEqual([index.isFinished, index.missing], [true, []]);
    const { data: jobs } = await server.get('/fine_tuning/jobs?limit=100');
    assert.equal(index.jobs.length, jobs.length);
    for (const job of jobs) {
      const at = (name: string): string => join(folder, index.jobs.find(({ id }) => id === job.id)?.folder ?? '', name);
      const read = (name: string): Promise<string> => readFile(at(name), 'utf8');
      assert.deepEqual(JSON.parse(await read('job.json')), await server.job(job.id));
      const events = (await read('events.jsonl')).split('\n').filter(Boolean);
      assert.deepEqual(
        events.map((line) => JSON.parse(line)),
        await server.events(job.id),
      );
      assert.equal(sha256(await read('train.jsonl')), files.get(job.training_file));
      assert.equal(JSON.parse(await read('job.finetune.json')).request.training_file, 'train.jsonl');
      if (job.status === 'succeeded') {
        assert.equal(await read('results.csv'), await server.get(`/files/${job.result_files[0]}/content`));
        assert.match(await read('metrics.csv'), /^step,.*train_loss/);
      }
    }
    assert.deepEqual(
      index.files
        .map(({ id }) => id)
        .filter((id) => files.has(id))
        .toSorted(),
      [...files.keys()].toSorted(),
    );
    assert.deepEqual(
      (await readdir(folder, { recursive: true })).filter((path) => /\.part$|archiving/.test(path)),
      [],
    );

    const asked = proxy.contents.length;
    const again = await runArchive(args, testKey);
    assert.match(
      again.out,
      new RegExp(`^127\\.0\\.0\\.1:\\d+: nothing is new, ${jobs.length} jobs looked at\\.\\narchive: `),
    );
    assert.equal(proxy.contents.length, asked);
    const check = await runArchive(['--verify', folder]);
    assert.equal(check.code, 0, check.out + check.err);
    assert.match(check.out, /The archive is whole/);
    assert.match(check.out, /\| jobs\/\S+\/train\.jsonl \| \d+ \| [1-9]\d* \|/);
    await rm(join(folder, index.files[0]?.path ?? ''));
    const damaged = await runArchive(['--verify', folder]);
    assert.equal(damaged.code, 1);
    assert.match(damaged.out, /1 file is damaged/);
  }).timeout(patience);

  /** A service with one job and a file, and an empty folder. */
  async function scripted(): Promise<{ service: ScriptedService; args: readonly string[]; folder: string }> {
    const service = await ScriptedService.start();
    services.push(service);
    const file = { object: 'file', filename: 'train.jsonl', purpose: 'fine-tune', looks: 0 };
    for (const number of [1, 2, 3]) {
      const id = `file-${number}`;
      service.state.files.set(id, { id, ...file, content: Buffer.from(`{"row": ${number}}\r\nbroken\n`) });
      service.state.jobs.unshift({
        id: `ftjob-${number}`,
        created_at: 1_770_000_000 + number,
        status: 'succeeded',
        model: 'gpt-4.1',
        training_file: id,
        result_files: null,
        error: {},
        unknown: { kept: [null, 1.5] },
      });
    }
    const folder = join(await fixture.folder(), 'archive');
    return { service, args: ['--base-url', service.baseUrl, '--out', folder], folder };
  }

  it('outlasts storms, cut answers and broken pages, and goes on in the middle of nothing that is not whole', async () => {
    const { service, args, folder } = await scripted();
    service.next(
      'GET /fine_tuning/jobs',
      ...Array.from({ length: 5 }, () => ({ type: 'answer', ...slowDown(0.01) }) as const),
    );
    service.next('GET /files/file-1/content', { type: 'cutAnswer', after: 130, isDone: true });
    service.next('GET /files/file-2/content', { type: 'answer', ...htmlPage(502, 'Bad Gateway') });
    service.next('GET /files/file-2/content', { type: 'answer', status: 200, body: 'short' });
    service.next('GET /models', { type: 'answer', ...refusal(503, 'overloaded') });
    const { code, out, err } = await runArchive(args, service.key);
    assert.equal(code, 0, err);
    assert.match(out, /3 jobs with something new, of 3; 3 files fetched/);
    for (const { path, id } of (await indexIn(folder)).files) {
      assert.equal(await readFile(join(folder, path), 'utf8'), String(service.state.files.get(id)?.content));
    }
    for (const { headers } of service.requests) assert.equal(headers.authorization, `Bearer ${service.key}`);
  }).timeout(patience);

  it('ends with 1 where something may be had another time, and says what', async () => {
    const { service, args, folder } = await scripted();
    service.state.files.delete('file-1');
    service.always('GET /files/file-2/content', { type: 'answer', ...refusal(403, 'not allowed') });
    service.always('GET /files/file-3/content', { type: 'answer', status: 200, body: 'cut' });
    const { code, out } = await runArchive(args, service.key);
    assert.equal(code, 1);
    assert.match(out, /3 things could not be had/);
    const reasons = (await indexIn(folder)).missing.map(({ file, reason }) => `${file} ${reason}`);
    assert.deepEqual(reasons.toSorted(), ['file-1 deleted', 'file-2 forbidden', 'file-3 incomplete']);
    assert.match(await readFile(join(folder, 'README.md'), 'utf8'), /file-2 of job ftjob-2: the key may not read it/);
    const all = await Promise.all(
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    );
    assert.ok(!all.some((text) => text.includes(service.key)));
    service.calm();
    service.state.files.get('file-2');
    assert.equal((await runArchive(args, service.key)).code, 0);
    assert.deepEqual(
      (await indexIn(folder)).missing.map(({ file }) => file),
      ['file-1'],
    );
  }).timeout(patience);

  it('tells in a terminal how far it is, in a line that changes and is gone at the end', async () => {
    const { args, service } = await scripted();
    const { code, out } = await archiveInTerminal(args, service.key);
    assert.equal(code, 0, out);
    // Each text is written over the one before, and the last one is wiped out.
    const texts = out.split('\u001B[K').map((text) => text.replace('\r', ''));
    const [wiped = '', result = ''] = texts.slice(-2);
    assert.ok(texts.length > 2 && texts.slice(0, -1).every((text) => !text.includes('\n')), JSON.stringify(out));
    assert.equal(wiped, '');
    assert.match(result, /^127\.0\.0\.1:\d+: 3 jobs/);
  }).timeout(patience);

  it('takes the jobs that are named alone', async () => {
    const { service, args, folder } = await scripted();
    const { code } = await runArchive([...args, '--job', 'ftjob-2', '--job', 'ftjob-3'], service.key);
    assert.equal(code, 0);
    assert.deepEqual(
      (await indexIn(folder)).jobs.map(({ id }) => id),
      ['ftjob-3', 'ftjob-2'],
    );
    const unknown = await runArchive([...args, '--job', 'ftjob-9'], service.key);
    assert.deepEqual([unknown.code, (await indexIn(folder)).jobs.length], [5, 2]);
    assert.match(unknown.err, /ftjob-9/);
  }).timeout(patience);

  it('stops when it is asked to, and says that it goes on', async () => {
    const { service, args, folder } = await scripted();
    service.always('GET /files/file-1/content', { type: 'stall', after: 100, isDone: true });
    const run = startArchive(args, service.key);
    while (service.count('GET /files/file-1/content') === 0) await new Promise(setImmediate);
    run.child.kill('SIGINT');
    const { code, err } = await run.ended;
    assert.equal(code, 5, err);
    assert.match(err, /Stopped\. Run it again/);
    assert.equal((await indexIn(folder)).isFinished, false);
    service.calm();
    assert.equal((await runArchive(args, service.key)).code, 0);
  }).timeout(patience);

  it('ends with 2, 3 or 5 where it cannot begin, and changes nothing', async () => {
    const { service, args, folder } = await scripted();
    const other = await fixture.folder();
    await writeFile(join(other, 'notes.txt'), 'mine');
    const base = ['--base-url', service.baseUrl];
    const calls: readonly (readonly [
      args: readonly string[],
      key: string | undefined,
      code: number,
      message: RegExp,
    ])[] = [
      [base, service.key, 2, /Name a folder/],
      [['--verify', folder, '--out', other], service.key, 2, /--verify stands alone/],
      [args, undefined, 2, /set FINETUNE_API_KEY/],
      [[...base, '--out', other], service.key, 3, /Choose an empty folder/],
      [['--verify', other], undefined, 3, /There is no archive/],
      [[...base, '--out', join(other, 'notes.txt')], service.key, 3, /Cannot use .*notes\.txt/],
      [args, 'sk-wrong', 5, /did not accept the key/],
    ];
    for (const [words, key, code, message] of calls) {
      const ended = await runArchive(words, key);
      assert.deepEqual([ended.code, ended.out], [code, ''], ended.err);
      assert.match(ended.err, message);
    }
    assert.deepEqual(await readdir(other), ['notes.txt']);
    await access(folder);
  }).timeout(patience);
});
