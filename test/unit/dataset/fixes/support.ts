import { splitRows } from '../../../support/splitRows.ts';
import { applyEdits, type FixEdit } from '../../../../src/dataset/fixes/fix.ts';
import { fixAll, type FixChoice } from '../../../../src/dataset/fixes/fixAll.ts';
import { fixesFor } from '../../../../src/dataset/fixes/fixesFor.ts';
import { fixTitle } from '../../../../src/dataset/fixes/titles.ts';
import type { Problem } from '../../../../src/dataset/problems.ts';
import type { DatasetOptions, RowSource } from '../../../../src/dataset/session.ts';
import { chatRow, defaults, sessionOf } from '../support.ts';

export function sourceOf(rows: readonly string[]): RowSource {
  return { count: rows.length, row: (index) => rows[index] ?? '' };
}

/** The rows after `edits`. */
export function applyToRows(rows: readonly string[], edits: readonly FixEdit[]): readonly string[] {
  const result = rows.map((row): readonly string[] => [row]);
  const ofRow = new Map<number, { span: { start: number; end: number }; text: string }[]>();
  for (const edit of edits) {
    if (edit.type === 'rows') {
      for (let row = 0; row < edit.removedRows; row++) result[edit.startRow + row] = row === 0 ? edit.addedRows : [];
    } else ofRow.set(edit.row, [...(ofRow.get(edit.row) ?? []), edit]);
  }
  for (const [row, texts] of ofRow) result[row] = applyEdits(rows[row] ?? '', texts).split('\n');
  return result.flat();
}

export interface Checked {
  readonly rows: readonly string[];
  readonly problems: readonly Problem[];
  /** With the format that the rows have told. */
  readonly options: DatasetOptions;
}

export function check(rows: readonly string[], options: Partial<DatasetOptions> = {}): Checked {
  const session = sessionOf(rows.join('\n'), options);
  const { format } = session.summary;
  return { rows, problems: session.problems, options: { ...defaults, ...options, ...(format && { format }) } };
}

export function checkText(text: string, options: Partial<DatasetOptions> = {}): Checked {
  return check(splitRows(text), options);
}

/** The first row of a file of chat data after each fix of its first problem of `rule`: the title, then the row or rows. */
export function fixesOf(row: string, rule: string, options: Partial<DatasetOptions> = {}): string[][] {
  const others = Array.from({ length: 10 }, (_, i) =>
    chatRow({ role: 'user', content: `${i}` }, { role: 'assistant', content: 'a' }),
  );
  const file = check([row, ...others], options);
  const problem = file.problems.find((one) => one.row === 0 && one.rule === rule);
  if (!problem) throw new Error(`No ${rule} in: ${JSON.stringify(file.problems)}`);
  return fixesFor(problem, sourceOf(file.rows), file.options).map((fix) => [
    fixTitle(fix),
    ...applyToRows(file.rows, fix.edits).slice(0, -others.length),
  ]);
}

/** The rows after fixing all. */
export function fixedAll(file: Checked, choice: FixChoice): readonly string[] {
  return applyToRows(file.rows, allEdits(file, choice));
}

/** The edits that fix all. */
export function allEdits(file: Checked, choice: FixChoice): readonly FixEdit[] {
  const work = fixAll(file.problems, sourceOf(file.rows), choice, file.options);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
