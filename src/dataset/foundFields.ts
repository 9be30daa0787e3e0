import { inRow, type Problem } from './problems.ts';
import { missingFieldsAt } from './rules/fieldUse.ts';
import { skipBlank } from './scanner.ts';

/** Reinforcement rows with the same fields for graders, as plain data: most files have few kinds of them. */
export interface FieldGroup {
  readonly fields: readonly string[];
  /** Row and column of the brace of the first of them, one after the other. */
  readonly places: number[];
  /** How many there are. */
  count: number;
}

export type FieldGroups = Map<string, FieldGroup>;

function groupOf(groups: FieldGroups, fields: readonly string[]): FieldGroup {
  const key = JSON.stringify(fields);
  const known = groups.get(key);
  if (known) return known;
  const group: FieldGroup = { fields, places: [], count: 0 };
  groups.set(key, group);
  return group;
}

/** Adds a row; its place only if fewer than `limit` of its kind are known. */
export function addToGroup(
  groups: FieldGroups,
  fields: readonly string[],
  row: number,
  text: string,
  limit: number,
): void {
  const group = groupOf(groups, fields);
  if (group.count++ < limit) group.places.push(row, skipBlank(text, 0));
}

/** Adds the groups of a part of the file whose first row is `first`. */
export function joinGroups(groups: FieldGroups, part: FieldGroups, first: number): void {
  for (const { fields, places, count } of part.values()) {
    const group = groupOf(groups, fields);
    group.count += count;
    for (let at = 0; at < places.length; at += 2) group.places.push(first + (places[at] ?? 0), places[at + 1] ?? 0);
  }
}

/** Problems of rows without the `usual` fields. */
export function groupProblems(groups: FieldGroups, usual: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const { fields, places } of groups.values()) {
    for (let at = 0; at < places.length; at += 2) {
      for (const problem of missingFieldsAt(places[at + 1] ?? 0, fields, usual)) {
        problems.push(inRow(problem, places[at] ?? 0));
      }
    }
  }
  return problems;
}
