import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkPart, joinParts, detectFormat } from '../../../src/dataset/checkFile.ts';
import { ValueLook } from '../../../src/dataset/valueLook.ts';
import { runs } from '../../support/runs.ts';
import { anyRow } from './arbitraries.ts';
import { brief, chatRow, chatRows, checkBytes, defaults, sessionOf, settle, trainingOf } from './support.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield await Promise.resolve(bytes);
}

/** A row that differs from others of its kind in the middle of a long text, where no quick look reads. */
function longRow(middle: string): string {
  const text = 'x'.repeat(1001) + middle + 'x'.repeat(1000);
  return chatRow({ role: 'user', content: text }, { role: 'assistant', content: 'a' });
}

/** The same row with other spacing, order of keys and escapes. */
function rewritten(row: string): string {
  const { messages } = JSON.parse(row) as { messages: Record<string, unknown>[] };
  const turned = messages.map((message) => Object.fromEntries(Object.entries(message).toReversed()));
  return JSON.stringify({ messages: turned }).replaceAll(':', ' : ').replace('Hello', '\\u0048ello');
}

/** What a file and an open document say, which must be the same. */
async function repeatsIn(rows: readonly string[], trained: readonly string[] = []): Promise<string[]> {
  const training = trained.length > 0 ? { training: await trainingOf('train.jsonl', utf8(trained.join('\n'))) } : {};
  const { problems } = await checkBytes(utf8(rows.join('\r\n')), training);
  assert.deepEqual(sessionOf(rows.join('\n'), training).problems, problems);
  return brief(problems.filter(({ rule }) => rule.startsWith('file/')));
}

describe('an example that is there twice', () => {
  const [first = '', ...others] = chatRows(12);

  it('is marked where it comes again, however it is written', async () => {
    const again = ` ${rewritten(first)} `;
    const { problems } = await checkBytes(utf8([first, ...others, again, first].join('\n')));
    assert.deepEqual(brief(problems), [
      `13:1-${again.length - 1} file/duplicate-example`,
      `14:0-${first.length} file/duplicate-example`,
    ]);
    assert.deepEqual(problems[1]?.data, { line: 1 });
  });

  it('is not one that only looks like another at a quick look', async () => {
    const [a, b, c] = [longRow('a'), longRow('b'), longRow('c')];
    const quick = (row: string): number => new ValueLook(JSON.parse(row) as object).fingerprint;
    assert.equal(quick(a), quick(b));
    const width = a.length;
    assert.deepEqual(await repeatsIn([...others, a, b, c, b, a]), [
      `15:0-${width} file/duplicate-example`,
      `16:0-${width} file/duplicate-example`,
    ]);
  });

  it('is marked too where it has other problems', async () => {
    assert.deepEqual(await repeatsIn([...others, '{"messages":[]}', '{"messages":[]}']), [
      '13:0-15 file/duplicate-example',
    ]);
  });

  it('is not looked for where rows cannot be read again', async () => {
    const { problems } = await checkBytes(utf8([...others, first, first].join('\n')), { read: undefined });
    assert.deepEqual(problems, []);
  });
});

describe('a validation file', () => {
  const [first = '', second = '', ...others] = chatRows(14);

  it('has the rows marked that are also in the training file', async () => {
    const trained = ['', second, rewritten(first), second, longRow('a')];
    assert.deepEqual(await repeatsIn([...others, first, second, longRow('b')], trained), [
      `13:0-${first.length} file/train-validation-overlap`,
      `14:0-${second.length} file/train-validation-overlap`,
    ]);
    const training = await trainingOf('train.jsonl', utf8(trained.join('\n')));
    const { problems } = await checkBytes(utf8([...others, first, second].join('\n')), { training });
    assert.deepEqual(
      problems.map(({ data }) => data),
      [
        { file: 'train.jsonl', line: 3 },
        { file: 'train.jsonl', line: 2 },
      ],
    );
  });
});

