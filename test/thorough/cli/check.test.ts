import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packRanks } from '../../../scripts/packRanks.mjs';
import { check, corpusFile } from '../../support/checkCommand.ts';

describe('finetune check', () => {
  let folder = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'finetune-check-'));
    writeFileSync(join(folder, 'o200k_base.ranks'), await packRanks('o200k_base'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: readonly string[]): ReturnType<typeof check> => check(args, folder);

  it('finds examples that are too long for the model, and counts all tokens when it is asked to', async () => {
    const file = corpusFile('invalid/over-token-limit-default-model.jsonl');
    const problem = ':6:2: warning: [\\d,]+ tokens; .* \\(tokens/over-limit\\)\n.*, 11 examples';
    assert.match((await run(file)).out, new RegExp(`${problem}, 1 warning\n$`));
    const { out } = await run('--tokens', file);
    assert.match(out, new RegExp(`${problem}, \\d+ tokens, 1 warning\n$`));
    for (const tokens of [[], ['--tokens']]) {
      assert.doesNotMatch((await run(...tokens, '--model', 'o4-mini', file)).out, /over-limit/);
    }
    const { files } = JSON.parse((await run('--tokens', '--output', 'json', file)).out) as {
      files: { tokens: number }[];
    };
    assert.match(out, new RegExp(`, ${files[0]?.tokens} tokens,`));
  });
});
