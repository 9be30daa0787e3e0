import assert from 'node:assert/strict';
import {
  archivedService,
  archiveSummary,
  archiveTarget,
  isMoreToHave,
  progressWords,
} from '../../../../src/jobs/archive/summary.ts';
import { addJob, ArchiveBench, aService } from '../../../support/archives.ts';

describe('What is said of an archive', () => {
  it('tells what a run brought, what could not be had, and when nothing was new', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    const [first, second] = [await bench.run(service), await bench.run(service)];
    assert.equal(archiveSummary('Acme', first), 'Acme: 2 jobs with something new, of 2; 2 files fetched (42 B).');
    assert.equal(archiveSummary('Acme', second), 'Acme: nothing is new, 2 jobs looked at.');
    addJob(service, 3);
    service.files.delete('file-3');
    const { folder } = bench.index?.jobs[0] ?? {};
    bench.folder.put(`${folder}/train.jsonl`, 'cut');
    assert.equal(
      archiveSummary('Acme', await bench.run(service)),
      'Acme: 2 jobs with something new, of 3; 1 file fetched (21 B). Everything else was here. ' +
        '1 thing could not be had: README.md says which and why. What was damaged was had again: 1 file.',
    );
  });

  it('knows where the next run may have more', async () => {
    const bench = new ArchiveBench();
    const service = aService(2);
    service.files.delete('file-1');
    service.trouble(/^events/, { status: 405 });
    assert.equal(isMoreToHave(await bench.run(service)), false);
    service.trouble(/content file-2/, { status: 403 });
    bench.folder.files.forEach((_, path) => path.endsWith('train.jsonl') && bench.folder.files.delete(path));
    assert.equal(isMoreToHave(await bench.run(service)), true);
  });

  it('tells how far a run is', () => {
    const progress = { jobs: 3, totalJobs: 200, files: 0, bytes: 0 };
    assert.equal(progressWords({ ...progress, jobs: 0, totalJobs: undefined }), 'Listing the jobs...');
    assert.equal(progressWords(progress), '3 of 200 jobs');
    assert.equal(progressWords({ ...progress, files: 1, bytes: 1_234_567 }), '3 of 200 jobs, 1 file fetched, 1.2 MB');
  });

  it('calls a service of this machine local, whatever its port, and checks by the rules of the others', () => {
    for (const host of ['localhost', '127.0.0.1:8100', '[::1]:9']) assert.equal(archivedService(host), 'local');
    for (const host of ['api.openai.com', 'localhost.example.com', '10.0.0.1:80'])
      assert.equal(archivedService(host), host);
    assert.deepEqual(['local', 'eu.api.openai.com', 'a.openai.azure.com', 'acme.test'].map(archiveTarget), [
      'local',
      'openai',
      'azure',
      'local',
    ]);
  });
});
