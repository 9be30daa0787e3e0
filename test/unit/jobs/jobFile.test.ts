import assert from 'node:assert/strict';
import { isFileId } from '../../../src/jobs/fileId.ts';
import { checkJobFile, jobFileText, launchOf, readJobFile } from '../../../src/jobs/jobFile.ts';
import { corpusCases } from './requestRules/support.ts';

const good = { model: 'gpt-4.1-mini-2025-04-14', training_file: 'train.jsonl' };

/** The text that each problem marks. */
function marks(text: string): string[] {
  return checkJobFile(readJobFile(text), {}).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
}

describe('a job file', () => {
  for (const { name, request, provider, today, files, expected } of corpusCases()) {
    it(`has the problems of ${name}, each at a place of its text`, () => {
      const text = JSON.stringify({ connection: 'local', request }, undefined, 2);
      const content = readJobFile(text);
      const problems = checkJobFile(content, { target: provider, today, files });
      const found = problems.map(({ path, rule, severity }) => `${path} ${rule} ${severity}`).sort();
      assert.deepEqual(found, expected.map(({ path, rule, severity }) => `${path} ${rule} ${severity}`).sort());
      const starts = problems.map(({ start }) => start);
      assert.deepEqual(
        starts,
        starts.toSorted((a, b) => a - b),
      );
      for (const { start, end, path } of problems) {
        assert.ok(start > 0 && end > start && end <= text.length, path);
        const key = /\.(\w+)$/.exec(path)?.[1];
        const line = text.slice(text.lastIndexOf('\n', start) + 1, end);
        if (key !== undefined) assert.ok(line.includes(`"${key}"`), `${path} is marked at ${line}`);
      }
    });
  }

  it('is marked at a value, or at the key of a long one', () => {
    assert.deepEqual(marks(JSON.stringify({ request: { ...good, seed: -1, metadata: { a: 1 } } })), [
      'job/seed: -1',
      'job/metadata-value-type: 1',
    ]);
    assert.deepEqual(marks(JSON.stringify({ request: { model: 'm' } })), ['job/missing-training-file: "request"']);
    assert.deepEqual(marks(JSON.stringify({ request: { ...good, integrations: [{ type: 'wandb' }] } })), [
      'job/integration-project: {',
    ]);
  });

  it('that is nested too deep to be read is told where, whatever comes before', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    assert.deepEqual(marks(`{"request":{"a":"[[","b":${deep(10_000)}}}`), ['job-file/json: [']);
    assert.deepEqual(marks(`}"${deep(10)}"${deep(10_000)}`), ['job-file/json: [']);
    assert.deepEqual(readJobFile(`{"request":{"a":${deep(100)}}}`).shapeProblems, []);
  });

  it('that is no JSON, or no job file, is told where', () => {
    assert.deepEqual(marks('{"request": {"model": "m",}}').length > 0, true);
    assert.deepEqual(marks('[1]'), ['job-file/shape: [']);
    assert.deepEqual(marks('{"request": 5}'), [
      'job-file/shape: 5',
      'job/missing-model: 5',
      'job/missing-training-file: 5',
    ]);
    assert.deepEqual(marks(JSON.stringify({ connection: 5, request: good })), ['job-file/shape: 5']);
    assert.deepEqual(
      marks('').map((mark) => mark.split(':')[0]),
      ['job-file/json'],
    );
  });

  it('may hold a comment for nobody: other programs read it too', () => {
    assert.match(marks(`{"request": /* here */ ${JSON.stringify(good)}}`).join(), /job-file\/json/);
  });

  it('says what is to be launched, and is written as it is read', () => {
    const launch = {
      connection: 'azure',
      request: { model: 'm', suffix: 'a', method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1 } } } },
      trainingFile: 'data/train.jsonl',
      validationFile: 'file-abc',
    };
    assert.deepEqual(JSON.parse(JSON.stringify(launchOf(readJobFile(jobFileText(launch))))), launch);
    assert.equal(launchOf(readJobFile('{"request": {"model": "m"}}')), undefined);
  });

  it('names files by id or by path', () => {
    assert.deepEqual(['file-abc123', 'file-a.jsonl', 'data/file-a', 'train.jsonl'].map(isFileId), [
      true,
      false,
      false,
      false,
    ]);
  });
});
