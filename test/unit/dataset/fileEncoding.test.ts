import assert from 'node:assert/strict';
import { isUtf8 } from '../../../src/dataset/bytes.ts';
import type { FileEncoding } from '../../../src/dataset/fileEncoding.ts';
import { brief, chatRow, chatRows, chunks, sessionOf } from './support.ts';

const damaged = chatRow({ role: 'user', content: 'Caf\ufffd?' }, { role: 'assistant', content: 'Caf\ufffd' });
const accented = damaged.replaceAll('\ufffd', 'é');

function problemsOf(rows: readonly string[], encoding: FileEncoding): readonly string[] {
  const session = sessionOf(rows.join('\n'), { encoding });
  const { errors, warnings, infos } = session.summary;
  assert.equal(errors + warnings + infos, session.problems.length);
  return brief(session.problems);
}

describe('A text that was not read from UTF-8', () => {
  it('is marked once, at its first character that could not be read', () => {
    const rows = [...chatRows(10), damaged, damaged];
    const marked = `11:${damaged.indexOf('\ufffd')}-${damaged.indexOf('\ufffd') + 1} file/encoding`;
    assert.deepEqual(problemsOf(rows, 'undecoded'), [marked, `12:0-${damaged.length} file/duplicate-example`]);
    const [first = ''] = problemsOf(rows, 'utf8');
    assert.match(first, /text\/replacement-char/);
  });

  it('is marked at its first character that another encoding writes otherwise, if it has one', () => {
    const rows = [...chatRows(10), accented];
    assert.deepEqual(problemsOf(rows, 'other'), [
      `11:${accented.indexOf('é')}-${accented.indexOf('é') + 1} file/encoding`,
    ]);
    assert.deepEqual(problemsOf(chatRows(10), 'other'), []);
    assert.deepEqual(problemsOf(rows, 'utf8'), []);
  });

  it('is marked beside an array that fills the file', () => {
    const rows = ['', '[', `${chatRow()},`, damaged, '', ']', ''];
    const place = damaged.indexOf('\ufffd');
    assert.deepEqual(problemsOf(rows, 'undecoded'), [
      '1:0-0 json/blank-line',
      '2:0-1 json/array-file',
      `4:${place}-${place + 1} file/encoding`,
    ]);
  });

  it('is nothing but marked where it is UTF-16', () => {
    assert.deepEqual(problemsOf(['{', damaged], 'utf16'), ['1:0-1 file/encoding']);
  });
});

describe('Bytes', () => {
  const accent = new TextEncoder().encode('aé');
  it('are UTF-8 wherever they are cut into chunks', async () => {
    for (const size of [1, 2, 3]) assert.equal(await isUtf8(chunks(accent, size)), true);
  });

  it('are none with a stray byte, or an end inside a character', async () => {
    assert.equal(await isUtf8(chunks(Uint8Array.of(0x61, 0xe9, 0x61), 1)), false);
    assert.equal(await isUtf8(chunks(accent.subarray(0, 2), 1)), false);
  });
});
