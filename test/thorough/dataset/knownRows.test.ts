import assert from 'node:assert/strict';
import { checkBytes, everyRow, sessionOf } from '../../unit/dataset/support.ts';

describe('Recognizing rows', () => {
  it('stays right where more kinds of them come than are remembered', async () => {
    const kinds = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'assistant', content: 'c', weight: 0 },
      { role: 'system', content: 'd' },
    ];
    // With their beginnings 150,000 steps from message to message.
    const text = `${everyRow(kinds, 8).join('\n')}\n`;
    const { problems, errors, warnings, infos } = await checkBytes(new TextEncoder().encode(text), { format: 'chat' });
    const { problems: expected, summary } = sessionOf(text, { format: 'chat' });
    assert.deepEqual([errors, warnings, infos], [summary.errors, summary.warnings, summary.infos]);
    const brief = ({ row, rule, span }: (typeof problems)[number]): string => `${row} ${rule} ${span.start}`;
    assert.equal(problems.map(brief).join('\n'), expected.map(brief).join('\n'));
  });
});
