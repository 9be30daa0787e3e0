import assert from 'node:assert/strict';
import { Datasets } from '../../../src/jobs/datasets.ts';
import { LaunchJournal } from '../../../src/jobs/journal.ts';
import { aJob } from '../../support/jobs.ts';
import { MemoryFolder } from '../../support/launches.ts';

const record = (id: string, trainingFile: string, connection = 'Acme') => ({
  connection,
  job: aJob({ id, trainingFile }),
  events: [],
  checkpoints: [],
});

describe('What jobs were trained on', () => {
  it('is the local file of a job that was launched here, of others with the same file at the service too, else its id', async () => {
    const journal = new LaunchJournal(new MemoryFolder());
    const lineage = { training: { path: '/data/train.jsonl', sha256: 'ab' } };
    const launch = {
      key: 'k',
      token: 't',
      connection: 'Acme',
      startedAt: 0,
      process: 'p',
      request: { model: 'm' },
      lineage,
    };
    const intent = await journal.begin(launch);
    assert.ok(intent);
    const datasets = new Datasets(journal);
    const records = [record('ours', 'file-1'), record('theirs', 'file-1'), record('other', 'file-2')];
    await datasets.refresh(records);
    assert.deepEqual(
      records.map((each) => datasets.of(each)),
      ['file-1', 'file-1', 'file-2'],
    );
    await journal.end(intent, 'ours');
    await datasets.refresh(records);
    assert.deepEqual(
      records.map((each) => datasets.of(each)),
      ['/data/train.jsonl', '/data/train.jsonl', 'file-2'],
    );
    assert.equal(datasets.of(record('ours', 'file-1', 'Elsewhere')), 'file-1');
  });
});
