import assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readIndex, type ArchiveIndex } from '../../src/jobs/archive/archiveIndex.ts';
import { cleanUp, datasetFile, exampleRows, readText, temporaryFolder, untilStatus } from './support.ts';

interface Outcome {
  readonly jobs: number;
  readonly newJobs: number;
  readonly newFiles: number;
  readonly missing: number;
}

const archive = (argument: Record<string, unknown>): Thenable<Outcome> =>
  vscode.commands.executeCommand('finetune.archiveConnection', argument);
const verify = (folder: unknown): Thenable<boolean> => vscode.commands.executeCommand('finetune.verifyArchive', folder);

async function indexIn(folder: string): Promise<ArchiveIndex> {
  const index = readIndex(await readText(join(folder, 'index.json')));
  assert.ok(index);
  return index;
}

describe('An archive of the local server', () => {
  afterEach(cleanUp);

  /** A small job that has succeeded, and the rows that it was trained on. */
  async function trainedJob(): Promise<{ readonly id: string; readonly rows: string }> {
    const uri = await datasetFile('train.jsonl', exampleRows(12));
    const id = String(
      await vscode.commands.executeCommand('finetune.launchJob', {
        trainingFile: uri.fsPath,
        model: 'baseline-1',
        suffix: 'kept',
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 1 } } },
        confirm: false,
      }),
    );
    assert.equal(await untilStatus(id, 'succeeded', 'failed', 'cancelled'), 'succeeded');
    return { id, rows: await readText(uri.fsPath) };
  }

  it('holds a job with its data, goes on with all jobs, and is found whole, and damaged where it is', async () => {
    const { id, rows } = await trainedJob();
    const folder = join(await temporaryFolder(), 'archive');
    assert.deepEqual(await archive({ folder, connection: 'local', jobs: [id] }), {
      jobs: 1,
      newJobs: 1,
      newFiles: 2,
      missing: 0,
    });
    const index = await indexIn(folder);
    const [job] = index.jobs;
    assert.deepEqual([index.service, index.isFinished, job?.id, job?.suffix], ['local', true, id, 'kept']);
    const at = (name: string): string => join(folder, job?.folder ?? '', name);
    assert.equal(await readText(at('train.jsonl')), rows);
    assert.match(await readText(at('results.csv')), /^step,/);
    assert.match(await readText(at('events.jsonl')), /Created fine-tuning job/);

    const all = await archive({ folder: vscode.Uri.file(folder) });
    assert.ok(all.jobs >= 1);
    assert.equal((await indexIn(folder)).jobs.length, all.jobs);
    assert.equal((await archive({ folder, jobs: [id] })).newJobs, 0);

    assert.equal(await verify({ folder }), true);
    const report = vscode.window.activeTextEditor?.document;
    assert.equal(report?.uri.scheme, 'finetune-archive');
    assert.match(report?.getText() ?? '', /The archive is whole/);
    await writeFile(at('job.json'), '{}');
    await rm(at('train.jsonl'));
    assert.equal(await verify(vscode.Uri.file(folder)), false);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /train\.jsonl is not there/);
  }).timeout(300_000);

  it('is refused with a sentence where the argument or the folder is wrong, and nothing is written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await assert.rejects(async () => archive({ folder }), /no archive of this version/);
    await assert.rejects(async () => archive({ folder, connection: 'elsewhere' }), /no connection named "elsewhere"/);
    await assert.rejects(async () => archive({ folder, jobs: 'all' }), /"jobs" a list of ids/);
    await assert.rejects(async () => archive({ folder: 7 }), /a folder of this machine/);
    await assert.rejects(async () => verify({ folder }), /There is no archive in this folder/);
    assert.deepEqual(await readdir(folder), ['notes.txt']);
  });
});
