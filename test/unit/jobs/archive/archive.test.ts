import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { addJob, ArchiveBench, aRecord, aService } from '../../../support/archives.ts';
import { FakeRecords } from '../../../support/records.ts';

/** Requests of one job that has everything. */
const reads = (requests: readonly string[]): readonly string[] =>
  requests.filter((each) => !/^(jobs|files|models)/.test(each));

describe('An archive', () => {
  it('has a folder a job with all that the service has of it, as it was sent', async () => {
    const bench = new ArchiveBench();
    const service = new FakeRecords();
    const unknown = { training_type: 'developerTier', nested: { big: '12345678901234567890', none: null } };
    addJob(service, 1, {
      user_provided_suffix: 'triage',
      validation_file: 'file-v',
      result_files: ['file-r'],
      ...unknown,
    });
    service.files.set('file-v', 'broken row\r\n{"a": 1}\n\n');
    service.files.set('file-r', Buffer.from('step,train_loss\n1,0.5\n2,0.25\n').toString('base64'));
    service.fileFields.set('file-r', { purpose: 'fine-tune-results' });
    await bench.run(service);
    const folder = bench.index?.jobs[0]?.folder;
    assert.equal(folder, 'jobs/2026-02-02-triage-ftjob-1');
    assert.deepEqual(
      [...bench.folder.files.keys()].filter((path) => path.startsWith('jobs/')).toSorted(),
      [
        'checkpoints.json',
        'events.jsonl',
        'job.finetune.json',
        'job.json',
        'metrics.csv',
        'results.csv',
        'train.jsonl',
        'validation.jsonl',
      ].map((name) => `${folder}/${name}`),
    );
    assert.deepEqual(JSON.parse(bench.of(1, 'job.json') ?? ''), service.jobs[0]);
    assert.equal(bench.of(1, 'validation.jsonl'), 'broken row\r\n{"a": 1}\n\n');
    assert.equal(bench.of(1, 'results.csv'), 'step,train_loss\n1,0.5\n2,0.25\n');
    assert.equal(bench.of(1, 'metrics.csv'), 'step,train_loss,valid_loss\n1,0.5,0.25\n2,0.25,\n');
    const events = (bench.of(1, 'events.jsonl') ?? '').trimEnd().split('\n');
    assert.deepEqual(
      events.map((line) => JSON.parse(line)),
      service.events.get('ftjob-1'),
    );
    assert.deepEqual(JSON.parse(bench.of(1, 'checkpoints.json') ?? ''), service.checkpoints.get('ftjob-1'));
    assert.deepEqual(JSON.parse(bench.of(1, 'job.finetune.json') ?? '').request, {
      model: 'gpt-4.1-mini-2025-04-14',
      training_file: 'train.jsonl',
      validation_file: 'validation.jsonl',
      suffix: 'triage',
    });
  });

  it('asks a second time for the lists alone, and writes nothing again', async () => {
    const bench = new ArchiveBench();
    const service = aService(5);
    await bench.run(service);
    const before = new Map([...bench.folder.files].map(([path, { bytes }]) => [path, bytes.toString()]));
    service.taken();
    bench.folder.writes.length = 0;
    const { jobs, newJobs, newFiles } = await bench.run(service);
    assert.deepEqual([jobs, newJobs, newFiles], [5, 0, 0]);
    assert.deepEqual(reads(service.taken()), []);
    assert.deepEqual(
      bench.folder.writes.filter((path) => path.includes('/')),
      [],
    );
    assert.deepEqual(new Map([...bench.folder.files].map(([path, { bytes }]) => [path, bytes.toString()])), before);
  });

  it('asks of a job that went on for its new events, record and results', async () => {
    const bench = new ArchiveBench();
    const service = new FakeRecords();
    service.pageLimit = 2;
    addJob(service, 1, { status: 'running', fine_tuned_model: null });
    await bench.run(service);
    const [first, second] = service.events.get('ftjob-1') ?? [];
    const more = [3, 4, 5].map((number) => ({ id: `e${number}`, created_at: number, message: 'more' }));
    service.events.set('ftjob-1', [first ?? {}, second ?? {}, ...more]);
    service.jobs = [aRecord(1, { result_files: ['file-r'] })];
    service.files.set('file-r', 'step,train_loss\n1,0.5\n');
    service.taken();
    const { newJobs, newFiles } = await bench.run(service);
    assert.deepEqual([newJobs, newFiles], [1, 1]);
    assert.deepEqual(reads(service.taken()), [
      'content file-r',
      'events ftjob-1',
      'events ftjob-1 after e4',
      'checkpoints ftjob-1',
    ]);
    const ids = (bench.of(1, 'events.jsonl') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    assert.deepEqual(ids, ['e1-1', 'e1-2', 'e3', 'e4', 'e5']);
    assert.equal(bench.index?.jobs[0]?.status, 'succeeded');
  });

  it('stores a content once: the same file of several jobs, and files with the same content', async () => {
    for (const canLink of [true, false]) {
      const bench = new ArchiveBench();
      bench.folder.canLink = canLink;
      const service = new FakeRecords();
      addJob(service, 1);
      addJob(service, 2, { training_file: 'file-1' });
      addJob(service, 3);
      service.files.set('file-3', service.files.get('file-1') ?? '');
      service.files.delete('file-2');
      await bench.run(service);
      assert.equal(service.requests.filter((each) => each === 'content file-1').length, 1);
      const places = [...bench.folder.files].filter(([path]) => path.endsWith('train.jsonl'));
      assert.equal(new Set(places.map(([, file]) => file)).size, 1);
      assert.equal(places.length, canLink ? 3 : 1);
      assert.deepEqual(bench.index?.counts, { jobs: 3, files: 2, contents: 1, bytes: 21, models: 3, missing: 0 });
      for (const { folder } of bench.index?.jobs ?? []) {
        const { training_file: named } = JSON.parse(bench.folder.text(`${folder}/job.finetune.json`) ?? '').request;
        assert.ok(bench.folder.files.has(new URL(named, `file:///${folder}/`).pathname.slice(1)), named);
      }
      assert.deepEqual(
        [...bench.folder.files.keys()].filter((path) => path.endsWith('.part')),
        [],
      );
    }
  });

  it('keeps training files that no job uses, and the dates on which models end', async () => {
    const bench = new ArchiveBench();
    const service = aService(1);
    service.files.set('file-loose', 'loose\n');
    service.fileFields.set('file-loose', { filename: 'my data.jsonl' });
    service.files.set('file-other', 'no training file');
    service.fileFields.set('file-other', { purpose: 'assistants' });
    const model = `ft:gpt-4.1-mini-2025-04-14:acme:j1:h1`;
    service.models = [
      { id: model, object: 'model', shutdown_date: null, extra: 1 },
      { id: 'gpt-4.1-mini-2025-04-14', shutdown_date: '2027-01-14' },
      { id: 'gpt-6' },
    ];
    await bench.run(service);
    const loose = [...bench.folder.files.keys()].filter((path) => path.startsWith('files/'));
    assert.equal(loose.length, 1);
    assert.match(loose[0] ?? '', /^files\/my-data-file-loose-\w+\.jsonl$/);
    assert.deepEqual(JSON.parse(bench.folder.text('models.json') ?? ''), [service.models[0]]);
    assert.deepEqual(bench.index?.models, [{ id: model, job: 'ftjob-1', shutdownDate: '2027-01-14' }]);
    assert.match(bench.folder.text('README.md') ?? '', /\| 2027-01-14 \|/);
  });

  it('takes chosen jobs alone, and adds the others later', async () => {
    const bench = new ArchiveBench();
    const service = aService(3);
    service.files.set('file-loose', 'loose\n');
    await bench.run(service, { jobs: ['ftjob-2'] });
    assert.deepEqual(
      bench.index?.jobs.map(({ id }) => id),
      ['ftjob-2'],
    );
    assert.deepEqual(
      service.requests.filter((each) => /^(jobs|files)/.test(each)),
      [],
    );
    await bench.run(service);
    assert.deepEqual(
      bench.index?.jobs.map(({ id }) => id),
      ['ftjob-3', 'ftjob-2', 'ftjob-1'],
    );
    assert.equal(service.requests.filter((each) => each === 'content file-2').length, 1);
    assert.equal(bench.index.counts.files, 4);
  });

  it('keeps what the service lists no more', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    await bench.run(service);
    service.jobs = [];
    service.files.clear();
    await bench.run(service);
    assert.deepEqual(
      bench.index?.jobs.map(({ id }) => id),
      ['ftjob-2', 'ftjob-1'],
    );
    assert.deepEqual([bench.index.counts.files, bench.index.counts.models], [2, 2]);
  });

  it('keeps the folder of a job whose name would be another today', async () => {
    const bench = new ArchiveBench();
    const service = new FakeRecords();
    addJob(service, 1, { status: 'running', fine_tuned_model: null });
    await bench.run(service);
    service.jobs = [aRecord(1)];
    await bench.run(service);
    assert.deepEqual(
      bench.index?.jobs.map(({ folder }) => folder),
      ['jobs/2026-02-02-gpt-4.1-mini-2025-04-14-ftjob-1'],
    );
  });

  it('asks for four things at once at most', async () => {
    const service = aService(12);
    await new ArchiveBench().run(service);
    assert.equal(service.mostOpen, 4);
  });

  it('goes into an empty folder or one that holds an archive of this service, and no other', async () => {
    const bench = new ArchiveBench();
    bench.folder.put('.git/config', '');
    bench.folder.put('.gitignore', 'mine\n');
    await bench.run(aService(1));
    assert.equal(bench.folder.text('.gitignore'), 'mine\n');
    const isOf = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;
    await assert.rejects(bench.run(aService(1), { service: 'other.test' }), isOf('archive.ofAnother'));
    const other = new ArchiveBench();
    other.folder.put('README.md', 'my project');
    await assert.rejects(other.run(aService(1)), isOf('archive.folderTaken'));
    assert.deepEqual([...other.folder.files.keys()], ['README.md']);
  });

  it('holds no key and no words of the service', async () => {
    const bench = new ArchiveBench();
    const service = aService(1);
    service.trouble(/content/, { status: 403, message: 'The key sk-secret may not' });
    await bench.run(service);
    for (const [path, { bytes }] of bench.folder.files) assert.doesNotMatch(bytes.toString(), /sk-secret/, path);
  });
});
