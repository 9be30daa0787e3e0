import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContent } from '../../../src/worker/checkContent.ts';
import { checkPath } from '../../../src/worker/checkPath.ts';
import { Counters } from '../../../src/worker/ranks.ts';
import { exampleLines } from '../../support/serverHarness.ts';

describe('A check of content that is on no disk', () => {
  const counters = new Counters('');
  const { signal } = new AbortController();
  const options = { target: 'openai', role: 'validation', model: 'gpt-4.1-mini-2025-04-14', sha256: true } as const;

  it('finds what the check of the same file on disk does, duplicates and overlap included', async () => {
    const text = `${exampleLines(12)}{"messages": 5}\n${exampleLines(1)}`;
    const content = new TextEncoder().encode(text);
    const training = { name: 'train.jsonl', content: new TextEncoder().encode(exampleLines(3)) };
    const folder = await mkdtemp(join(tmpdir(), 'content-'));
    try {
      await writeFile(join(folder, 'a.jsonl'), content);
      await writeFile(join(folder, 'train.jsonl'), training.content);
      const onDisk = { ...options, trainingFile: join(folder, 'train.jsonl') };
      const expected = await checkPath(join(folder, 'a.jsonl'), onDisk, { counters });
      const found = await checkContent({ content, training, options }, { counters, signal });
      const places = ({ problems }: typeof found): readonly string[] =>
        problems.map(({ rule, row }) => `${row} ${rule}`);
      assert.deepEqual(places(found), places(expected));
      assert.ok(places(found).includes('0 file/train-validation-overlap'));
      assert.ok(places(found).includes('13 file/duplicate-example'));
      assert.equal(found.sha256, createHash('sha256').update(content).digest('hex'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
