import type { Problem, RuleId } from '../problems.ts';
import type { DatasetOptions, RowSource } from '../session.ts';
import { EditList } from './editList.ts';
import { fileFix } from './fileFixers.ts';
import { applyEdits, compatibleEdits, difference, type FixEdit, type RowFix } from './fix.ts';
import { FixRow } from './fixRow.ts';
import { checkRows, goodFixes, isGood, rowChecker, type CheckRow } from './recheck.ts';
import { rowFixers } from './rowFixers.ts';
import { firstError } from './syntax.ts';

/** What to fix: all problems of a rule in the way a person would choose first, or of every rule where a fix is safe. */
export type FixChoice = { readonly type: 'rule'; readonly rule: RuleId } | { readonly type: 'safe' };

/** Rounds of fixes in one row; each repairs all places that do not touch each other. */
const maxRounds = 50;

/**
 * The edits that fix all of `problems`, which are in the order of results, as far as `choice` goes; first row first. A row
 * is checked again after each round of fixes, since one may bring the next to light. Time is linear in the rows that
 * have problems; a step of the generator is one of them, or a row of a value that spans rows.
 */
export function* fixAll(
  problems: readonly Problem[],
  rows: RowSource,
  choice: FixChoice,
  options: DatasetOptions,
): Generator<void, readonly FixEdit[], void> {
  const fixer = new RowsFixer(choice, rowChecker(options));
  const list = new EditList();
  for (let at = 0; at < problems.length;) {
    const row = problems[at]?.row ?? 0;
    const start = at;
    while (problems[at]?.row === row) at++;
    const ofRow = problems.slice(start, at);
    const edit = (yield* fixer.fileEdit(ofRow, rows)) ?? fixer.rowEdit(row, rows.row(row), ofRow);
    if (edit) list.add(edit);
    yield;
  }
  return list.edits;
}

class RowsFixer {
  readonly #choice: FixChoice;
  readonly #check: CheckRow;

  constructor(choice: FixChoice, check: CheckRow) {
    this.#choice = choice;
    this.#check = check;
  }

  /** Removes or replaces whole rows, if one of the problems asks for it. */
  *fileEdit(problems: readonly Problem[], rows: RowSource): Generator<void, FixEdit | undefined, void> {
    for (const problem of problems) {
      const fix = this.#wants(problem) ? yield* fileFix(problem, rows) : undefined;
      const edit = fix?.edits[0];
      if (!fix || edit?.type !== 'rows' || !this.#mayDo(fix)) continue;
      const addedRows: string[] = [];
      for (const row of edit.addedRows) {
        // One by one: an array of a whole file has more elements than a call takes.
        for (const fixed of this.#fixedAsRows(row)) addedRows.push(fixed);
        yield;
      }
      return { ...edit, addedRows };
    }
    return undefined;
  }

  /** Repairs a row where it is. */
  rowEdit(row: number, text: string, problems: readonly Problem[]): FixEdit | undefined {
    const after = this.#fixed(text, problems);
    if (after === text) return undefined;
    return { type: 'text', row, ...difference(text, after) };
  }

  #fixedAsRows(row: string): readonly string[] {
    return this.#choice.type === 'safe' ? this.#fixed(row, this.#check(row)).split('\n') : [row];
  }

  /** The row after all its fixes; several rows, with line breaks between them, where it was split. */
  #fixed(row: string, problems: readonly Problem[]): string {
    if (!problems.some((problem) => this.#wants(problem) && problem.rule in rowFixers)) return row;
    const wasBroken = firstError(row) !== undefined;
    let text = row;
    let current = problems;
    for (let round = 0; round < maxRounds; round++) {
      const next = this.#round(text, current);
      if (next === undefined) break;
      if (next.includes('\n'))
        return next
          .split('\n')
          .map((part) => this.#fixed(part, this.#check(part)))
          .join('\n');
      text = next;
      current = this.#check(text);
    }
    // Done without asking, a row that is not JSON is made JSON or left alone.
    return this.#choice.type === 'safe' && wasBroken && firstError(text) !== undefined ? row : text;
  }

  /** The row after one round; undefined where nothing is left to fix. */
  #round(text: string, problems: readonly Problem[]): string | undefined {
    const row = new FixRow(text);
    const fixes: RowFix[] = [];
    const rules = new Set<RuleId>();
    for (const problem of problems) {
      if (!this.#wants(problem)) continue;
      const fix = rowFixers[problem.rule]?.(row, problem).find((one) => this.#mayDo(one));
      if (!fix) continue;
      fixes.push(fix);
      rules.add(problem.rule);
    }
    if (fixes.length === 0) return undefined;
    const before = this.#check(text);
    const isRevealing = fixes.some((fix) => fix.isRevealing);
    const together = applyEdits(text, compatibleEdits(fixes));
    if (isGood(rules, isRevealing, before, checkRows(together, this.#check))) return together;
    // One of them does no good, or not beside the others: the first that does by itself.
    for (const rule of rules) {
      const [first] = goodFixes(this.#fixesOf(rule, row, problems), text, rule, this.#check);
      if (first) return applyEdits(text, first.edits);
    }
    return undefined;
  }

  #fixesOf(rule: RuleId, row: FixRow, problems: readonly Problem[]): readonly RowFix[] {
    return problems
      .filter((problem) => problem.rule === rule)
      .flatMap((problem) => rowFixers[rule]?.(row, problem) ?? [])
      .filter((fix) => this.#mayDo(fix));
  }

  #wants(problem: Problem): boolean {
    return this.#choice.type === 'safe' || problem.rule === this.#choice.rule;
  }

  #mayDo(fix: { readonly isSafe: boolean }): boolean {
    return this.#choice.type === 'rule' || fix.isSafe;
  }
}
