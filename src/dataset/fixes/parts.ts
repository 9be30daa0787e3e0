import { rowFix, replaced, type RowFix } from './fix.ts';
import { atKey, atValue, type RowFixer } from './fixRow.ts';
import { added, asText, renameMeant, removed, revalued, wrapped } from './keys.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { objectText, removeNode, renameKey } from './treeEdits.ts';
import { nearest } from './words.ts';

const partTypes = ['text', 'image_url', 'refusal'];
/** What other interfaces call the same parts. */
const otherTypes: ReadonlyMap<unknown, string> = new Map([
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['image', 'image_url'],
  ['input_image', 'image_url'],
]);

/** The problem stands at a part, at its brace, at its type or at one of its values. */
function part(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.kind === 'object') return node.name === 'image_url' ? renameMeant(node, 'url') : incomplete(tree, node);
  if (node.parent?.kind === 'array') return bareText(tree, node);
  const value = tree.read(node);
  if (node.name === 'type') {
    const type = otherTypes.get(value) ?? (typeof value === 'string' ? nearest(value, partTypes) : undefined);
    return type === undefined ? [] : [revalued(node, JSON.stringify(type), { isRevealing: true })];
  }
  if (node.name !== 'image_url') return value === null ? [] : [asText(tree, node)];
  return typeof value === 'string' ? [wrapped(tree, node, ...around(tree, 'url'), { isSafe: true })] : [];
}

function bareText(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (typeof tree.read(node) !== 'string') return [];
  const text = objectText(tree, { type: '"text"', text: tree.textOf(node) });
  return [rowFix('wrap', [replaced(node, text)], { isSafe: true, data: { shape: '{"type": "text", …}' } })];
}

/** A part without its type, or without what its type needs. */
function incomplete(tree: RowTree, node: RowNode): readonly RowFix[] {
  const type = tree.read(member(node, 'type'));
  if (type === undefined) {
    const told = partTypes.find((one) => member(node, one) !== undefined);
    return told === undefined
      ? []
      : [added(tree, node, 'type', JSON.stringify(told), { isFirst: true, isRevealing: true })];
  }
  if (type === 'text') return renameMeant(node, 'text');
  const url = type === 'image_url' ? member(node, 'url') : undefined;
  if (!url) return [];
  const edits = [renameKey(url, 'image_url'), replaced(url, objectText(tree, { url: tree.textOf(url) }))];
  return [rowFix('wrap', edits, { isRevealing: true, data: { shape: '"image_url": {"url": …}' } })];
}

/** What stands before and after the value of an object's only member. */
function around(tree: RowTree, name: string): [before: string, after: string] {
  const text = objectText(tree, { [name]: '' });
  return [text.slice(0, -1), '}'];
}

const details = ['auto', 'low', 'high'];

function detail(tree: RowTree, node: RowNode): readonly RowFix[] {
  const value = tree.read(node);
  const same = typeof value === 'string' ? details.find((one) => one === value.trim().toLowerCase()) : undefined;
  return same === undefined ? [revalued(node, '"auto"')] : [revalued(node, JSON.stringify(same), { isSafe: true })];
}

const unsupported = atKey((_tree, node) => [removed(node)]);
/** Content without a part left is an empty text. */
const unsupportedPart = atValue((_tree, { parent: unwanted }) => {
  const parts = unwanted?.parent;
  if (!unwanted || !parts) return [];
  return [rowFix('removePart', [parts.children.length > 1 ? removeNode(unwanted) : replaced(parts, '""')])];
});

/** Fixes for the parts of messages. */
export const partFixers: Readonly<Record<string, RowFixer>> = {
  'chat/invalid-part': atValue(part),
  'chat/unsupported-part': (row, problem) => [...unsupported(row, problem), ...unsupportedPart(row, problem)],
  'vision/invalid-detail': atValue(detail),
};
