import { rowProblem, type RowProblem } from '../problems.ts';
import { shorten, skipBlank } from '../scanner.ts';

/** Share of examples with a field from which one without is pointed out. Our choice. */
const usualShare = 0.5;

/** How many examples of a reinforcement file have which fields for graders, as plain data. */
export interface FieldCounts {
  readonly each: Map<string, number>;
  /** Examples with any field: those without are a matter of `rft/no-reference`. */
  examples: number;
}

export function noFields(): FieldCounts {
  return { each: new Map(), examples: 0 };
}

/** Counts `number` examples with `fields`; fewer than 0 takes them back. */
export function countFields(counts: FieldCounts, fields: readonly string[], number: number): void {
  counts.examples += number;
  for (const field of fields) {
    const now = (counts.each.get(field) ?? 0) + number;
    if (now === 0) counts.each.delete(field);
    else counts.each.set(field, now);
  }
}

/** Adds the counts of another part of the same file. */
export function joinFields(counts: FieldCounts, part: FieldCounts): void {
  counts.examples += part.examples;
  for (const [field, number] of part.each) counts.each.set(field, (counts.each.get(field) ?? 0) + number);
}

/** The fields that so many of all `examples` have that one without is pointed out, in alphabetical order. */
export function usualFields({ each }: FieldCounts, examples: number): readonly string[] {
  const usual: string[] = [];
  for (const [field, number] of each) if (number >= usualShare * examples) usual.push(field);
  return usual.sort();
}

/** How many problems `missingFields` finds in all examples together. */
export function countMissing(counts: FieldCounts, usual: readonly string[]): number {
  return usual.reduce((sum, field) => sum + counts.examples - (counts.each.get(field) ?? 0), 0);
}

/** The problems of a row with `fields`, of which it has some, where examples have the `usual` ones. */
export function missingFields(row: string, fields: readonly string[], usual: readonly string[]): RowProblem[] {
  return missingFieldsAt(skipBlank(row, 0), fields, usual);
}

/** The same for a row of which only the column of its brace is known. */
export function missingFieldsAt(brace: number, fields: readonly string[], usual: readonly string[]): RowProblem[] {
  const present = new Set(fields);
  return usual
    .filter((field) => !present.has(field))
    .map((field) => rowProblem('rft/inconsistent-fields', brace, brace + 1, { field: shorten(field) }));
}
