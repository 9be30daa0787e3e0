import assert from 'node:assert/strict';
import { isAbort, UserError } from '../../../../src/common/errors.ts';
import { addJob, ArchiveBench, aRecord, aService } from '../../../support/archives.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { FakeRecords } from '../../../support/records.ts';

const missing = (bench: ArchiveBench): readonly string[] =>
  (bench.index?.missing ?? []).map(({ part, reason, job = '', file = '' }) =>
    `${part} ${reason} ${job} ${file}`.trim(),
  );

const contentsAsked = (service: FakeRecords): readonly string[] =>
  service.taken().filter((request) => request.startsWith('content'));

const isOf = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

describe('An archive of a service that does not give everything', () => {
  it('says what was deleted, has expired or is forbidden, and asks again only for what may be had', async () => {
    const bench = new ArchiveBench();
    const service = aService(4);
    service.files.delete('file-1');
    service.fileFields.set('file-2', { expires_at: 1 });
    service.trouble(/content file-2/, { status: 404 });
    service.trouble(/content file-3/, { status: 403 });
    await bench.run(service);
    assert.deepEqual(
      missing(bench),
      ['training forbidden ftjob-3 file-3', 'training expired ftjob-2 file-2', 'training deleted ftjob-1 file-1']
        .toSorted()
        .toReversed(),
    );
    const { training_file: named } = JSON.parse(bench.of(1, 'job.finetune.json') ?? '').request;
    assert.equal(named, 'file-1');
    assert.equal(bench.of(4, 'train.jsonl'), '{"row": "of file 4"}\n');
    assert.match(bench.folder.text('README.md') ?? '', /file-3 of job ftjob-3: the key may not read it/);
    service.calm();
    service.taken();
    await bench.run(service);
    assert.deepEqual(contentsAsked(service), ['content file-3']);
    assert.deepEqual(missing(bench).length, 2);
  });

  it('takes no file for whole that is shorter or longer than the service says, and keeps what came of it aside', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    service.trouble(/content file-1/, { cutAfter: 5 });
    service.fileFields.set('file-2', { bytes: 3 });
    await bench.run(service);
    assert.deepEqual(missing(bench).toSorted(), [
      'training incomplete ftjob-1 file-1',
      'training incomplete ftjob-2 file-2',
    ]);
    assert.deepEqual([bench.of(1, 'train.jsonl'), bench.of(2, 'train.jsonl')], [undefined, undefined]);
    assert.equal(bench.of(1, 'train.jsonl.part')?.startsWith('{"row'), true);
    service.calm();
    service.fileFields.clear();
    service.taken();
    await bench.run(service);
    assert.equal(bench.of(1, 'train.jsonl'), '{"row": "of file 1"}\n');
    assert.equal(bench.of(1, 'train.jsonl.part'), undefined);
    assert.deepEqual(missing(bench), []);
  });

  it('goes on in the middle of a file where the service can, and from its start where it cannot', async () => {
    for (const canResume of [true, false]) {
      const bench = new ArchiveBench();
      const service = aService(1);
      service.canResume = canResume;
      service.trouble(/content file-1/, { cutAfter: 8 }, 1);
      await bench.run(service);
      assert.equal(bench.of(1, 'train.jsonl'), '{"row": "of file 1"}\n');
      assert.deepEqual(contentsAsked(service), ['content file-1', 'content file-1 from 8']);
    }
  });

  it('waits as long as the service asks, with all of its requests', async () => {
    const bench = new ArchiveBench();
    const clock = new FakeClock();
    const service = aService(8);
    service.trouble(/content/, { status: 429, retryAfter: 30_000 }, 1);
    const ended: unknown[] = [];
    const run = bench.run(service, {}, { clock }).finally(() => ended.push('run'));
    await settle();
    const contents = (): number => service.requests.filter((request) => request.startsWith('content')).length;
    // Those that were sent before the answer came.
    assert.ok(contents() <= 4, `${contents()} requests`);
    clock.advance(29_000);
    await settle();
    assert.ok(contents() <= 4, `${contents()} requests`);
    while (ended.length === 0) {
      clock.advance(1000);
      await settle();
    }
    await run;
    assert.deepEqual([contents(), bench.index?.counts.files], [9, 8]);
  });

  it('survives a storm of refusals, and stops with a sentence where it does not end, to go on another day', async () => {
    const bench = new ArchiveBench();
    const service = aService(3);
    service.trouble(/./, { status: 429, retryAfter: 1000 }, 25);
    service.trouble(/./, { status: 503 }, 5);
    await bench.run(service);
    assert.equal(bench.index?.counts.files, 3);
    addJob(service, 4);
    service.trouble(/content file-4/, { status: 429, retryAfter: 3600_000 });
    await assert.rejects(bench.run(service), (error) => error instanceof UserError && /429|limit/i.test(error.text));
    assert.deepEqual([bench.index.isFinished, bench.index.counts.files], [false, 3]);
    assert.match(bench.folder.text('README.md') ?? '', /not finished/);
    service.calm();
    await bench.run(service);
    assert.deepEqual([bench.index.isFinished, bench.index.counts.files], [true, 4]);
  });

  it('stops at once where the key is wrong, and leaves no archive that says it is one', async () => {
    const bench = new ArchiveBench();
    const service = aService(1);
    service.trouble(/jobs/, { status: 401 });
    await assert.rejects(bench.run(service), isOf('service.unauthorized'));
    assert.equal(bench.index?.isFinished, false);
  });

  it('says once what a service does not offer, and asks each run once', async () => {
    const bench = new ArchiveBench();
    const service = aService(6);
    for (const part of ['events', 'checkpoints', 'models', 'files'])
      service.trouble(new RegExp(`^${part}`), { status: 404 });
    await bench.run(service);
    const asked = service.taken();
    assert.ok(asked.filter((each) => each.startsWith('events')).length <= 4);
    assert.deepEqual(missing(bench).toSorted(), [
      'checkpoints unsupported',
      'events unsupported',
      'files deleted',
      'models deleted',
    ]);
    assert.equal(bench.index?.counts.files, 6);
    assert.equal(bench.of(1, 'events.jsonl'), undefined);
    assert.equal(bench.of(1, 'metrics.csv'), 'step\n');
  });

  it('takes null, empty and unknown things for what they are', async () => {
    const bench = new ArchiveBench();
    const service = new FakeRecords();
    service.jobs = [
      null,
      {},
      aRecord(2, { training_file: null, result_files: null, method: null, metadata: null, created_at: null }),
      { id: 'ftjob-1' },
      aRecord(3, {
        status: 'RE_QUEUEING',
        error: { code: null },
        integrations: [{ type: 'wandb', wandb: { project: 'p', name: null, run_id: 'x' } }],
      }),
    ];
    service.files.set('file-3', 'x\n');
    service.events.set('ftjob-3', [
      { message: 'no id', created_at: 1 },
      { message: 'none either', created_at: 2 },
    ]);
    await bench.run(service);
    assert.deepEqual(bench.index?.jobs.map(({ id }) => id).toSorted(), ['ftjob-1', 'ftjob-2', 'ftjob-3']);
    assert.deepEqual(bench.of(3, 'events.jsonl')?.split('\n').length, 3);
    assert.deepEqual(JSON.parse(bench.of(3, 'job.finetune.json') ?? '').request.integrations, [
      { type: 'wandb', wandb: { project: 'p' } },
    ]);
    await bench.run(service);
    assert.deepEqual(bench.of(3, 'events.jsonl')?.split('\n').length, 3);
  });

  it('has again what was damaged, and says so', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    await bench.run(service);
    const { folder } = bench.index?.jobs[0] ?? {};
    bench.folder.put(`${folder}/train.jsonl`, 'cut');
    const { repaired } = await bench.run(service);
    assert.deepEqual(repaired, [`${folder}/train.jsonl`]);
    assert.equal(bench.of(2, 'train.jsonl'), '{"row": "of file 2"}\n');
  });
});

describe('An archive that is stopped', () => {
  it('says that it is not finished, and goes on with the next run', async () => {
    const bench = new ArchiveBench();
    const service = aService(6);
    const controller = new AbortController();
    const onProgress = ({ jobs }: { jobs: number }): void => {
      if (jobs === 2) controller.abort();
    };
    await assert.rejects(bench.run(service, {}, { signal: controller.signal, onProgress }), isAbort);
    assert.equal(bench.index?.isFinished, false);
    const had = bench.index.files.length;
    assert.ok(had >= 2 && had < 6, `${had}`);
    service.taken();
    const { newFiles } = await bench.run(service);
    assert.equal(newFiles, 6 - had);
    assert.equal(bench.index.isFinished, true);
  });

  it('is not finished by a run of some of its jobs', async () => {
    const bench = new ArchiveBench();
    const service = aService(6);
    service.trouble(/content file-3/, { status: 401 });
    await assert.rejects(bench.run(service));
    service.calm();
    await bench.run(service, { jobs: ['ftjob-6'] });
    assert.equal(bench.index?.isFinished, false);
    await bench.run(service);
    assert.equal(bench.index.isFinished, true);
  });
});
