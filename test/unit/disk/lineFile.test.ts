import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunksOf, copyOnce, LineFile } from '../../../src/disk/lineFile.ts';
import { answerFiles } from '../../../src/jobs/answers/answerFiles.ts';
import { rowsOf } from '../../../src/jobs/answers/rows.ts';

describe('A file that grows line by line', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('goes on after its whole lines: a line that was cut short is dropped', async () => {
    const path = join(folder, 'new', 'answers.jsonl');
    const first = await LineFile.open(path);
    assert.equal(first.lines, 0);
    await first.append('{"row":1}\n');
    await first.append('{"row":2}\n');
    await first.close();
    await writeFile(path, `${await readFile(path, 'utf8')}{"row":3,"mess`);
    const second = await LineFile.open(path);
    assert.equal(second.lines, 2);
    await second.append('{"row":3}\n');
    await second.close();
    assert.equal(await readFile(path, 'utf8'), '{"row":1}\n{"row":2}\n{"row":3}\n');
  });

  it('is copied once', async () => {
    const [from, to] = [join(folder, 'a.jsonl'), join(folder, 'deep', 'b.jsonl')];
    await writeFile(from, 'one');
    await copyOnce(from, to);
    await writeFile(from, 'two');
    await copyOnce(from, to);
    assert.equal(await readFile(to, 'utf8'), 'one');
  });

  it('is read row by row, whatever its rows hold', async () => {
    const path = join(folder, 'rows.jsonl');
    const rows = ['\uFEFF{"a":"\u2028"}', '', 'ü'.repeat(100_000), '{"last":1}'];
    await writeFile(path, rows.join('\r\n'));
    const read: string[] = [];
    for await (const row of rowsOf(chunksOf(path))) read.push(row);
    assert.deepEqual(read, ['{"a":"\u2028"}', ...rows.slice(1)]);
  });
});

describe('The files of answers', () => {
  it('are told apart by content, model and service, and have names that hold everywhere', async () => {
    const heldOut = { name: 'my held out.jsonl', sha256: 'ab'.repeat(32) };
    const acme = { host: 'acme.test', model: 'ft:m-1:acme::1' };
    const { rows, answers } = await answerFiles(heldOut, acme);
    assert.equal(rows, 'answers/my-held-out-abababab/rows.jsonl');
    assert.match(answers, /^answers\/my-held-out-abababab\/ft-m-1-acme-1-[0-9a-f]{8}\.jsonl$/);
    const others = [
      await answerFiles(heldOut, { ...acme, host: 'other.test' }),
      await answerFiles(heldOut, { ...acme, model: 'ft:m-1:acme:1' }),
      await answerFiles({ ...heldOut, sha256: 'cd'.repeat(32) }, acme),
    ];
    assert.equal(new Set([answers, ...others.map((each) => each.answers)]).size, 4);
  });
});
