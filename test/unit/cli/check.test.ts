import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, corpusFile } from '../../support/checkCommand.ts';

const run = (...args: readonly string[]): ReturnType<typeof check> => check(args);

describe('finetune check', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'finetune-check-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('says where each problem is, and ends with 1 where there are errors', async () => {
    const file = corpusFile('invalid/too-few-because-of-broken-line.jsonl');
    const { code, out, err } = await run(file);
    const lines = [
      `${file}:1:1: error: 9 examples found; fine-tuning needs at least 10. (file/too-few-examples)`,
      `${file}:10:31: error: Missing comma. (json/missing-comma)`,
      `${file}: chat, 9 examples, 2 errors`,
    ];
    assert.deepEqual([code, out, err], [1, `${lines.join('\n')}\n`, '']);
  });

  it('ends with 0 where there are only warnings, or nothing', async () => {
    const clean = corpusFile('valid/chat-basic.jsonl');
    assert.equal((await run(corpusFile('invalid/weight-on-user.jsonl'))).code, 0);
    assert.deepEqual(await run(clean), { code: 0, out: `${clean}: chat, 12 examples, no problems\n`, err: '' });
  });

  it('shows what a terminal would obey as text', async () => {
    const file = join(folder, 'binary.jsonl');
    writeFileSync(file, '\u001b]0;title\u0007\n');
    const { out } = await run(file);
    assert.match(out, /Unexpected \\u001b\. \(json\/syntax\)/);
    assert.doesNotMatch(out, /[^\P{Cc}\n]/u);
  });

  it('writes JSON in one value, with columns as editors count them', async () => {
    const files = ['invalid/missing-role.jsonl', 'invalid/unknown-format.jsonl'].map(corpusFile);
    const { code, out } = await run('--output', 'json', '--max-problems', '2', ...files);
    const { files: found } = JSON.parse(out) as { files: { problems: unknown[] }[] };
    const missingRole = { line: 6, rule: 'chat/missing-role', severity: 'error', startColumn: 14, endColumn: 15 };
    assert.equal(code, 1);
    assert.deepEqual(found[0], {
      file: files[0],
      format: 'chat',
      examples: 11,
      tokens: null,
      problems: [{ ...missingRole, message: 'Message has no role.' }],
      more: 0,
    });
    assert.deepEqual(
      { ...found[1], problems: found[1]?.problems.length },
      {
        file: files[1],
        format: null,
        examples: 10,
        tokens: null,
        problems: 2,
        more: 8,
      },
    );
  });

  it('says how many problems it does not show', async () => {
    const { out } = await run('--max-problems', '0', corpusFile('invalid/unknown-format.jsonl'));
    assert.match(out, /^\S+: 10 more problems not shown\n\S+: unknown format, 10 examples, 10 errors\n$/);
  });

  it('checks as the format and for the target that were asked for', async () => {
    const mark = corpusFile('invalid/bom-openai.jsonl');
    assert.match((await run(mark)).out, /file\/bom/);
    assert.doesNotMatch((await run('--target', 'azure', mark)).out, /file\/bom/);
    assert.match((await run('--format', 'completions', mark)).out, /file\/mixed-formats/);
  });

  it('compares a validation file with the training file', async () => {
    const files = [corpusFile('valid/overlap-train.jsonl'), corpusFile('invalid/overlap-validation.jsonl')] as const;
    const { out } = await run('--role', 'validation', '--training-file', ...files);
    assert.match(out, /:4:1: \w+: .* \(file\/train-validation-overlap\)/);
    const { code, err } = await run('--training-file', folder, ...files);
    assert.deepEqual([code, err], [3, `Cannot read ${folder}: it is a folder.\n`]);
  });

  it('finds with more threads what it finds with one', async () => {
    const file = corpusFile('invalid/inconsistent-system.jsonl');
    assert.deepEqual(await run('--threads', '3', file), await run(file));
  });

  it('writes SARIF and workflow commands', async () => {
    const file = corpusFile('invalid/missing-role.jsonl');
    assert.match((await run('--output', 'sarif', file)).out, /"results":\[\{"ruleId":"chat\/missing-role"/);
    assert.match((await run('--output', 'github', file)).out, /^::error file=.*title=chat\/missing-role::/);
  });

  it('ends with 3 where a file cannot be read, and checks the others', async () => {
    const file = join(folder, 'a.jsonl');
    writeFileSync(file, '');
    const missing = join(folder, 'none.jsonl');
    const { code, out, err } = await run(missing, folder, file);
    assert.equal(code, 3);
    assert.match(out, /file\/empty/);
    assert.equal(err, `Cannot read ${missing}: there is no such file.\nCannot read ${folder}: it is a folder.\n`);
  });

  it('ends with 2 and its usage where it was called wrongly', async () => {
    const wrong = [
      [],
      ['--format', 'csv', 'a'],
      ['--output', 'xml', 'a'],
      ['--target', 'x', 'a'],
      ['--max-problems', '-1', 'a'],
      ['--max-problems=1.5', 'a'],
      ['--threads', '0', 'a'],
      ['--threads', '65', 'a'],
      ['--role', 'test', 'a'],
      ['--model=', 'a'],
      ['--training-file=', 'a'],
      ['--tokens=yes', 'a'],
      ['--nothing', 'a'],
    ];
    for (const args of wrong) {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, /finetune check \[OPTION/);
    }
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, /--max-problems N/);
  });
});
