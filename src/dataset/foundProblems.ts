import { addToGroup, groupProblems, joinGroups, type FieldGroups } from './foundFields.ts';
import {
  addCounts,
  compareProblems,
  countBySeverity,
  inRow,
  rowProblem,
  type Problem,
  type RowProblem,
  type Severity,
  type SeverityCounts,
} from './problems.ts';
import type { RowCheck } from './rowCheck.ts';
import { inconsistentSystem } from './rules/systemUse.ts';

/**
 * Problems of rows that are read once. Kinds that come in an order of their own, or may have to be dropped, are kept apart,
 * so that each list is in order of rows; each has the first ones only, the counts are of all.
 */
export interface FoundLists {
  /** Of examples, which wait until the format of the file is known. */
  readonly examples: Problem[];
  readonly others: Problem[];
  readonly damage: Problem[];
  /** Row, start and end of each example without a system message: there may be as many as rows. */
  readonly withoutSystem: number[];
  /** Examples by their fields for graders, for those that turn out to lack some. */
  readonly byFields: FieldGroups;
  /** Of `examples` and `others`. */
  readonly counts: SeverityCounts;
  damageCount: number;
  withoutSystemCount: number;
}

/** Collects the first `limit` errors and the first `limit` other problems of each kind. */
export class FoundProblems {
  readonly lists: FoundLists = noProblems();
  readonly #limit: number;
  /** How many of a list are errors: warnings of a large file must not crowd out errors behind them. */
  readonly #errors = new Map<readonly Problem[], number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes over the problems of a row, at the time when it is checked. `unread`: how many it has that nobody needs. */
  add(row: number, text: string, check: RowCheck, unread?: Readonly<SeverityCounts>): void {
    if (unread) addCounts(this.lists.counts, unread);
    for (const problem of check.problems) this.#addProblem(problem, row, check.kind === 'example');
    if (check.kind === 'blank') this.#addProblem(rowProblem('json/blank-line', 0, text.length), row, false);
    if (check.fields) addToGroup(this.lists.byFields, check.fields, row, text, this.#limit);
    if (check.systemUse === 'without') this.#addWithoutSystem(row, text);
  }

  /** Some of so many problems of an example would be kept. */
  hasRoom({ error, warning, info }: Readonly<SeverityCounts>): boolean {
    const { examples } = this.lists;
    const errors = this.#errors.get(examples) ?? 0;
    return (error > 0 && errors < this.#limit) || (warning + info > 0 && examples.length - errors < this.#limit);
  }

  /** `add` has to know the text of a row without problems. */
  needsText({ systemUse, fields }: RowCheck): boolean {
    return fields !== undefined || (systemUse === 'without' && this.lists.withoutSystemCount < this.#limit);
  }

  #addProblem(problem: RowProblem, row: number, isOfExample: boolean): void {
    const { lists } = this;
    const isDamage = problem.rule === 'text/replacement-char';
    if (isDamage) lists.damageCount++;
    else lists.counts[problem.severity]++;
    const list = isDamage ? lists.damage : isOfExample ? lists.examples : lists.others;
    const errors = this.#errors.get(list) ?? 0;
    const isError = problem.severity === 'error';
    if ((isError ? errors : list.length - errors) >= this.#limit) return;
    if (isError) this.#errors.set(list, errors + 1);
    list.push(inRow(problem, row));
  }

  #addWithoutSystem(row: number, text: string): void {
    if (this.lists.withoutSystemCount++ >= this.#limit) return;
    const { span } = inconsistentSystem(text);
    this.lists.withoutSystem.push(row, span.start, span.end);
  }
}

function noProblems(): FoundLists {
  return {
    examples: [],
    others: [],
    damage: [],
    withoutSystem: [],
    byFields: new Map(),
    counts: { error: 0, warning: 0, info: 0 },
    damageCount: 0,
    withoutSystemCount: 0,
  };
}

/** The lists of a file of which `parts` are the parts, in order; `rows` is how many rows each has. */
export function joinLists(parts: readonly { readonly found: FoundLists; readonly rows: number }[]): FoundLists {
  const [only] = parts;
  if (only && parts.length === 1) return only.found;
  const all = noProblems();
  let first = 0;
  for (const { found, rows } of parts) {
    for (const list of ['examples', 'others', 'damage'] as const) {
      for (const problem of found[list]) all[list].push(inRow(problem, first + problem.row));
    }
    for (let at = 0; at < found.withoutSystem.length; at += 3) {
      const [row = 0, start = 0, end = 0] = found.withoutSystem.slice(at, at + 3);
      all.withoutSystem.push(first + row, start, end);
    }
    joinGroups(all.byFields, found.byFields, first);
    addCounts(all.counts, found.counts);
    all.damageCount += found.damageCount;
    all.withoutSystemCount += found.withoutSystemCount;
    first += rows;
  }
  return all;
}

/** What only the end of the file decides. */
export interface FileOutcome {
  /** Problems of the file as a whole, and those that rows have with one another. In any order. */
  readonly fileProblems: readonly Problem[];
  /** Nothing else is said: the file is empty, or no text. */
  readonly isFileOnly: boolean;
  /** Damaged characters are part of a larger problem: the file is not UTF-8. */
  readonly hidesDamage: boolean;
  /** Examples without a system message are pointed out. */
  readonly isSystemUsual: boolean;
  /** Reinforcement rows without these fields are pointed out, `missingFields` times in all. */
  readonly usualFields: readonly string[];
  readonly missingFields: number;
  /** Row of an array that is all of the file: nothing is said of it and what follows. */
  readonly arrayRow: number | undefined;
}

/**
 * `limit` problems in the order of results, whatever turned out at the end, and how many there are of each severity. Where
 * there are more, errors come before warnings, and those before the rest.
 */
export function allProblems(
  found: FoundLists,
  outcome: FileOutcome,
  limit: number,
): { readonly problems: readonly Problem[]; readonly counts: Readonly<SeverityCounts> } {
  const { arrayRow, fileProblems, hidesDamage, isFileOnly, isSystemUsual } = outcome;
  const counts = countBySeverity(fileProblems);
  let problems = [...fileProblems];
  if (arrayRow !== undefined && !isFileOnly) {
    // Only blank rows can stand before it.
    problems = problems.concat(found.others.filter(({ row }) => row < arrayRow));
    counts.warning += arrayRow;
  } else if (!isFileOnly) {
    problems = problems.concat(found.examples, found.others);
    addCounts(counts, found.counts);
    if (!hidesDamage) {
      problems = problems.concat(found.damage);
      counts.warning += found.damageCount;
    }
    problems = problems.concat(groupProblems(found.byFields, outcome.usualFields));
    counts.warning += outcome.missingFields;
    if (isSystemUsual) {
      problems = problems.concat(withoutSystem(found.withoutSystem));
      counts.info += found.withoutSystemCount;
    }
  }
  return { problems: worst(problems, limit).sort(compareProblems), counts };
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function worst(problems: Problem[], limit: number): Problem[] {
  if (problems.length <= limit) return problems;
  return problems.sort((a, b) => ranks[a.severity] - ranks[b.severity] || compareProblems(a, b)).slice(0, limit);
}

function withoutSystem(flat: readonly number[]): Problem[] {
  const problems: Problem[] = [];
  for (let at = 0; at < flat.length; at += 3) {
    const problem = rowProblem('chat/inconsistent-system', flat[at + 1] ?? 0, flat[at + 2] ?? 0);
    problems.push(inRow(problem, flat[at] ?? 0));
  }
  return problems;
}
