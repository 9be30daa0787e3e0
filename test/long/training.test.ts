import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomRows } from '../support/randomRows.ts';
import { trainMeasured } from '../support/measuredTraining.ts';

describe('The baseline engine on two cores', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'long-training-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('trains 500 answers of 500 words three times in less than a minute and a gigabyte', async () => {
    const { seconds, megabytes, trainedTokens } = await trainMeasured(folder, randomRows(500, 10, 500, 5000), {
      n_epochs: 3,
    });
    console.log(`    ${trainedTokens} tokens, ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
    assert.ok(trainedTokens >= 750_000);
    assert.ok(seconds < 60);
    assert.ok(megabytes < 1000);
  });
});
