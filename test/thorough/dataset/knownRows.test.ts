import assert from 'node:assert/strict';
import { ValueLook } from '../../../src/dataset/valueLook.ts';
import { knownRows, recognized } from '../../unit/dataset/recognized.ts';
import { chatRow, checkBytes, everyRow, sessionOf } from '../../unit/dataset/support.ts';

describe('Recognizing rows', () => {
  it('stays right where more kinds of them come than are remembered', async () => {
    const users = Array.from({ length: 13 }, (_, index) => ({ role: 'user', name: `u${index}`, content: 'a' }));
    const answer = { role: 'assistant', content: 'b' };
    const kinds = [...users, answer, { ...answer, weight: 0 }, { role: 'system', content: 'c' }];
    // With their beginnings 130,000 steps from message to message.
    const text = `${everyRow(kinds, 4).join('\n')}\n`;
    const { problems, errors, warnings, infos } = await checkBytes(new TextEncoder().encode(text), { format: 'chat' });
    const { problems: expected, summary } = sessionOf(text, { format: 'chat' });
    assert.deepEqual([errors, warnings, infos], [summary.errors, summary.warnings, summary.infos]);
    const brief = ({ row, rule, span }: (typeof problems)[number]): string => `${row} ${rule} ${span.start}`;
    assert.equal(problems.map(brief).join('\n'), expected.map(brief).join('\n'));
  });

  it('goes on where no room is left to remember more', () => {
    const known = knownRows();
    const answer = { role: 'assistant', content: 'b' };
    for (let index = 0; index < 45; index++) {
      const tool = { type: 'function', function: { name: 'f', description: `${index}${'d'.repeat(400_000)}` } };
      const row = JSON.stringify({
        messages: [{ role: 'user', content: 'a', name: `u${index}` }, answer],
        tools: [tool],
      });
      const found = recognized(`${row}\n`.repeat(2), known);
      const { fingerprint } = new ValueLook(JSON.parse(row) as object);
      assert.deepEqual(
        found.map(({ fingerprint }) => fingerprint),
        [fingerprint, fingerprint],
      );
    }
    assert.equal(recognized(`${chatRow()}\n`, known).length, 1);
  });
});
