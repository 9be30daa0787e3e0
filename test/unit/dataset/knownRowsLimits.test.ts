import assert from 'node:assert/strict';
import { chunkBytes } from '../../../src/dataset/programMemory.ts';
import { knownRows, recognized } from './recognized.ts';
import { chatRow, checkBytes, everyRow, sessionOf } from './support.ts';

const utf8 = new TextEncoder();
const user = { role: 'user', content: 'a' };
const answer = { role: 'assistant', content: 'b' };
const untrained = { ...answer, weight: 0 };
const line = chatRow(user, answer);

describe('recognizing rows', () => {
  it('goes on where there are more of them than are listed at a time', () => {
    const found = recognized(`${line}\n`.repeat(3000));
    assert.equal(found.length, 3000);
    assert.deepEqual(new Set(found.map(({ text, fingerprint }) => `${text} ${fingerprint}`)).size, 1);
  });

  it('leaves rows of many messages, and rows of more bytes than are wanted, to others', () => {
    const known = knownRows();
    const long = chatRow(...Array.from({ length: 100 }, () => user), answer);
    for (let time = 0; time < 3; time++) assert.deepEqual(recognized(`${long}\n`, known), []);
    assert.equal(recognized(`${line}\n`, known).length, 1);
    assert.deepEqual(recognized(`${line}\n`, known, line.length - 1), []);
    assert.equal(recognized(`${line}\n`, known, line.length).length, 1);
  });

  it('leaves chunks of more than a MiB to others', () => {
    const known = knownRows();
    const row = chatRow(user, { ...answer, content: 'b'.repeat(10_000) });
    const rows = Math.ceil(chunkBytes / row.length);
    assert.deepEqual(recognized(`${row}\n`.repeat(rows), known), []);
    assert.equal(recognized(`${row}\n`.repeat(rows - 2), known).length, rows - 2);
  });

  it('tells the problems of all rows apart that a few kinds of messages make', async () => {
    const bytes = utf8.encode(
      [...everyRow([user, answer, untrained], 6)]
        .map((row) => `${row}\n`)
        .join('')
        .repeat(2),
    );
    const { problems } = await checkBytes(bytes, { format: 'chat' });
    assert.deepEqual(problems, sessionOf(new TextDecoder().decode(bytes), { format: 'chat' }).problems);
  });
});
