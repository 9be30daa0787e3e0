import { replaced, rowFix, type RowFix } from './fix.ts';
import { atKey, atValue, type RowFixer } from './fixRow.ts';
import { meantMember, removed, renamed, revalued, wrapped } from './keys.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { addMember, objectText, removeFrom, renameKey } from './treeEdits.ts';

/** Removes a key, unless it is another name for an output that is missing. */
function unknownKey(tree: RowTree, node: RowNode): readonly RowFix[] {
  const { parent } = node;
  if (!parent) return [];
  // In the input nothing but messages can be missing.
  const wanted = parent.parent ? ['messages'] : ['preferred_output', 'non_preferred_output', 'input'];
  const name = wanted.find((one) => meantMember(parent, one) === node);
  return name === undefined ? [removed(node)] : [renamedOutput(tree, node, name), removed(node)];
}

/** Renames an output, and makes the list of messages of it that it has to be. */
function renamedOutput(tree: RowTree, node: RowNode, name: string): RowFix {
  const list = name.endsWith('output') ? outputList(tree, node) : undefined;
  if (list === undefined) return renamed(node, name);
  const edits = [renameKey(node, name), replaced(node, list)];
  return rowFix('renameKey', edits, { isRevealing: true, data: { from: node.name ?? '', to: name } });
}

/** The text of an output as a list with one message; undefined where it is a list already or cannot be made one. */
function outputList(tree: RowTree, node: RowNode): string | undefined {
  if (node.kind === 'object') return `[${tree.textOf(node)}]`;
  if (typeof tree.read(node) !== 'string') return undefined;
  return `[${objectText(tree, { role: '"assistant"', content: tree.textOf(node) })}]`;
}

function notArray(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.kind === 'object') return [wrapped(tree, node, '[', ']', { isSafe: true })];
  const list = outputList(tree, node);
  const data = { shape: '[{"role": "assistant", …}]' };
  return list === undefined ? [] : [rowFix('wrap', [replaced(node, list)], { isRevealing: true, data })];
}

function input(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.kind === 'object') return [];
  if (node.kind === 'scalar') return typeof tree.read(node) === 'string' ? [asQuestion(tree, node)] : [];
  const [before, after] = objectText(tree, { messages: '…' }).split('…');
  return [wrapped(tree, node, before ?? '', after ?? '', { isSafe: true })];
}

function asQuestion(tree: RowTree, node: RowNode): RowFix {
  const message = objectText(tree, { role: '"user"', content: tree.textOf(node) });
  const text = objectText(tree, { messages: `[${message}]` });
  const data = { shape: '{"messages": [{"role": "user", …}]}' };
  return rowFix('wrap', [replaced(node, text)], { isRevealing: true, data });
}

/** Where a reference answer goes, by the name that guides use. */
const referenceField = 'reference_answer';

/** Cuts the conversation behind the last message of the user; the answer there may become the reference. */
function lastNotUser(tree: RowTree, node: RowNode): readonly RowFix[] {
  const message = node.parent;
  const messages = message?.parent?.children ?? [];
  const last = messages.findLastIndex((one) => tree.read(member(one, 'role')) === 'user');
  const next = messages[last + 1];
  if (!message || last < 0 || !next) return [];
  const cut = removeFrom(next);
  const drop = rowFix('cutToUser', [cut]);
  const content = member(message, 'content');
  const isAnswer = next === message && tree.read(member(message, 'role')) === 'assistant';
  if (!isAnswer || typeof tree.read(content) !== 'string' || !content || member(tree.root, referenceField))
    return [drop];
  const reference = addMember(tree, tree.root, referenceField, tree.textOf(content));
  const move = rowFix('moveToReference', [cut, reference], { data: { key: referenceField } });
  return [move, drop];
}

/** Fixes for preference and reinforcement rows. */
export const preferenceFixers: Readonly<Record<string, RowFixer>> = {
  'dpo/legacy-key': atKey((_tree, node, { data }) => [
    renamed(node, String(data.key ?? node.name?.replace('completion', 'output')), { isSafe: true }),
  ]),
  'dpo/unknown-key': atKey(unknownKey),
  'dpo/input-not-object': atValue(input),
  'dpo/output-not-array': atValue(notArray),
  'dpo/output-not-assistant': atValue((_tree, node) => [revalued(node, '"assistant"', { isRevealing: true })]),
  'rft/last-not-user': atValue(lastNotUser),
  'rft/system-role': atValue((_tree, node) => [revalued(node, '"developer"', { isSafe: true })]),
};
