import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPath } from '../../src/worker/checkPath.ts';
import { Counters } from '../../src/worker/ranks.ts';

const generator = join(import.meta.dirname, '../bench/generate.mjs');
/** MiB that this process may have used at most. */
const memoryLimit = 400;

describe('A file of 1 GB', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'finetune-long-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  it(`is checked whole, in less than ${memoryLimit} MiB`, async () => {
    const path = join(folder, 'large.jsonl');
    execFileSync(process.execPath, [generator, '--size', '1000MB', '--broken', '0.01', '--out', path], {
      stdio: 'ignore',
    });
    const start = performance.now();
    const check = await checkPath(
      path,
      { target: 'openai', role: 'training', maxProblems: 1000 },
      { counters: new Counters(folder), signal: new AbortController().signal },
    );
    const memory = process.resourceUsage().maxRSS / 1024;
    console.log(
      `    ${check.rows} rows in ${((performance.now() - start) / 1000).toFixed(1)} s, ${memory.toFixed(0)} MiB`,
    );
    assert.ok(check.rows > 600_000);
    assert.ok(check.errors > 3000);
    assert.ok(memory < memoryLimit, `${memory} MiB`);
  });
});
