import { addCounts, type SeverityCounts } from './problems.ts';
import type { RowCheck } from './rowCheck.ts';
import { countFields, countMissing, joinFields, noFields, usualFields, type FieldCounts } from './rules/fieldUse.ts';
import { isSystemUsual } from './rules/systemUse.ts';

/** Counts over the rows of a file that rules and summaries need. A row can be taken back when it changes. */
export class Tally {
  examples = 0;
  blank = 0;
  /** Values: rows that are not blank, those of one value counted once. */
  values = 0;
  evident = 0;
  arrays = 0;
  spanning = 0;
  withSystem = 0;
  withoutSystem = 0;
  withImages = 0;
  readonly fields: FieldCounts = noFields();
  readonly problems: SeverityCounts = { error: 0, warning: 0, info: 0 };

  /** Adds a row, or takes it back with `sign` -1. */
  add(check: RowCheck, sign: 1 | -1 = 1): void {
    if (check.kind === 'blank') this.blank += sign;
    else if (check.kind !== 'continued') this.values += sign;
    if (check.kind === 'example') this.examples += sign;
    if (check.kind === 'array' || check.kind === 'spanningArray') this.arrays += sign;
    if (check.kind === 'spanningArray' || check.kind === 'spanningObject') this.spanning += sign;
    if (check.isEvident) this.evident += sign;
    if (check.systemUse === 'with') this.withSystem += sign;
    else if (check.systemUse === 'without') this.withoutSystem += sign;
    if (check.hasImages) this.withImages += sign;
    if (check.fields) countFields(this.fields, check.fields, sign);
    for (const problem of check.problems) this.problems[problem.severity] += sign;
  }

  /** Adds problems of a row that was added without them. */
  addProblems(counts: Readonly<SeverityCounts>): void {
    addCounts(this.problems, counts);
  }

  /** Adds the counts of another part of the same file. */
  join(part: TallyCounts): void {
    this.examples += part.examples;
    this.blank += part.blank;
    this.values += part.values;
    this.evident += part.evident;
    this.arrays += part.arrays;
    this.spanning += part.spanning;
    this.withSystem += part.withSystem;
    this.withoutSystem += part.withoutSystem;
    this.withImages += part.withImages;
    joinFields(this.fields, part.fields);
    addCounts(this.problems, part.problems);
  }

  /** Nothing but blank rows. */
  get isEmpty(): boolean {
    return this.values === 0;
  }

  /** The only value of the file is an array. */
  get isArrayFile(): boolean {
    return this.values === 1 && this.arrays === 1;
  }

  /** Most values look like training examples; the file is taken for a dataset without being told. */
  get isEvidentlyDataset(): boolean {
    return this.evident * 2 > this.values;
  }

  /** Rows that are pointed out for having no system message. */
  get inconsistentSystem(): number {
    return isSystemUsual(this.withSystem, this.examples) ? this.withoutSystem : 0;
  }

  /** Fields that a reinforcement row is pointed out for not having. */
  get usualFields(): readonly string[] {
    return usualFields(this.fields, this.examples);
  }

  /** How many problems that makes. */
  get missingFields(): number {
    return countMissing(this.fields, this.usualFields);
  }
}

/** The counts of a tally as plain data, which may have come from another thread. */
export type TallyCounts = Pick<
  Tally,
  | 'examples'
  | 'blank'
  | 'values'
  | 'evident'
  | 'arrays'
  | 'spanning'
  | 'withSystem'
  | 'withoutSystem'
  | 'withImages'
  | 'fields'
  | 'problems'
>;
