import { replaced, rowFix, type FixTraits, type RowFix } from './fix.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { addMember, removeNode, renameKey } from './treeEdits.ts';
import { nearest } from './words.ts';

/** What other data formats call the same thing. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  messages: ['conversation', 'conversations', 'dialog', 'dialogue', 'chat', 'turns'],
  role: ['from', 'speaker', 'author', 'sender'],
  content: ['text', 'value', 'message'],
  completion: ['response', 'answer', 'output'],
  preferred_output: ['chosen'],
  non_preferred_output: ['rejected'],
  text: ['content', 'value'],
  url: ['uri', 'href', 'link', 'src'],
};

/** The member of `object` that stands for `wanted`, which the object lacks: by another name for it, or by a slip. */
export function meantMember(object: RowNode, wanted: string): RowNode | undefined {
  if (member(object, wanted)) return undefined;
  const names = object.children.map(({ name }) => name ?? '');
  const name = otherNames[wanted]?.find((one) => names.includes(one)) ?? nearSlip(names, wanted);
  return name === undefined ? undefined : member(object, name);
}

/** A slip has the length of the word that was meant, so that decides how much may differ. */
function nearSlip(names: readonly string[], wanted: string): string | undefined {
  return nearest(wanted, names);
}

/** Renames the member that stands for `wanted`. */
export function renameMeant(object: RowNode, wanted: string, traits: FixTraits = {}): readonly RowFix[] {
  const meant = meantMember(object, wanted);
  return meant ? [renamed(meant, wanted, traits)] : [];
}

export function renamed(node: RowNode, name: string, traits: FixTraits = {}): RowFix {
  const data = { from: node.name ?? '', to: name };
  return rowFix('renameKey', [renameKey(node, name)], { isRevealing: true, ...traits, data });
}

/** Removes a member. */
export function removed(node: RowNode, isSafe = false): RowFix {
  return rowFix('removeKey', [removeNode(node)], { isSafe, data: { key: node.name ?? '' } });
}

/** Replaces a value by other JSON text. */
export function revalued(node: RowNode, json: string, traits: FixTraits = {}): RowFix {
  return rowFix('useValue', [replaced(node, json)], { ...traits, data: { value: json } });
}

/** Adds a member at the end of an object, or in front. */
export function added(
  tree: RowTree,
  object: RowNode,
  name: string,
  json: string,
  traits: FixTraits & { readonly isFirst?: boolean } = {},
): RowFix {
  const edit = addMember(tree, object, name, json, traits.isFirst);
  return rowFix('addKey', [edit], { ...traits, data: { member: `${JSON.stringify(name)}: ${json}` } });
}

/** Writes a value as text: what stands there now becomes the characters of a string. */
export function asText(tree: RowTree, node: RowNode, isSafe = false): RowFix {
  return rowFix('writeAsText', [replaced(node, JSON.stringify(tree.textOf(node)))], { isSafe });
}

/** Puts `before` and `after` around a value. */
export function wrapped(tree: RowTree, node: RowNode, before: string, after: string, traits: FixTraits = {}): RowFix {
  const shape = `${before}…${after}`;
  const edit = replaced(node, before + tree.textOf(node) + after);
  return rowFix('wrap', [edit], { isRevealing: true, ...traits, data: { shape } });
}
