import assert from 'node:assert/strict';
import { jobFolder, looseFile, resultsName } from '../../../../src/jobs/archive/layout.ts';
import { aJob } from '../../../support/jobs.ts';

const free = (): boolean => false;

describe('The layout of an archive', () => {
  it('names the folder of a job by date, suffix or model, and id', () => {
    const createdAt = Date.parse('2026-10-09T23:00:00Z');
    const job = aJob({ id: 'ftjob-abc', createdAt, suffix: 'triage', model: 'gpt-4.1' });
    assert.equal(jobFolder(job, free), 'jobs/2026-10-09-triage-ftjob-abc');
    assert.equal(
      jobFolder(aJob({ id: 'ftjob-abc', createdAt, model: 'gpt-4.1' }), free),
      'jobs/2026-10-09-gpt-4.1-ftjob-abc',
    );
  });

  it('makes names that every file system takes out of whatever a service sends', () => {
    const hostile = ['../../etc/passwd', 'C:\\x', 'a/b', 'con\u0000', '..', '', 'ж'.repeat(300), `x${'y'.repeat(500)}`];
    for (const text of hostile) {
      const folder = jobFolder(aJob({ id: text, suffix: text, createdAt: 0 }), free);
      assert.match(folder, /^jobs\/undated-[A-Za-z0-9][\w.-]*$/);
      assert.ok(folder.length < 150, folder);
      assert.match(looseFile(text, text), /^files\/[A-Za-z0-9][\w.-]*\.jsonl$/);
    }
    assert.equal(new Set(hostile.map((id) => jobFolder(aJob({ id }), free))).size, hostile.length);
  });

  it('tells jobs apart whose ids differ in case only', () => {
    const first = jobFolder(aJob({ id: 'ftjob-a' }), free);
    const second = jobFolder(aJob({ id: 'ftjob-A' }), (folder) => folder.toLowerCase() === first);
    assert.notEqual(second.toLowerCase(), first.toLowerCase());
  });

  it('numbers result files from the second on', () => {
    assert.deepEqual([resultsName(0), resultsName(1)], ['results.csv', 'results-2.csv']);
  });
});
