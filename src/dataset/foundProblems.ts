import { compareProblems, inRow, rowProblem, type Problem, type RowProblem, type Severity } from './problems.ts';
import type { RowCheck } from './rowCheck.ts';
import { inconsistentSystem } from './rules/systemUse.ts';

/** What only the end of the file decides. */
export interface FileOutcome {
  /** Problems of the file as a whole. */
  readonly fileProblems: readonly Problem[];
  /** Nothing else is said: the file is empty, or no text. */
  readonly isFileOnly: boolean;
  /** Damaged characters are part of a larger problem: the file is not UTF-8. */
  readonly hidesDamage: boolean;
  /** Examples without a system message are pointed out. */
  readonly isSystemUsual: boolean;
  /** Row of an array that is all of the file: nothing is said of it and what follows. */
  readonly arrayRow: number | undefined;
}

/**
 * Problems of a file that is read once: the first `limit` in the order of results, whatever turns out at its end. Kinds
 * that come in an order of their own, or may have to be dropped, are kept apart, so that each list is in order of rows.
 */
export class FoundProblems {
  readonly #limit: number;
  /** Of examples, which wait until the format of the file is known. */
  readonly #examples: Problem[] = [];
  readonly #others: Problem[] = [];
  readonly #damage: Problem[] = [];
  /** Row, start and end of each example without a system message: there may be as many as rows. */
  readonly #withoutSystem: number[] = [];
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  #damageCount = 0;
  #withoutSystemCount = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes over the problems of a row, at the time when it is checked. */
  add(row: number, text: string, check: RowCheck): void {
    for (const problem of check.problems) this.#addProblem(problem, row, check.kind === 'example');
    if (check.kind === 'blank') this.#addProblem(rowProblem('json/blank-line', 0, text.length), row, false);
    if (check.systemUse === 'without') this.#addWithoutSystem(row, text);
  }

  #addProblem(problem: RowProblem, row: number, isOfExample: boolean): void {
    const isDamage = problem.rule === 'text/replacement-char';
    if (isDamage) this.#damageCount++;
    else this.#counts[problem.severity]++;
    const list = isDamage ? this.#damage : isOfExample ? this.#examples : this.#others;
    if (list.length < this.#limit) list.push(inRow(problem, row));
  }

  #addWithoutSystem(row: number, text: string): void {
    if (this.#withoutSystemCount++ >= this.#limit) return;
    const { span } = inconsistentSystem(text);
    this.#withoutSystem.push(row, span.start, span.end);
  }

  /** The first problems in the order of results, and how many there are of each severity. */
  finish(outcome: FileOutcome): { problems: readonly Problem[]; counts: Readonly<Record<Severity, number>> } {
    const { arrayRow, fileProblems, hidesDamage, isFileOnly, isSystemUsual } = outcome;
    if (isFileOnly) return this.#result([...fileProblems], { error: 0, warning: 0, info: 0 }, fileProblems);
    if (arrayRow !== undefined) {
      // Only blank rows can stand before it.
      const before = this.#others.filter((problem) => problem.row < arrayRow);
      return this.#result([...fileProblems, ...before], { error: 0, warning: arrayRow, info: 0 }, fileProblems);
    }
    const problems = [...fileProblems, ...this.#examples, ...this.#others];
    const counts = { ...this.#counts };
    if (!hidesDamage) {
      for (const problem of this.#damage) problems.push(problem);
      counts.warning += this.#damageCount;
    }
    if (isSystemUsual) {
      const flat = this.#withoutSystem;
      for (let at = 0; at < flat.length; at += 3) {
        const problem = rowProblem('chat/inconsistent-system', flat[at + 1] ?? 0, flat[at + 2] ?? 0);
        problems.push(inRow(problem, flat[at] ?? 0));
      }
      counts.info += this.#withoutSystemCount;
    }
    return this.#result(problems, counts, fileProblems);
  }

  #result(
    problems: Problem[],
    counts: Record<Severity, number>,
    fileProblems: readonly Problem[],
  ): { problems: readonly Problem[]; counts: Readonly<Record<Severity, number>> } {
    for (const { severity } of fileProblems) counts[severity]++;
    return { problems: problems.sort(compareProblems).slice(0, this.#limit), counts };
  }
}
