import type { RowProblem } from '../problems.ts';
import { replaced, rowFix, type RowFix } from './fix.ts';
import { atKey, type FixRow, type RowFixer } from './fixRow.ts';
import type { RowNode, RowTree } from './rowTree.ts';
import { removeNode } from './treeEdits.ts';

/** Removes the members before this one that have its key: only the last counts, so nothing changes. */
function duplicateKey(_tree: RowTree, later: RowNode): readonly RowFix[] {
  const siblings = later.parent?.children ?? [];
  const earlier = siblings.slice(0, siblings.indexOf(later)).filter(({ name }) => name === later.name);
  return [rowFix('keepLastKey', earlier.map(removeNode), { isSafe: true, data: { key: later.name ?? '' } })];
}

/** In a text an escape means the same character; elsewhere the row is not JSON anyway. */
function unusualLineTerminator({ text, tree }: FixRow, { span }: RowProblem): readonly RowFix[] {
  if (!tree) return [];
  const escape = `\\u${text.charCodeAt(span.start).toString(16).padStart(4, '0')}`;
  return [rowFix('escapeCharacter', [replaced(span, escape)], { isSafe: true })];
}

/** Fixes for the text of rows that are JSON. */
export const textFixers: Readonly<Record<string, RowFixer>> = {
  'json/lone-surrogate': (_row, { span }) => [rowFix('useReplacementCharacter', [replaced(span, '\\uFFFD')])],
  'json/duplicate-key': atKey(duplicateKey),
  'file/unusual-line-terminator': unusualLineTerminator,
};