describe('an open validation file', () => {
  it('has its rows compared as soon as its training file is known, and with the next one instead', async () => {
    const [first = '', second = '', ...others] = chatRows(14);
    const session = sessionOf([...others, first, second].join('\n'), { role: 'validation' });
    const compare = async (trained: readonly string[]): Promise<string[]> => {
      const training = await trainingOf('train.jsonl', utf8(trained.join('\n')));
      session.configure({ ...defaults, role: 'validation', training });
      settle(session.settle());
      return brief(session.problems);
    };
    assert.deepEqual(await compare([first]), [`13:0-${first.length} file/train-validation-overlap`]);
    assert.deepEqual(await compare([second]), [`14:0-${second.length} file/train-validation-overlap`]);
  });
});

describe('an open document', () => {
  const [first = '', second = '', ...others] = chatRows(14);

  it('has the marks of equal rows moved and taken away by edits of one of them', () => {
    const session = sessionOf([first, ...others, rewritten(first), first].join('\n'));
    const lines = (): (string | number | undefined)[] =>
      session.problems.flatMap(({ row, data }) => [row + 1, data.line]);
    assert.deepEqual(lines(), [14, 1, 15, 1]);
    session.apply({ startRow: 0, removedRows: 1, addedRows: [second] });
    assert.deepEqual(lines(), [15, 14]);
    assert.equal(session.summary.warnings, 1);
    session.apply({ startRow: 14, removedRows: 1, addedRows: [] });
    assert.deepEqual([lines(), session.summary.warnings], [[], 0]);
  });

  it('is compared with another training file as soon as it is told', async () => {
    const session = sessionOf([first, second, ...others].join('\n'));
    session.configure({ ...defaults, role: 'validation', training: await trainingOf('train.jsonl', utf8(second)) });
    settle(session.settle());
    assert.deepEqual(brief(session.problems), [`2:0-${second.length} file/train-validation-overlap`]);
    assert.equal(session.summary.warnings, 1);
    session.configure(defaults);
    settle(session.settle());
    assert.deepEqual([session.problems, session.summary.warnings], [[], 0]);
  });
});

describe('the size of a file', () => {
  const sizes: readonly (readonly [size: number, problems: readonly string[]])[] = [
    [536_870_912, []],
    [536_870_913, ['1:0-1 file/needs-uploads-api']],
    [8_589_934_592, ['1:0-1 file/needs-uploads-api']],
    [8_589_934_593, ['1:0-1 file/too-large']],
  ];
  for (const [size, problems] of sizes) {
    it(`of ${size} bytes: ${problems.join() || 'nothing'}`, async () => {
      const check = await checkBytes(utf8(chatRows(10).join('\n')), { size });
      assert.deepEqual(brief(check.problems), problems);
    });
  }
});

describe('parts of a file', () => {
  it('come to what the whole file is', async () => {
    const rows = fc.array(anyRow, { minLength: 1, maxLength: 30 });
    const property = fc.asyncProperty(rows, fc.array(fc.nat(30), { maxLength: 3 }), async (rows, cuts) => {
      const lines = rows.map((row, index) => utf8(index < rows.length - 1 ? `${row}\n` : row));
      const whole = Buffer.concat(lines);
      const read = (start: number, end: number): Uint8Array => whole.subarray(start, end);
      const format = await detectFormat(once(whole), defaults);
      if (format === undefined) return;
      const options = { ...defaults, format, read };
      const places = [0, ...cuts.map((cut) => cut % lines.length).toSorted((a, b) => a - b), lines.length];
      const parts = await Promise.all(
        places.slice(1).map((end, index) => {
          const bytes = Buffer.concat(lines.slice(places[index], end));
          return checkPart(once(bytes), { ...options, isLater: index > 0 });
        }),
      );
      // Such parts have to be checked as one.
      if (parts.slice(0, -1).some(({ isOpen }) => isOpen)) return;
      const clones = structuredClone(parts);
      assert.deepEqual(await joinParts(clones, options), await checkBytes(whole));
    });
    await fc.assert(property, { numRuns: runs(10) });
  });
});
