import { noData, type ProblemData, type Span } from '../problems.ts';
import type { FixId } from './titles.ts';

/** Replaces a part of a row. A line break in `text` makes two rows of it. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** A way to repair a problem within its row. */
export interface RowFix {
  readonly id: FixId;
  /** What its title needs to know. May hold text of the row: never log it. */
  readonly data: ProblemData;
  /** It cannot change what the row means, so it may be done without asking. */
  readonly isSafe: boolean;
  readonly edits: readonly TextEdit[];
  /** What is repaired was not looked into before, so that problems inside it may come to light. */
  readonly isRevealing: boolean;
}

/** A change of a file that a fix makes. Rows are 0-based and those of the file before the fix. */
export type FixEdit =
  | { readonly type: 'text'; readonly row: number; readonly span: Span; readonly text: string }
  | {
      readonly type: 'rows';
      readonly startRow: number;
      readonly removedRows: number;
      readonly addedRows: readonly string[];
    };

/** A way to repair a problem. */
export interface Fix {
  readonly id: FixId;
  readonly data: ProblemData;
  readonly isSafe: boolean;
  /** First row first, none overlapping another. */
  readonly edits: readonly FixEdit[];
}

/** How a fix differs from one that asks for a look: unsafe, revealing nothing. */
export interface FixTraits {
  readonly isSafe?: boolean;
  readonly isRevealing?: boolean;
  readonly data?: ProblemData;
}

export function rowFix(id: FixId, edits: readonly TextEdit[], traits: FixTraits = {}): RowFix {
  return {
    id,
    edits,
    data: traits.data ?? noData,
    isSafe: traits.isSafe ?? false,
    isRevealing: traits.isRevealing ?? false,
  };
}

export function replaced(span: Span, text: string): TextEdit {
  return { span, text };
}

export function inserted(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** The text after `edits`, which do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits.toSorted(byPlace)) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}

/**
 * The edits of those of `fixes` that stand clear of each other, first one first. A fix that reaches over the next one or
 * touches it waits for another round.
 */
export function compatibleEdits(fixes: readonly RowFix[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  let end = -1;
  for (const { edits } of fixes.toSorted((a, b) => startOf(a) - startOf(b))) {
    if (edits.some(({ span }) => span.start <= end)) continue;
    taken.push(...edits);
    end = Math.max(end, ...edits.map(({ span }) => span.end));
  }
  return taken;
}

function startOf({ edits }: RowFix): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

function byPlace(a: TextEdit, b: TextEdit): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

/** The one replacement that makes `after` of `before`; never between the halves of a surrogate pair. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isLowHalf(before, start) || isLowHalf(after, start)) start--;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (tail > 0 && (isLowHalf(before, before.length - tail) || isLowHalf(after, after.length - tail))) tail--;
  const end = before.length - tail;
  return { span: { start, end }, text: after.slice(start, after.length - tail) };
}

function isLowHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}
