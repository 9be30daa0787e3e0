import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formats } from '../../../src/dataset/formats.ts';
import { targets, type Target } from '../../../src/dataset/targets.ts';
import { runs } from '../../support/runs.ts';
import { formatRow } from './arbitraries.ts';
import { checkBytes, sessionOf, settle } from './support.ts';

const targetNames = Object.keys(targets) as readonly Target[];

describe('rows of any format', () => {
  const rows = fc.array(formatRow, { minLength: 1, maxLength: 12 });
  const options = fc.record({ format: fc.constantFrom(...formats), target: fc.constantFrom(...targetNames) });

  it('have the same problems in a file and in an editor, inside the row that they are in', async () => {
    const property = fc.asyncProperty(rows, options, async (rows, options) => {
      const text = rows.join('\n');
      const session = sessionOf(text, options);
      for (const { row, span } of session.problems) {
        assert(span.start <= span.end && span.end <= (rows[row]?.length ?? 0));
      }
      const file = await checkBytes(new TextEncoder().encode(text), options);
      assert.deepEqual(file.problems, session.problems);
      assert.equal(file.warnings, session.summary.warnings);
    });
    await fc.assert(property, { numRuns: runs(10) });
  });

  it('have the same problems after edits and another choice of format and target', () => {
    const property = fc.property(rows, rows, options, options, (before, after, first, second) => {
      const session = sessionOf(before.join('\n'), first);
      const kept = Math.floor(before.length / 2);
      session.apply({ startRow: kept, removedRows: before.length - kept, addedRows: after });
      session.configure({ ...second, role: 'training' });
      settle(session.settle());
      const fresh = sessionOf([...before.slice(0, kept), ...after].join('\n'), second);
      assert.deepEqual(session.problems, fresh.problems);
      assert.deepEqual(session.summary, fresh.summary);
    });
    fc.assert(property, { numRuns: runs(10) });
  });
});
