import type { RowEdit } from '../../dataset/session.ts';

/** One replaced range of a document, in lines of the document before the edit; lines are 0-based and inclusive. */
export interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  /** Line breaks in the inserted text. */
  readonly addedBreaks: number;
}

/**
 * Turns the changes of one document event into row edits, first row first. Changes that touch the same line become one
 * edit; `lineAt` reads the document as it is after all changes.
 */
export function rowEdits(changes: readonly LineChange[], lineAt: (line: number) => string): readonly RowEdit[] {
  const edits: RowEdit[] = [];
  let shift = 0;
  for (const group of groups(changes)) {
    const removedRows = group.endLine - group.startLine + 1;
    const count = removedRows + group.delta;
    const startRow = group.startLine + shift;
    edits.push({ startRow, removedRows, addedRows: Array.from({ length: count }, (_, i) => lineAt(startRow + i)) });
    shift += group.delta;
  }
  return edits;
}

function groups(changes: readonly LineChange[]): { startLine: number; endLine: number; delta: number }[] {
  const found: { startLine: number; endLine: number; delta: number }[] = [];
  for (const change of changes.toSorted((a, b) => a.startLine - b.startLine || a.endLine - b.endLine)) {
    const delta = change.addedBreaks - (change.endLine - change.startLine);
    const last = found.at(-1);
    if (last && change.startLine <= last.endLine) {
      last.endLine = Math.max(last.endLine, change.endLine);
      last.delta += delta;
    } else {
      found.push({ startLine: change.startLine, endLine: change.endLine, delta });
    }
  }
  return found;
}
