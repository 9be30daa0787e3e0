import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fixesFor } from '../../../../src/dataset/fixes/fixesFor.ts';
import { fromPython } from '../../../../src/dataset/fixes/pythonLiteral.ts';
import { anyRow } from '../arbitraries.ts';
import { chatRow } from '../support.ts';
import { runs } from '../../../support/runs.ts';
import { applyToRows, check, fixedAll, sourceOf } from './support.ts';

const file = fc.array(anyRow, { minLength: 1, maxLength: 4 }).map((rows) => [...rows, chatRow()]);

describe('fixes of any rows', () => {
  it('remove their problem', () => {
    fc.assert(
      fc.property(file, (rows) => {
        const { problems, options } = check(rows);
        for (const problem of problems) {
          for (const fix of fixesFor(problem, sourceOf(rows), options)) {
            const after = check(applyToRows(rows, fix.edits), options).problems;
            const count = (list: typeof problems): number => list.filter(({ rule }) => rule === problem.rule).length;
            assert.ok(count(after) < count(problems), `${fix.id}: ${JSON.stringify(rows)}`);
          }
        }
      }),
      { numRuns: runs(60) },
    );
  });

  it('all at once never make a row that is JSON one that is not, and end', () => {
    fc.assert(
      fc.property(file, (rows) => {
        const before = check(rows);
        const fixed = check(fixedAll(before, { type: 'safe' }), before.options);
        const broken = ({ problems }: typeof before): number =>
          problems.filter(
            ({ rule }) =>
              rule.startsWith('json/') &&
              rule !== 'json/not-an-object' &&
              rule !== 'json/duplicate-key' &&
              rule !== 'json/lone-surrogate',
          ).length;
        assert.ok(broken(fixed) <= broken(before), JSON.stringify([rows, fixed.rows]));
      }),
      { numRuns: runs(60) },
    );
  });

  it('read what Python prints', () => {
    const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (data) => {
        const json = fromPython(pythonText(data));
        assert.deepEqual(json && JSON.parse(json.text), JSON.parse(JSON.stringify(data)));
      }),
      { numRuns: runs(60) },
    );
  });
});

/** `data` as Python prints it. */
function pythonText(data: unknown): string {
  if (data === null) return 'None';
  if (typeof data === 'boolean') return data ? 'True' : 'False';
  if (typeof data === 'string')
    return `'${data.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (Array.isArray(data)) return `[${data.map(pythonText).join(', ')}]`;
  if (typeof data !== 'object') return JSON.stringify(data);
  return `{${Object.entries(data)
    .map(([key, one]) => `${pythonText(key)}: ${pythonText(one)}`)
    .join(', ')}}`;
}
