import assert from 'node:assert/strict';
import type { DatasetOptions } from '../../../../src/dataset/session.ts';
import { brief, chatRow, checkBytes, sessionOf } from '../../../unit/dataset/support.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Problems of the rows, which are the same in a file and in an editor. */
async function problemsOf(
  rows: readonly string[],
  options: Pick<Partial<DatasetOptions>, 'format' | 'role'> = {},
): Promise<string[]> {
  const text = rows.join('\n');
  const file = await checkBytes(utf8(text), options);
  const session = sessionOf(text, options);
  assert.deepEqual(session.problems, file.problems);
  const { errors, warnings, infos } = session.summary;
  assert.deepEqual([errors, warnings, infos], [file.errors, file.warnings, file.infos]);
  assert.equal(errors + warnings + infos, file.problems.length);
  return brief(file.problems);
}

const repeated = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => row(index));

describe('a file with many examples', () => {
  const question = (index: number, ...fields: readonly string[]): string =>
    JSON.stringify({
      messages: [{ role: 'user', content: `Question ${index}` }],
      ...Object.fromEntries(fields.map((field) => [field, index])),
    });
  const questions = (count: number): string[] => repeated(count, (index) => question(index, 'answer'));
  const tooMany = ['1:0-1 rft/too-many-examples'];

  it('may have 1,000 reinforcement rows to validate', async () => {
    assert.deepEqual(await problemsOf(questions(1000), { role: 'validation' }), []);
    assert.deepEqual(await problemsOf(questions(1001), { role: 'validation' }), tooMany);
  });

  it('may have 50,000 reinforcement rows to train', () => {
    const rows = questions(50_001);
    const session = sessionOf(rows.join('\n'));
    assert.deepEqual(brief(session.problems), tooMany);
    session.apply({ startRow: 7, removedRows: 1, addedRows: [] });
    assert.deepEqual(session.problems, []);
  });

  it('may have 50,000 with images', () => {
    const image = (index: number): object => ({
      type: 'image_url',
      image_url: { url: `https://example.org/${index}.png` },
    });
    const answer = { role: 'assistant', content: 'A pear.' };
    const rows = repeated(50_001, (index) => chatRow({ role: 'user', content: [image(index)] }, answer));
    const session = sessionOf(rows.join('\n'));
    assert.deepEqual(brief(session.problems), ['1:0-1 vision/too-many-image-examples']);
    session.apply({ startRow: 0, removedRows: 1, addedRows: [chatRow()] });
    assert.deepEqual(session.problems, []);
  });

  it('has the same numbers as a stream', async () => {
    const other = (index: number): string => question(index, 'answer', ...(index % 3 === 0 ? ['unit'] : []));
    const found = await problemsOf(repeated(1001, other), { role: 'validation' });
    assert.deepEqual(found, tooMany);
  });
});

describe('the fields of reinforcement rows', () => {
  let number = 0;
  const row = (...fields: readonly string[]): string =>
    JSON.stringify({
      messages: [{ role: 'user', content: `Question ${number++}` }],
      ...Object.fromEntries(fields.map((field) => [field, 1])),
    });
  const rows = (count: number, ...fields: readonly string[]): string[] => repeated(count, () => row(...fields));
  const problems = (...all: readonly string[]): Promise<string[]> => problemsOf(all, { format: 'reinforcement' });
  const missing = (line: number): string => `${line}:0-1 rft/inconsistent-fields`;

  it('are missed where at least half of the examples have them', async () => {
    assert.deepEqual(await problems(...rows(5, 'a', 'b'), ...rows(5, 'b')), [6, 7, 8, 9, 10].map(missing));
    assert.deepEqual(await problems(...rows(5, 'a', 'b'), ...rows(6, 'b')), []);
  });

  it('are missed one by one, and named', async () => {
    const all = [...rows(9, 'b', 'a'), ` ${row('c')}`];
    assert.deepEqual(await problems(...all), ['10:1-2 rft/inconsistent-fields', '10:1-2 rft/inconsistent-fields']);
    const named = sessionOf(all.join('\n')).problems.map(({ data }) => data.field);
    assert.deepEqual(named, ['a', 'b']);
  });

  it('are not missed in a row without any, or one that is of another format', async () => {
    assert.deepEqual(await problems(...rows(9, 'a'), row()), ['10:1-11 rft/no-reference']);
    assert.deepEqual(await problems(...rows(9, 'a'), '{"prompt":"a"}'), ['10:1-9 file/mixed-formats']);
  });

  it('are missed in a row that lacks messages', async () => {
    assert.deepEqual(await problems(...rows(9, 'a'), '{"b":1}'), ['10:0-1 chat/missing-messages', missing(10)]);
  });

  it('are counted anew when rows change', () => {
    const all = [...rows(5, 'a', 'b'), ...rows(5, 'b')];
    const session = sessionOf(all.join('\n'));
    assert.equal(session.summary.warnings, 5);
    session.apply({ startRow: 0, removedRows: 1, addedRows: [row('b')] });
    assert.deepEqual(session.problems, []);
    assert.equal(session.summary.warnings, 0);
    session.apply({ startRow: 9, removedRows: 1, addedRows: [row('a', 'b')] });
    assert.deepEqual(brief(session.problems), [1, 6, 7, 8, 9].map(missing));
  });

  it('are found with a limit on what is kept, in the order of rows', async () => {
    const all = [...rows(9, 'a', 'b'), row('c'), ...rows(9, 'a', 'b'), row('d'), row('c'), ...rows(9, 'a', 'b')];
    const file = await checkBytes(utf8(all.join('\n')), { maxProblems: 3 });
    assert.deepEqual(brief(file.problems), [missing(10), missing(10), missing(20)]);
    assert.equal(file.more, 3);
  });
});

describe('an image of more than 10 MB', () => {
  it('is pointed out in a file and in an editor', async () => {
    const url = `data:image/png;base64,${'A'.repeat(13_981_016)}`;
    const answer = { role: 'assistant', content: 'A pear.' };
    const large = chatRow({ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }, answer);
    const start = large.indexOf('"data:');
    const place = `11:${start}-${start + url.length + 2}`;
    const others = repeated(10, (index) => chatRow({ role: 'user', content: `Hi ${index}` }, answer));
    assert.deepEqual(await problemsOf([...others, large]), [`${place} vision/image-too-large`]);
  });
});
