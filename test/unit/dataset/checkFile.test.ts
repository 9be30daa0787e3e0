import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasByteOrderMark, isUtf16, isUtf8 } from '../../../src/dataset/bytes.ts';
import { checkFile } from '../../../src/dataset/checkFile.ts';
import { FileChecker } from '../../../src/dataset/fileChecker.ts';
import { formats } from '../../../src/dataset/formats.ts';
import { splitRows } from '../../support/splitRows.ts';
import { runs } from '../../support/runs.ts';
import { anyRow, bracketRow } from './arbitraries.ts';
import { brief, chatRow, chatRows, checkBytes, chunks, defaults, sessionOf } from './support.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const dozen = chatRows(12);

/** Bytes of chat rows, one of which has `bytes` in its text. */
function damagedFile(...bytes: readonly number[]): Uint8Array {
  const [before = '', after = ''] = chatRow(
    { role: 'user', content: 'é😀@' },
    { role: 'assistant', content: 'a' },
  ).split('@');
  return Uint8Array.from([...utf8(`${dozen.join('\n')}\n${before}`), ...bytes, ...utf8(after)]);
}

/** The bytes with one of them changed. */
const changed = (bytes: Uint8Array, at: number, byte: number): Uint8Array =>
  bytes.map((old, index) => (index === at % bytes.length ? byte : old));

const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n').map(utf8);
const mark = fc.constantFrom([0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], []).map((bytes) => Uint8Array.from(bytes));
const bytesOfRow = fc.oneof(
  { arbitrary: anyRow.map(utf8), weight: 6 },
  { arbitrary: bracketRow.map(utf8), weight: 2 },
  fc.uint8Array({ maxLength: 6 }),
  fc.tuple(anyRow.map(utf8), fc.nat(), fc.nat(255)).map(([row, at, byte]) => changed(row, at, byte)),
);
/** Files with broken rows, stray bytes, any line ends, and a mark in front of some. */
const anyBytes = fc
  .tuple(mark, fc.array(fc.tuple(bytesOfRow, lineEnd), { maxLength: 14 }))
  .map(([start, rows]) => Uint8Array.from([start, ...rows.flat()].flatMap((part) => [...part])));
const anyOptions = fc
  .record({ format: fc.constantFrom(undefined, ...formats), target: fc.constantFrom('openai', 'azure', 'local') })
  .map(({ format, target }) => ({ target, ...(format && { format }) }));
const isOld = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes('\ufffd');

