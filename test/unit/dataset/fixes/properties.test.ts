import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fix, FixEdit, TextEdit } from '../../../../src/dataset/fixes/fix.ts';
import type { FixChoice } from '../../../../src/dataset/fixes/fixAll.ts';
import { fixesFor, isFixable } from '../../../../src/dataset/fixes/fixesFor.ts';
import { FixRow } from '../../../../src/dataset/fixes/fixRow.ts';
import { fromPython } from '../../../../src/dataset/fixes/pythonLiteral.ts';
import { newErrors } from '../../../../src/dataset/fixes/recheck.ts';
import { rowFixers } from '../../../../src/dataset/fixes/rowFixers.ts';
import { formats } from '../../../../src/dataset/formats.ts';
import type { Problem } from '../../../../src/dataset/problems.ts';
import type { DatasetOptions } from '../../../../src/dataset/session.ts';
import { anyCharacter } from '../../../support/anyCharacter.ts';
import { splitRows } from '../../../support/splitRows.ts';
import { runs } from '../../../support/runs.ts';
import { anyRow, fragmentRow } from '../arbitraries.ts';
import { chatRow, corpusFiles } from '../support.ts';
import { applyToRows, check, checkText, fixedAll, sourceOf } from './support.ts';

/** Short rows of the corpus, each with some characters changed. */
const corpusRows = corpusFiles()
  .filter(({ bytes }) => bytes.length < 60_000)
  .flatMap(({ bytes }) => splitRows(new TextDecoder().decode(bytes)))
  .filter((row) => row.length < 2000);
const changes = fc.array(fc.record({ at: fc.nat(2000), removed: fc.nat(3), added: fragmentRow }), { maxLength: 2 });
const changedRow = fc.tuple(fc.constantFrom(...corpusRows), changes).map(([row, changes]) =>
  changes.reduce((text, { at, removed, added }) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + added + text.slice(start + removed);
  }, row),
);

const row = fc.oneof(anyRow, { arbitrary: changedRow, weight: 2 });
/** Most with a good row at the end, so that not every file is of an unknown format. */
const file = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 4 }), fc.constantFrom([chatRow()], [chatRow()], []))
  .map((parts) => parts.flat());
const options: fc.Arbitrary<Partial<DatasetOptions>> = fc
  .record({
    format: fc.constantFrom(undefined, ...formats),
    target: fc.constantFrom('openai', 'azure', 'local'),
    role: fc.constantFrom('training', 'validation'),
  })
  .map(({ format, ...others }) => ({ ...others, ...(format && { format }) }));

/** True for a fix of something that was not looked into, so that problems inside it may come to light. */
function isRevealing(fix: Fix, problem: Problem, text: string): boolean {
  const places = (edits: readonly (TextEdit | FixEdit)[]): string =>
    JSON.stringify(edits.map((edit) => 'span' in edit && [edit.span.start, edit.span.end, edit.text]));
  const same = rowFixers[problem.rule]?.(new FixRow(text), problem).find(
    ({ id, edits }) => id === fix.id && places(edits) === places(fix.edits),
  );
  // Whole rows were read as one value, or are gone.
  return same?.isRevealing ?? true;
}

describe('fixes of any rows, as any format and for any target,', () => {
  it('remove their problem, and make no error', () => {
    fc.assert(
      fc.property(file, options, (rows, how) => {
        const { problems, options } = check(rows, how);
        for (const problem of problems) {
          for (const fix of fixesFor(problem, sourceOf(rows), options)) {
            const after = check(applyToRows(rows, fix.edits), options).problems;
            const count = (list: typeof problems): number => list.filter(({ rule }) => rule === problem.rule).length;
            const place = `${fix.id} of ${problem.rule}: ${JSON.stringify(rows)}`;
            assert.ok(count(after) < count(problems), place);
            if (isRevealing(fix, problem, rows[problem.row] ?? '')) continue;
            assert.deepEqual(newErrors(problems, after), [], place);
          }
        }
      }),
      { numRuns: runs(10) },
    );
  });

  it('all at once leave nothing when done a few times', () => {
    fc.assert(
      fc.property(file, options, (rows, how) => {
        const before = check(rows, how);
        const fixable = new Set(before.problems.map(({ rule }) => rule).filter(isFixable));
        const choices: FixChoice[] = [
          { type: 'safe' },
          ...[...fixable].map((rule) => ({ type: 'rule', rule }) as const),
        ];
        for (const choice of choices) {
          let fixed = before;
          // A bracket that was hidden by a mistake may open a value over several rows, to be joined next time.
          for (let time = 0; time < 4; time++) fixed = check(fixedAll(fixed, choice), before.options);
          assert.deepEqual(fixedAll(fixed, choice), fixed.rows, JSON.stringify([choice, rows]));
        }
      }),
      { numRuns: runs(5) },
    );
  });

  it('make a row of every example of an array, however it is written, and lose nothing', () => {
    const value = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ stringUnit: anyCharacter }), { maxKeys: 3 }), {
      minLength: 1,
    });
    const indents = fc.constantFrom(undefined, 1, 4, '\t');
    fc.assert(
      fc.property(value, indents, fc.boolean(), (examples, indent, hasBlankEnds) => {
        const text = JSON.stringify(examples, undefined, indent);
        const before = checkText(hasBlankEnds ? `\n${text}\n\n` : text);
        const after = fixedAll(before, { type: 'rule', rule: 'json/array-file' }).filter((text) => text !== '');
        assert.deepEqual(
          after.map((text): unknown => JSON.parse(text)),
          JSON.parse(text),
        );
      }),
      { numRuns: runs(5) },
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
      { numRuns: runs(10) },
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
      { numRuns: runs(10) },
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
