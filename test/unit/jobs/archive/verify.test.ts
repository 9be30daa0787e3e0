import assert from 'node:assert/strict';
import { UserError } from '../../../../src/common/errors.ts';
import { isWhole, verifyArchive, type DatasetUse, type Verification } from '../../../../src/jobs/archive/verify.ts';
import { verifyReport } from '../../../../src/jobs/archive/verifyReport.ts';
import { addJob, ArchiveBench, aService } from '../../../support/archives.ts';
import { FakeRecords } from '../../../support/records.ts';

const checked: (DatasetUse & { readonly path: string })[] = [];

const verify = (bench: ArchiveBench, errors = 0): Promise<Verification> =>
  verifyArchive({
    folder: bench.folder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    checkDataset: async (path, use) => {
      checked.push({ path, ...use });
      return { examples: 12, errors, warnings: 1 };
    },
  });

describe('The check of an archive', () => {
  beforeEach(() => void checked.splice(0));

  it('finds a whole one whole, though the service did not give everything and data have errors', async () => {
    const bench = new ArchiveBench();
    const service = aService(3);
    service.files.delete('file-1');
    await bench.run(service);
    const found = await verify(bench, 2);
    assert.equal(isWhole(found), true);
    assert.deepEqual([found.damages, found.strangers, found.files], [[], [], 3 * 5 + 2 + 1]);
    const report = verifyReport(found);
    assert.match(report, /The archive is whole/);
    assert.match(report, /training file file-1 of job ftjob-1: the service does not have it any more/);
    assert.match(report, /2 datasets checked, 2 with errors/);
    assert.match(report, /\| jobs\/\S+\/train\.jsonl \| 12 \| 2 \| 1 \|/);
  });

  it('tells each file that is absent or has changed by as little as a bit', async () => {
    const bench = new ArchiveBench();
    await bench.run(aService(2));
    for (const path of Object.keys(bench.index?.contents ?? {})) {
      const before = bench.folder.text(path) ?? '';
      bench.folder.put(path, `${before.slice(0, -1)}\t`);
      assert.deepEqual(
        (await verify(bench)).damages.filter(({ kind }) => kind === 'changed'),
        [{ path, kind: 'changed' }],
      );
      bench.folder.files.delete(path);
      assert.deepEqual((await verify(bench)).damages.filter((each) => each.path === path)[0], { path, kind: 'absent' });
      bench.folder.put(path, before);
    }
    assert.equal(isWhole(await verify(bench)), true);
  });

  it('tells a job file that leads nowhere, a record of another job, and files that do not belong there', async () => {
    const bench = new ArchiveBench();
    await bench.run(aService(1));
    const { folder = '' } = bench.index?.jobs[0] ?? {};
    const index = bench.folder.text('index.json') ?? '';
    bench.folder.put('index.json', index.replace(/\n.*train\.jsonl": \{"bytes".*\n/, '\n'));
    bench.folder.put(`${folder}/mine.txt`, 'x');
    assert.deepEqual((await verify(bench)).damages, [
      { path: `${folder}/train.jsonl`, kind: 'absent' },
      { path: `${folder}/job.finetune.json`, kind: 'deadEnd' },
    ]);
    assert.deepEqual((await verify(bench)).strangers, [`${folder}/mine.txt`, `${folder}/train.jsonl`]);
    bench.folder.put('index.json', index);
    bench.folder.put(`${folder}/job.json`, '{"id": "ftjob-9"}');
    const kinds = (await verify(bench)).damages.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['changed', 'unreadable']);
    assert.match(verifyReport(await verify(bench)), /2 files are damaged/);
  });

  it('checks each dataset once, for what it was used for, and none that is damaged', async () => {
    const bench = new ArchiveBench();
    const service = new FakeRecords();
    addJob(service, 1, { validation_file: 'file-v', model: 'model-1' });
    addJob(service, 2, { training_file: 'file-1' });
    addJob(service, 3);
    service.files.set('file-v', 'held out\n');
    await bench.run(service);
    const [third] = bench.index?.jobs ?? [];
    bench.folder.put(`${third?.folder}/train.jsonl`, 'other');
    await verify(bench);
    assert.deepEqual(checked.map(({ role, model }) => `${role} ${model}`).toSorted(), [
      'training gpt-4.1-mini-2025-04-14',
      'validation model-1',
    ]);
  });

  it('does not take an unfinished archive for whole', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    service.trouble(/content file-1/, { status: 401 });
    await assert.rejects(bench.run(service));
    const found = await verify(bench);
    assert.deepEqual([isWhole(found), found.damages], [false, []]);
    assert.match(verifyReport(found), /not finished/);
  });

  it('stays a page, whatever was found', async () => {
    const bench = new ArchiveBench();
    const service = aService(60);
    service.files.clear();
    await bench.run(service);
    bench.folder.files.forEach((_, path) => path.endsWith('metrics.csv') && bench.folder.files.delete(path));
    const report = verifyReport(await verify(bench));
    assert.ok(report.split('\n').length < 60, report);
    assert.match(report, /- 45 more/);
  });

  it('says so where there is no archive', async () => {
    const isNone = (error: unknown): boolean => error instanceof UserError && error.code === 'archive.none';
    await assert.rejects(verify(new ArchiveBench()), isNone);
    const bench = new ArchiveBench();
    bench.folder.put('index.json', '{"format": 99}');
    await assert.rejects(verify(bench), isNone);
  });
});