describe('a file', () => {
  it('has the problems of the same text in an editor, however it is cut into chunks', async () => {
    const rows = fc.array(fc.oneof({ arbitrary: anyRow, weight: 2 }, bracketRow), { maxLength: 20 });
    const property = fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (rows, size, crlf) => {
      const text = new TextDecoder().decode(utf8(rows.join(crlf ? '\r\n' : '\n')));
      const { problems, more, tokens: _, ...summary } = await checkBytes(utf8(text), {}, size);
      const session = sessionOf(text);
      assert.deepEqual(problems, session.problems);
      assert.deepEqual(summary, session.summary);
      assert.equal(more, 0);
    });
    await fc.assert(property, { numRuns: runs(10) });
  });

  it('of any bytes is answered, with problems inside its rows', async () => {
    const property = fc.asyncProperty(
      anyBytes,
      anyOptions,
      fc.integer({ min: 1, max: 40 }),
      async (bytes, how, size) => {
        const { problems, errors, warnings, infos } = await checkBytes(bytes, how, size);
        assert.equal(problems.length, errors + warnings + infos);
        if (isUtf16(bytes)) return;
        const rows = splitRows(new TextDecoder().decode(bytes));
        for (const { row, span } of problems) {
          assert(span.start <= span.end && span.end <= (rows[row]?.length ?? 0));
        }
      },
    );
    await fc.assert(property, { numRuns: runs(15) });
  });

  it('of any bytes has the problems of the text that an editor makes of it', async () => {
    const property = fc.asyncProperty(anyBytes, anyOptions, async (bytes, how) => {
      const isWhole = await isUtf8(chunks(bytes, 16));
      // An editor says nothing of the mark beside what it could not read, nor which of the damage is older.
      fc.pre(!isUtf16(bytes) && (isWhole || !(hasByteOrderMark(bytes) || isOld(bytes))));
      const encoding = !isWhole ? 'undecoded' : hasByteOrderMark(bytes) ? 'utf8bom' : 'utf8';
      const { problems } = await checkBytes(bytes, how);
      assert.deepEqual(sessionOf(new TextDecoder().decode(bytes), { ...how, encoding }).problems, problems);
    });
    await fc.assert(property, { numRuns: runs(15) });
  });

  const encodings: readonly (readonly [what: string, bytes: readonly number[], problems: readonly string[]])[] = [
    ['in Latin-1', [0xe8, 0x6d], ['13:42-43 file/encoding']],
    ['with a cut character', [0xe2, 0x82], ['13:42-43 file/encoding']],
    ['with an encoded half of a pair', [0xed, 0xa0, 0x80], ['13:42-43 file/encoding']],
    ['with damage from before', [0xef, 0xbf, 0xbd], ['13:42-43 text/replacement-char']],
    ['with old and new damage', [0xef, 0xbf, 0xbd, 0xff], ['13:43-44 file/encoding']],
  ];
  for (const [what, bytes, problems] of encodings) {
    it(`${what}: ${problems.join()}`, async () => {
      const found = await checkBytes(damagedFile(...bytes));
      assert.deepEqual(brief(found.problems), problems);
      assert.equal(found.errors + found.warnings, 1);
    });
  }

  it('in UTF-16 has no other problem', async () => {
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      const { problems, rows, errors } = await checkBytes(Uint8Array.from([...mark, 0x7b, 0, 0x0a, 0, 0x0a, 0]), {}, 3);
      assert.deepEqual([brief(problems), rows, errors], [['1:0-1 file/encoding'], 0, 1]);
    }
  });

  it('in UTF-16 is not read to its end', async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void, void> {
      for (;;) {
        chunks++;
        yield await Promise.resolve(Uint8Array.from([0xff, 0xfe, 0x0a, 0]));
      }
    }
    await checkFile(endless(), defaults);
    assert.equal(chunks, 1);
  });

  it('has its examples checked as soon as a hundred have told its format', () => {
    const checked: number[] = [];
    const checker = new FileChecker(defaults, { addCheck: (row) => checked.push(row) });
    checker.add('');
    for (let row = 1; row < 100; row++) checker.add(chatRow());
    assert.deepEqual(checked, [0]);
    checker.add(chatRow());
    assert.equal(checked.length, 101);
    checker.add(chatRow());
    assert.equal(checked.at(-1), 101);
  });

  it('may start with a byte-order mark, which is no part of its text', async () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8(`{"messages":[]}\n${dozen.join('\n')}`)]);
    assert.deepEqual(brief((await checkBytes(bytes, {}, 1)).problems), [
      '1:0-1 file/bom',
      '1:12-14 chat/messages-empty',
    ]);
    assert.deepEqual(brief((await checkBytes(bytes, { target: 'local' })).problems), ['1:12-14 chat/messages-empty']);
  });

  it('of a byte-order mark and nothing else is empty', async () => {
    for (const text of ['\ufeff', '\ufeff\n']) {
      assert.deepEqual(brief((await checkBytes(utf8(text))).problems), ['1:0-0 file/bom', '1:0-0 file/empty']);
    }
    assert.equal((await checkBytes(utf8('\ufeff'))).rows, 0);
  });

  it('has a byte-order mark elsewhere marked as what does not belong there', async () => {
    const { problems } = await checkBytes(utf8(`${dozen.join('\n')}\n\ufeff{}`));
    assert.deepEqual(brief(problems), ['13:0-1 json/syntax']);
  });

  it('tells how many problems it left out, and keeps the worst in the order of results', async () => {
    const rows = [
      '5',
      ...Array<string>(5).fill('{"messages":[]}'),
      '',
      'x',
      chatRow({ role: 'assistant', content: '\ufffd' }),
    ];
    const bytes = utf8(rows.join('\n'));
    const all = await checkBytes(bytes);
    const worstFirst = ['error', 'warning', 'info'].flatMap((severity) =>
      all.problems.filter((problem) => problem.severity === severity),
    );
    assert.notDeepEqual(worstFirst, all.problems);
    for (let maxProblems = 0; maxProblems <= all.problems.length + 1; maxProblems++) {
      const some = await checkBytes(bytes, { maxProblems });
      const kept = new Set(worstFirst.slice(0, maxProblems));
      assert.deepEqual(some, {
        ...all,
        problems: all.problems.filter((problem) => kept.has(problem)),
        more: some.more,
      });
      assert.equal(some.more, all.problems.length - some.problems.length);
    }
  });

  it('is left where it is when the reading is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array, void, void> {
      try {
        for (let chunk = 0; ; chunk++) {
          if (chunk === 3) controller.abort(reason);
          yield await Promise.resolve(utf8('{}\n'));
        }
      } finally {
        isClosed = true;
      }
    }
    await assert.rejects(checkFile(endless(), { ...defaults, signal: controller.signal }), reason);
    assert(isClosed);
  });
});

describe('chunks', () => {
  it('may be written over as soon as the next one is asked for', async () => {
    async function* reused(): AsyncGenerator<Uint8Array, void, void> {
      const bytes = utf8(dozen.join('\n'));
      const buffer = Buffer.alloc(50);
      for (let at = 0; at < bytes.length; at += buffer.length) {
        buffer.fill(0);
        buffer.set(bytes.subarray(at, at + buffer.length));
        yield await Promise.resolve(buffer.subarray(0, Math.min(buffer.length, bytes.length - at)));
      }
    }
    assert.deepEqual((await checkFile(reused(), defaults)).problems, []);
  });
});

describe('lines', () => {
  it('end with LF, and one CR before it is no part of them', () => {
    assert.deepEqual(splitRows('a\r\nb\n\r\r\nc\r'), ['a', 'b', '\r', 'c\r']);
    assert.deepEqual(splitRows('a\n'), ['a', '']);
    assert.deepEqual(splitRows(''), ['']);
  });
});
