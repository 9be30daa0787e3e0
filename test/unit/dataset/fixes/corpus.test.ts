import assert from 'node:assert/strict';
import { applyEdits, type Fix } from '../../../../src/dataset/fixes/fix.ts';
import { fixesFor, isFixable } from '../../../../src/dataset/fixes/fixesFor.ts';
import { RowTree, type RowNode } from '../../../../src/dataset/fixes/rowTree.ts';
import { newErrors } from '../../../../src/dataset/fixes/recheck.ts';
import { ruleIds, type Problem } from '../../../../src/dataset/problems.ts';
import { corpusFiles } from '../support.ts';
import { applyToRows, check, checkText, fixedAll, sourceOf, type Checked } from './support.ts';

/** What breaks them is not looked into, so a fix may bring to light what was wrong inside. */
const masking: ReadonlySet<string> = new Set(['chat/messages-not-array', 'tools/not-array']);
/** Cases that leave open what was meant: file, line and column. */
const open: ReadonlySet<string> = new Set([
  'completion-missing-completion.jsonl 7:0',
  'dpo-input-messages-missing-and-object.jsonl 3:10',
  'invalid-function-call.jsonl 4:124',
  'invalid-parts.jsonl 9:43',
  'invalid-roles.jsonl 9:23',
  'invalid-tool-calls.jsonl 2:95',
  'invalid-tool-calls.jsonl 3:95',
  'invalid-tools.jsonl 2:112',
  'invalid-tools.jsonl 6:120',
  'messages-not-array.jsonl 3:13',
  'missing-messages-key.jsonl 5:0',
]);

describe('the fixes of the corpus', () => {
  const rules = ruleIds.filter((rule) => isFixable(rule) && rule !== 'format/unknown');
  const isFixed = ({ rule }: { readonly rule: string }): boolean => rules.some((fixable) => fixable === rule);
  const files = corpusFiles().filter(({ name, expected }) => name.startsWith('invalid/') && expected.some(isFixed));
  for (const { name, bytes, options } of files) {
    const file = checkText(new TextDecoder().decode(bytes), options);
    const fixable = file.problems.filter(isFixed);
    if (fixable.length === 0) continue;

    it(`${name}: each removes its problem, makes no error and keeps the rest as it is`, () => {
      for (const problem of fixable) {
        const fixes = fixesFor(problem, sourceOf(file.rows), file.options);
        const place = `${name.slice('invalid/'.length)} ${problem.row + 1}:${problem.span.start}`;
        assert.equal(fixes.length === 0, open.has(place), `${problem.rule} in ${place}`);
        for (const fix of fixes) checkFix(file, problem, fix);
      }
    });

    it(`${name}: all at once leave none of a rule behind, and a second time do nothing`, () => {
      for (const rule of new Set(fixable.map((problem) => problem.rule))) {
        const fixed = check(fixedAll(file, { type: 'rule', rule }), options);
        const left = fixed.problems.filter((problem) => problem.rule === rule);
        const unfixable = left.every((problem) => fixesFor(problem, sourceOf(fixed.rows), fixed.options).length === 0);
        assert.ok(unfixable, `${rule} is left`);
        assert.deepEqual(fixedAll(fixed, { type: 'rule', rule }), fixed.rows);
      }
    });

    it(`${name}: the safe ones make no error, and a second time do nothing`, () => {
      const fixed = check(fixedAll(file, { type: 'safe' }), options);
      assert.deepEqual(fixedAll(fixed, { type: 'safe' }), fixed.rows);
      const hid = file.problems.some(({ rule }) => rule.startsWith('json/') || masking.has(rule));
      if (!hid) assert.deepEqual(newErrors(file.problems, fixed.problems), []);
    });
  }
});

function checkFix(file: Checked, problem: Problem, fix: Fix): void {
  const rows = applyToRows(file.rows, fix.edits);
  const after = check(rows, file.options).problems;
  const place = `${fix.id} of ${problem.rule} in line ${problem.row + 1}`;
  const count = (problems: readonly Problem[]): number => problems.filter(({ rule }) => rule === problem.rule).length;
  assert.ok(count(after) < count(file.problems), `${place} leaves the problem`);
  if (isWholeRows(fix)) return;
  const before = file.rows[problem.row] ?? '';
  const beforeTree = RowTree.of(before);
  const row = applyEdits(before, textEdits(fix));
  const tree = RowTree.of(row);
  if (beforeTree && tree) {
    assertKept(beforeTree, tree, fix, place);
    if (!masking.has(problem.rule)) assert.deepEqual(newErrors(file.problems, after), [], place);
  }
}

const isWholeRows = (fix: Fix): boolean => fix.edits.some(({ type }) => type === 'rows');
const textEdits = (fix: Fix): Extract<Fix['edits'][number], { type: 'text' }>[] =>
  fix.edits.filter((edit) => edit.type === 'text');

/** Every scalar that no edit touches is there afterwards, in the same order and spelling. */
function assertKept(before: RowTree, after: RowTree, fix: Fix, place: string): void {
  const edits = textEdits(fix);
  const isTouched = (node: RowNode): boolean =>
    edits.some(({ span }) => span.start < node.end && span.end > node.start);
  const kept = scalars(before.root).filter((node) => !isTouched(node));
  const found = scalars(after.root).map((node) => after.textOf(node));
  let at = 0;
  for (const node of kept) {
    const text = before.textOf(node);
    while (at < found.length && found[at] !== text) at++;
    assert.ok(at++ < found.length, `${place} loses ${text}`);
  }
}

function scalars(node: RowNode): RowNode[] {
  return node.kind === 'scalar' ? [node] : node.children.flatMap(scalars);
}

describe('rules that have fixes', () => {
  it('are rules', async () => {
    const { rowFixers } = await import('../../../../src/dataset/fixes/rowFixers.ts');
    const known: ReadonlySet<string> = new Set(ruleIds);
    assert.deepEqual(
      Object.keys(rowFixers).filter((rule) => !known.has(rule)),
      [],
    );
  });
});
