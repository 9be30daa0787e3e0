import { replaced, rowFix, type RowFixer } from './fix.ts';
import { RowTree } from './rowTree.ts';
import { removeNode } from './treeEdits.ts';

/** Fixes for the text of rows that are JSON. */
export const textFixers: Readonly<Record<string, RowFixer>> = {
  'json/lone-surrogate': (_row, { span }) => [rowFix('useReplacementCharacter', [replaced(span, '\\uFFFD')])],
  'json/duplicate-key': duplicateKey,
  'file/unusual-line-terminator': unusualLineTerminator,
};

/** Removes the members before this one that have its key: only the last counts, so nothing changes. */
function duplicateKey(row: Parameters<RowFixer>[0], { span }: Parameters<RowFixer>[1]): ReturnType<RowFixer> {
  const later = RowTree.of(row)?.memberAt(span.start);
  if (!later?.parent || later.name === undefined) return [];
  const siblings = later.parent.children;
  const earlier = siblings.slice(0, siblings.indexOf(later)).filter(({ name }) => name === later.name);
  return [rowFix('keepLastKey', earlier.map(removeNode), { isSafe: true, data: { key: later.name } })];
}

/** In a text an escape means the same character; elsewhere the row is not JSON anyway. */
function unusualLineTerminator(row: string, { span }: Parameters<RowFixer>[1]): ReturnType<RowFixer> {
  if (!RowTree.of(row)) return [];
  const escape = `\\u${row.charCodeAt(span.start).toString(16).padStart(4, '0')}`;
  return [rowFix('escapeCharacter', [replaced(span, escape)], { isSafe: true })];
}
