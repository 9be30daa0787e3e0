import type { JsonObject } from '../formats.ts';
import type { PlacedRow } from '../placedRow.ts';
import { rowProblem, type ProblemData, type RowProblem, type RuleId, type Span } from '../problems.ts';

/** An object or array of a row. With a key or index it names every place a problem can have. */
export type Container = JsonObject | readonly unknown[];

/**
 * What rules tell about a row. A rule names the part of the value it means, not a column: the row is checked as
 * JSON.parse gives it, and only when something was reported it is read again with places and checked once more.
 */
export interface Report {
  /** The whole value of `container[key]`. */
  value(rule: RuleId, container: Container, key: string | number, data?: ProblemData): void;
  /** The key token, with its quotes. */
  key(rule: RuleId, container: JsonObject, key: string, data?: ProblemData): void;
  /** The key token at each place, should the object have the key more than once. */
  keys(rule: RuleId, container: JsonObject, key: string, data?: ProblemData): void;
  /** The opening brace. */
  brace(rule: RuleId, container: JsonObject, data?: ProblemData): void;
}

/** Only notes that there is something to report. */
export class FirstLook implements Report {
  hasProblems = false;

  value(): void {
    this.hasProblems = true;
  }

  key(): void {
    this.hasProblems = true;
  }

  keys(): void {
    this.hasProblems = true;
  }

  brace(): void {
    this.hasProblems = true;
  }
}

/** Finds the columns of what is reported. */
export class PlacedReport implements Report {
  readonly problems: RowProblem[] = [];
  readonly #row: PlacedRow;

  constructor(row: PlacedRow) {
    this.#row = row;
  }

  value(rule: RuleId, container: Container, key: string | number, data?: ProblemData): void {
    this.#add(rule, this.#row.valueOf(container, key), data);
  }

  key(rule: RuleId, container: JsonObject, key: string, data?: ProblemData): void {
    const span = this.#row.keysOf(container, key).at(-1);
    if (span) this.#add(rule, span, data);
  }

  keys(rule: RuleId, container: JsonObject, key: string, data?: ProblemData): void {
    for (const span of this.#row.keysOf(container, key)) this.#add(rule, span, data);
  }

  brace(rule: RuleId, container: JsonObject, data?: ProblemData): void {
    this.#add(rule, this.#row.bracket(container), data);
  }

  #add(rule: RuleId, span: Span, data?: ProblemData): void {
    this.problems.push(rowProblem(rule, span.start, span.end, data));
  }
}
