import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startArchive, type Ended } from '../../support/archiveRuns.ts';
import { exampleLines, ServerFixture, testKey, type Json } from '../../support/serverHarness.ts';
import { refusal, ScriptedService, slowDown } from '../../support/scriptedService.ts';

const linesIn = async (folder: string, start: string): Promise<readonly Json[]> => {
  const [run = ''] = await readdir(join(folder, 'answers'));
  const name = (await readdir(join(folder, 'answers', run))).find((each) => each.startsWith(start)) ?? '';
  const text = await readFile(join(folder, 'answers', run, name), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};

describe('finetune archive --answers', () => {
  const fixture = new ServerFixture();
  let service: ScriptedService;
  beforeEach(async () => {
    service = await ScriptedService.start();
  });
  afterEach(async () => {
    await service.stop();
    await fixture.dispose();
  });

  async function heldOut(rows: number): Promise<{ readonly file: string; readonly out: string }> {
    const folder = await fixture.folder();
    const file = join(folder, 'held-out.jsonl');
    await writeFile(file, exampleLines(rows));
    return { file, out: join(folder, 'archive') };
  }
  const run = (args: readonly string[], key?: string, newKey?: string): Promise<Ended> => {
    process.env['FINETUNE_NEW_API_KEY'] = newKey ?? '';
    return startArchive(args, key).ended.finally(() => delete process.env['FINETUNE_NEW_API_KEY']);
  };

  it('asks the old model and the new one of another service the same rows, each with its own key', async () => {
    const next = await fixture.start();
    const { file, out } = await heldOut(9);
    const args = ['--answers', file, '--out', out, '--base-url', service.baseUrl, '--model', 'm-old'];
    const both = [...args, '--new-base-url', next.url, '--new-model', 'baseline-1'];
    const { code, out: said, err } = await run(both, service.key, testKey);
    assert.equal(code, 0, err);
    assert.match(said, /^m-old on 127\.0\.0\.1:\d+: 9 rows: .*\nbaseline-1 on 127\.0\.0\.1:\d+: 9 rows: /);
    const [first, ...others] = await linesIn(out, 'm-old');
    assert.deepEqual([first.row, first.reference.content, others.length], [1, 'Answer 0', 8]);
    assert.equal(typeof (await linesIn(out, 'baseline-1'))[8].message.content, 'string');
    const sent = service.requests.map(({ body }) => JSON.parse(body));
    assert.deepEqual(sent[0], { model: 'm-old', messages: [{ role: 'user', content: 'Question 0' }] });
    for (const { headers } of service.requests) assert.equal(headers.authorization, `Bearer ${service.key}`);
  });

  it('goes on where it was stopped, and asks nothing twice', async () => {
    const { file, out } = await heldOut(20);
    const args = ['--answers', file, '--out', out, '--base-url', service.baseUrl, '--model', 'm-old'];
    service.next('POST /chat/completions', ...Array.from({ length: 6 }, () => ({ type: 'trickle' as const })));
    service.always('POST /chat/completions', { type: 'answer', ...refusal(401, 'No.') });
    const refused = await run(args, service.key);
    assert.equal(refused.code, 5, refused.err);
    const kept = (await linesIn(out, 'm-old')).length;
    assert.ok(kept >= 1 && kept <= 6, String(kept));
    service.calm();
    const before = service.count('POST /chat/completions');
    const { code, out: said, err } = await run(args, service.key);
    assert.equal(code, 0, err);
    assert.match(said, new RegExp(`20 rows, ${kept} of them kept before`));
    assert.equal(service.count('POST /chat/completions') - before, 20 - kept);
    assert.deepEqual(
      (await linesIn(out, 'm-old')).map(({ row }) => row),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    const again = await run(args, service.key);
    assert.match(again.out, /20 rows, 20 of them kept before/);
    assert.equal(service.count('POST /chat/completions') - before, 20 - kept);
  });

  it('waits where the service asks to, and keeps why a row was refused', async () => {
    const { file, out } = await heldOut(5);
    service.next(
      'POST /chat/completions',
      { type: 'answer', ...slowDown(1) },
      { type: 'answer', ...refusal(400, 'Filtered.', { code: 'content_filter' }) },
    );
    const args = ['--answers', file, '--out', out, '--base-url', service.baseUrl, '--model', 'm-old'];
    const { code, err } = await run(args, service.key);
    assert.equal(code, 0, err);
    const lines = await linesIn(out, 'm-old');
    assert.equal(lines.length, 5);
    assert.deepEqual(
      lines.filter(({ status }) => status === 400).map(({ message }) => message),
      [undefined],
    );
  });

  it('sends no key to a service that it is not for, and says what is missing', async () => {
    const { file, out } = await heldOut(5);
    const args = ['--answers', file, '--out', out, '--base-url', service.baseUrl, '--model', 'm-old'];
    const elsewhere = [...args, '--new-base-url', 'http://127.0.0.1:9/v1', '--new-model', 'm-new'];
    const calls: readonly (readonly [readonly string[], number, RegExp])[] = [
      [elsewhere, 2, /set FINETUNE_NEW_API_KEY/],
      [args.slice(0, -2), 2, /Name a model/],
      [['--answers', file, '--model', 'm-old'], 2, /--out FOLDER/],
      [['--answers', join(out, 'nowhere.jsonl'), ...args.slice(2)], 3, /there is no such file/],
    ];
    for (const [words, code, message] of calls) {
      const ended = await run(words, service.key);
      assert.equal(ended.code, code, ended.err);
      assert.match(ended.err, message);
    }
    assert.equal(service.requests.length, 0);
  });
});
