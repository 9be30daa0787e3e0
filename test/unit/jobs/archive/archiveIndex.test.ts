import assert from 'node:assert/strict';
import { indexText, isLasting, readIndex, type ArchiveIndex } from '../../../../src/jobs/archive/archiveIndex.ts';

const index: ArchiveIndex = {
  format: 1,
  service: 'api.openai.com',
  updatedAt: '2026-11-29T10:00:00.000Z',
  isFinished: true,
  counts: { jobs: 1, files: 0, contents: 0, bytes: 0, models: 0, missing: 1 },
  jobs: [{ id: 'ftjob-1', folder: 'jobs/a', status: 'failed', model: 'gpt-4.1', resultFiles: [] }],
  files: [],
  models: [],
  missing: [{ part: 'training', reason: 'deleted', job: 'ftjob-1', file: 'file-1', status: 404 }],
  contents: { 'jobs/b/job.json': { bytes: 2, sha256: 'b' }, 'jobs/a/job.json': { bytes: 1, sha256: 'a' } },
};

describe('The index of an archive', () => {
  it('is read as it was written, with an entry a line, in the order of paths', () => {
    const text = indexText(index);
    assert.deepEqual(readIndex(text), index);
    const paths = text.split('\n').filter((line) => line.includes('job.json'));
    assert.deepEqual(paths, [
      '    "jobs/a/job.json": {"bytes":1,"sha256":"a"},',
      '    "jobs/b/job.json": {"bytes":2,"sha256":"b"}',
    ]);
    const empty = { ...index, jobs: [], missing: [], contents: {} };
    assert.deepEqual(readIndex(indexText(empty)), empty);
  });

  it('is not read where it is cut short, of another kind, or of a newer format', () => {
    const others = [indexText(index).slice(0, -20), '[]', '{}', indexText({ ...index, format: 2 as 1 })];
    for (const text of [...others, indexText(index).replace('"jobs": [', '"jobs": [5,')]) {
      assert.equal(readIndex(text), undefined);
    }
  });

  it('knows what will be missing for good', () => {
    const reasons = ['deleted', 'expired', 'forbidden', 'incomplete', 'unsupported', 'failed'] as const;
    const lasting = reasons.filter((reason) => isLasting({ part: 'training', reason }));
    assert.deepEqual(lasting, ['deleted', 'expired']);
  });
});
