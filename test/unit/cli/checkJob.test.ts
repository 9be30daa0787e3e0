import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCheckJob } from '../../../src/cli/checkJob.ts';

const good = { model: 'gpt-4.1-mini-2025-04-14', training_file: 'file-a' };

describe('finetune check-job', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'finetune-check-job-'))));
  after(() => rmSync(folder, { recursive: true }));

  async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
    };
    const code = await runCheckJob(args, io);
    return { code, out, err };
  }

  /** A file that holds `content`, as JSON where it is no text. */
  function fileOf(content: unknown): string {
    const file = join(folder, 'request.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  it('writes JSON in one value, and ends with 1 where there are errors', async () => {
    const files = { training: { format: 'preference', name: 'a.jsonl', fields: ['x'], images: 0 } };
    const file = fileOf({ request: { ...good, seed: -1 }, provider: 'openai', today: '2026-10-01', files });
    const { code, out, err } = await run('--output', 'json', file);
    assert.deepEqual([code, err], [1, '']);
    assert.deepEqual(JSON.parse(out), {
      problems: [
        {
          path: '$',
          rule: 'job/platform-closing',
          severity: 'warning',
          message: 'OpenAI accepts new jobs until 2027-01-06, from recently active organisations only.',
          line: 1,
          column: 2,
        },
        { path: '$.seed', rule: 'job/seed', severity: 'error', message: 'Seed: 0 to 2147483647.', line: 1, column: 79 },
        {
          path: '$.training_file',
          rule: 'job/format-method',
          severity: 'error',
          message: 'preference data does not fit method supervised.',
          line: 1,
          column: 63,
        },
      ],
    });
  });

  it('writes a line a problem, and ends with 0 where there are only warnings', async () => {
    const file = fileOf({ request: { ...good, suffix: 'my model' } });
    const line = `${file}:1:81: warning: $.suffix: Use letters, digits, - and _ in the suffix. (job/suffix-charset)\n`;
    assert.deepEqual(await run(file), { code: 0, out: line, err: '' });
  });

  it('says so where there is nothing to say', async () => {
    const file = fileOf(`\uFEFF${JSON.stringify({ request: good })}`);
    assert.deepEqual(await run(file), { code: 0, out: `${file}: no problems\n`, err: '' });
    assert.equal((await run('--output', 'json', file)).out, '{"problems":[]}\n');
  });

  it('ends with 3 where the file cannot be read, and says why', async () => {
    const missing = join(folder, 'none.json');
    assert.deepEqual(await run(missing), {
      code: 3,
      out: '',
      err: `Cannot read ${missing}: there is no such file.\n`,
    });
    const contents: readonly (readonly [content: unknown, reason: string])[] = [
      ['{"request": secret}', 'it is not JSON.'],
      ['', 'it is not JSON.'],
      [[good], 'it has no "request".'],
      [good, 'it has no "request".'],
      [{ request: good, provider: 'acme' }, '"provider" is one of openai, azure, local.'],
      [{ request: good, today: 'now' }, '"today" is a date like 2026-11-20.'],
      [{ request: good, today: '2026-13-01' }, '"today" is a date like 2026-11-20.'],
      [{ request: good, files: [] }, '"files" is an object.'],
      [{ request: good, files: { training: 'a' } }, '"files.training" is an object.'],
      [{ request: good, files: { training: { name: 1 } } }, '"files.training.name" is a text.'],
      [
        { request: good, files: { validation: { format: 'csv' } } },
        '"files.validation.format" is one of chat, completions, preference, reinforcement.',
      ],
      [{ request: good, files: { training: { fields: [1] } } }, '"files.training.fields" is a list of texts.'],
      [{ request: good, files: { training: { images: '3' } } }, '"files.training.images" is a number.'],
    ];
    for (const [content, reason] of contents) {
      const file = fileOf(content);
      assert.deepEqual(await run(file), { code: 3, out: '', err: `Cannot read ${file}: ${reason}\n` });
    }
  });

  it('ends with 2 and its usage where it was called wrongly', async () => {
    for (const args of [[], ['a', 'b'], ['--output', 'sarif', 'a'], ['--nothing', 'a']]) {
      const { code, out, err } = await run(...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, /finetune check-job \[OPTION/);
    }
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, /today {15}YYYY-MM-DD/);
  });
});
