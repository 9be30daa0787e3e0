import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainMethod } from '../../../src/engines/engine.ts';
import type { JobFailure } from '../../../src/server/jobs/jobRow.ts';
import { validateFile, type JobFile } from '../../../src/server/validation.ts';
import { exampleLines, ServerFixture } from '../../support/serverHarness.ts';

describe('validateFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-validation-'));
  });
  after(() => rm(folder, { recursive: true }));

  const validate = async (text: string, options: Partial<JobFile> = {}): Promise<JobFailure | undefined> => {
    const path = join(folder, 'data.jsonl');
    await writeFile(path, text);
    const file: JobFile = { id: 'file-1', path, param: 'training_file', method: 'supervised', ...options };
    return validateFile(file, new AbortController().signal);
  };
  /** Twelve good examples with `line` in the place of the fifth. */
  const withLine = (line: string): string => exampleLines(12).replace(/^.*Question 4.*$/m, line);
  const invalid = 'The job failed due to an invalid training file.';
  const preference = `${JSON.stringify({
    input: { messages: [{ role: 'user', content: 'Hi' }] },
    preferred_output: [{ role: 'assistant', content: 'Hello' }],
    non_preferred_output: [{ role: 'assistant', content: 'What' }],
  })}\n`;

  const question = (fields: object, role = 'user'): string => {
    const messages = [
      { role, content: 'a' },
      { role: 'user', content: 'b' },
    ];
    return `${JSON.stringify({ messages, ...fields })}\n`;
  };

  it('lets good files pass, and small ones for validation', async () => {
    assert.equal(await validate(exampleLines(10)), undefined);
    assert.equal(await validate(exampleLines(1), { param: 'validation_file' }), undefined);
    assert.equal(await validate('{"prompt":"a","completion":"b"}\n'.repeat(10)), undefined);
  });

  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'too few examples',
      exampleLines(7),
      'invalid_n_examples',
      'Training file has 7 example(s), but must have at least 10 examples',
    ],
    ['no example', '', 'invalid_n_examples', 'Training file has 0 example(s), but must have at least 10 examples'],
    [
      'a line cut off',
      withLine('{"messages": [{"role": "user", '),
      'invalid_training_file',
      `${invalid} Invalid file format. Example 5 cannot be parsed. Error: line contains invalid json: Line is cut off (line 5)`,
    ],
    [
      'a line without messages',
      withLine('{"tools": []}'),
      'invalid_training_file',
      `${invalid} Invalid file format. Example 5 is missing key 'messages'. (line 5)`,
    ],
    [
      'a message without a role',
      withLine('{"messages":[{"content":"a"},{"role":"assistant","content":"b"}]}'),
      'invalid_training_file',
      `${invalid} Invalid file format. Example 5, message 0 Discriminator 'role' is missing in value (line 5)`,
    ],
    [
      'a message with a role that is none',
      withLine(
        '{"messages":[{"role":"user","content":"a"},{"role":"bot","content":"b"},{"role":"assistant","content":"c"}]}',
      ),
      'invalid_training_file',
      `${invalid} Invalid file format. Example 5, message 1: Unknown role bot (line 5)`,
    ],
    [
      'an example without an answer',
      withLine('{"messages":[{"role":"user","content":"a"}]}'),
      'invalid_training_file',
      `${invalid} Invalid file format. Example 5: No assistant message to learn from (line 5)`,
    ],
    [
      'rows of something else',
      '{"level":"info"}\n'.repeat(12),
      'invalid_training_file',
      `${invalid} Unexpected file format, expected either prompt/completion pairs or chat messages. (line 1) (12 errors in all)`,
    ],
    [
      'data of another method',
      preference.repeat(12),
      'invalid_training_file',
      `${invalid} Input file file-1 is in the fine-tune-preference format, but the specified fine-tuning job is not using 'dpo' as the training method (provided method=supervised).`,
    ],
  ];
  const inMethod: readonly (readonly [name: string, method: TrainMethod, text: string, failure: string | undefined])[] =
    [
      ['preference rows', 'dpo', preference.repeat(10), undefined],
      [
        'preference rows of which one has no input',
        'dpo',
        preference.repeat(10) + preference.replace('"input"', '"inputs"'),
        "Invalid file format. Example 11 is missing key 'input'. (line 11) (2 errors in all)",
      ],
      [
        'preference rows of which one lacks the better answer',
        'dpo',
        preference.repeat(10) + preference.replace('"preferred_output"', '"chosen"'),
        "Invalid file format. Example 11 is missing key 'preferred_output'. (line 11) (2 errors in all)",
      ],
      ['questions with references', 'reinforcement', question({ answer: 'b' }).repeat(10), undefined],
      ['questions alone', 'reinforcement', question({}).repeat(10), undefined],
      [
        'questions of which one has instructions that are not allowed there',
        'reinforcement',
        question({ answer: 'b' }).repeat(10) + question({ answer: 'b' }, 'system'),
        'Invalid file format. Example 11, message 0: System messages are not supported; use developer (line 11)',
      ],
      [
        'chat',
        'reinforcement',
        exampleLines(12),
        "Input file file-1 is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided method=reinforcement).",
      ],
      [
        'chat of which one row is wrong as well',
        'dpo',
        withLine('{"messages": []}'),
        "Input file file-1 is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided method=dpo).",
      ],
    ];
  for (const [name, method, text, failure] of inMethod) {
    it(`${failure === undefined ? 'takes' : 'refuses'} ${name} for ${method}`, async () => {
      const expected = { code: 'invalid_training_file', message: `${invalid} ${failure}`, param: 'training_file' };
      assert.deepEqual(await validate(text, { method }), failure === undefined ? undefined : expected);
    });
  }

  it('counts the rows that a grader has to be run on: a thousand for validation', async () => {
    const text = question({ answer: 'b' }).repeat(1001);
    const failure = await validate(text, { method: 'reinforcement', param: 'validation_file' });
    assert.equal(failure?.code, 'invalid_validation_file');
    assert.match(failure?.message ?? '', /1,?000/);
    assert.equal(await validate(text, { method: 'reinforcement' }), undefined);
  });

  for (const [name, text, code, message] of cases) {
    it(`fails the job for ${name}`, async () => {
      assert.deepEqual(await validate(text), { code, message, param: 'training_file' });
    });
  }

  it('names the validation file where that is wrong', async () => {
    const failure = await validate(withLine('[]'), { param: 'validation_file' });
    assert.deepEqual([failure?.code, failure?.param], ['invalid_validation_file', 'validation_file']);
    assert.match(failure?.message ?? '', /^The job failed due to an invalid validation file\. .*\(line 5\)$/);
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'data.jsonl');
    const file: JobFile = { id: 'file-1', path, param: 'training_file', method: 'supervised' };
    await assert.rejects(validateFile(file, AbortSignal.abort()), { name: 'AbortError' });
  });
});

describe('A job with a bad file', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('fails with the reason in the job and its events, and trains nothing', async () => {
    const server = await fixture.start();
    const id = await server.createJob({ training_file: await server.upload(exampleLines(3)) });
    const job = await server.until(id, 'failed');
    const message = 'Training file has 3 example(s), but must have at least 10 examples';
    assert.deepEqual(job.error, { code: 'invalid_n_examples', message, param: 'training_file' });
    assert.ok(job.finished_at >= job.created_at);
    const last = (await server.events(id)).at(-1);
    assert.deepEqual([last.level, last.type, last.message], ['error', 'message', message]);
    assert.equal('data' in last, false);
  });
});
