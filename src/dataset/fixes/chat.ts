import { replaced, rowFix, type RowFix } from './fix.ts';
import { atKey, atValue, type RowFixer } from './fixRow.ts';
import { added, asText, meantMember, removed, renameMeant, renamed, revalued, wrapped } from './keys.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { addElementBefore, removeFrom, removeNode, renameKey } from './treeEdits.ts';
import { meantRole, nearest, slug } from './words.ts';

const rowKeys = ['messages', 'tools', 'parallel_tool_calls', 'functions'];

/** Renames what stands for the messages in a row that is like no example: the whole file may call them otherwise. */
function unknownFormat(_tree: RowTree, object: RowNode): readonly RowFix[] {
  return meantMember(object, 'messages')?.kind === 'array' ? renameMeant(object, 'messages') : [];
}

/** Replaces a role by the one that is meant. */
function role(tree: RowTree, node: RowNode): readonly RowFix[] {
  const word = tree.read(node);
  const meant = typeof word === 'string' ? meantRole(word) : undefined;
  if (!meant) return [];
  return [revalued(node, JSON.stringify(meant.role), { isSafe: meant.isCertain, isRevealing: true })];
}

/** Renames what stands for the role (and, beside it, for the content), or adds a role by turn. */
function missingRole(tree: RowTree, message: RowNode): readonly RowFix[] {
  const speaker = meantMember(message, 'role');
  const word = tree.read(speaker);
  const meant = typeof word === 'string' ? meantRole(word) : undefined;
  if (!speaker || !meant) return addedRoles(tree, message);
  const edits = [renameKey(speaker, 'role')];
  if (word !== meant.role) edits.push(replaced(speaker, JSON.stringify(meant.role)));
  const content = meantMember(message, 'content');
  if (content && content !== speaker) edits.push(renameKey(content, 'content'));
  const data = { from: speaker.name ?? '', to: 'role' };
  const isSafe = speaker.name === 'from' && meant.isCertain;
  return [rowFix('renameKey', edits, { data, isSafe, isRevealing: true })];
}

function addedRoles(tree: RowTree, message: RowNode): readonly RowFix[] {
  const messages = message.parent?.children ?? [];
  const before = messages[messages.indexOf(message) - 1];
  const isAnswer = before !== undefined && tree.read(member(before, 'role')) === 'user';
  const turns = isAnswer ? ['assistant', 'user'] : ['user', 'assistant'];
  const traits = { isFirst: true, isRevealing: true };
  return turns.map((turn) => added(tree, message, 'role', JSON.stringify(turn), traits));
}

function missingContent(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.kind !== 'object') return [revalued(node, '""')];
  return [...renameMeant(node, 'content'), added(tree, node, 'content', '""')];
}

/** Removes a key, unless it is a slip for one that is missing. */
function messageKey(_tree: RowTree, node: RowNode): readonly RowFix[] {
  const meant = node.parent && meantMember(node.parent, 'content') === node;
  return meant ? [renamed(node, 'content'), removed(node)] : [removed(node)];
}

function rowKey(_tree: RowTree, node: RowNode): readonly RowFix[] {
  const present = node.parent?.children.map(({ name }) => name);
  const near = nearest(
    node.name ?? '',
    rowKeys.filter((key) => !present?.includes(key)),
  );
  return near === undefined ? [removed(node)] : [renamed(node, near), removed(node)];
}

/** Cuts the conversation behind its last answer. */
function afterLastAnswer(tree: RowTree, node: RowNode): readonly RowFix[] {
  const messages = node.parent?.parent?.children ?? [];
  const last = messages.findLastIndex((message) => tree.read(member(message, 'role')) === 'assistant');
  const next = messages[last + 1];
  return last < 0 || !next ? [] : [rowFix('cutConversation', [removeFrom(next)])];
}

function toFront(tree: RowTree, node: RowNode): readonly RowFix[] {
  const message = node.parent;
  const first = message?.parent?.children[0];
  if (!message || !first || first === message) return [];
  return [rowFix('moveToFront', [addElementBefore(tree, first, tree.textOf(message)), removeNode(message)])];
}

/** What the chat API does not take in names. */
const notInName = /[\s<|\\/>]/g;

function name(tree: RowTree, node: RowNode): readonly RowFix[] {
  const value = tree.read(node);
  const text = typeof value === 'string' ? value : tree.textOf(node);
  const better = node.kind === 'scalar' ? slug(text, notInName) : undefined;
  return better === undefined ? [removed(node)] : [revalued(node, JSON.stringify(better))];
}

const clearWeights: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['0', '0'],
  [false, '0'],
  ['1', '1'],
  [true, '1'],
]);

function weight(tree: RowTree, node: RowNode): readonly RowFix[] {
  const value = tree.read(node);
  const clear = clearWeights.get(typeof value === 'string' ? value.trim() : value);
  if (clear !== undefined) return [revalued(node, clear, { isSafe: true })];
  const isLow = typeof value === 'number' && value < 0.5;
  return (isLow ? ['0', '1'] : ['1', '0']).map((json) => revalued(node, json));
}

/** Fixes for chat messages, wherever they stand. */
export const chatFixers: Readonly<Record<string, RowFixer>> = {
  'format/unknown': atValue(unknownFormat),
  'chat/missing-messages': atValue((_tree, object) => renameMeant(object, 'messages')),
  'chat/messages-not-array': atValue((tree, node) => (node.kind === 'object' ? [wrapped(tree, node, '[', ']')] : [])),
  'chat/unknown-key': atKey(rowKey),
  'chat/missing-role': atValue(missingRole),
  'chat/invalid-role': atValue(role),
  'chat/developer-role': atValue((_tree, node) => [revalued(node, '"system"')]),
  'chat/unknown-message-key': atKey(messageKey),
  'chat/missing-content': atValue(missingContent),
  'chat/invalid-content': atValue((tree, node) => [asText(tree, node)]),
  'chat/empty-content-array': atValue((_tree, node) => [revalued(node, '""')]),
  'chat/last-not-assistant': atValue(afterLastAnswer),
  'chat/system-not-first': atValue(toFront),
  'chat/invalid-name': atValue(name),
  'chat/invalid-weight': atValue(weight),
  'chat/weight-on-non-assistant': atKey((_tree, node) => [removed(node, true)]),
  'chat/all-weights-zero': atValue((_tree, node) => [revalued(node, '1')]),
  'completion/missing-completion': atValue((_tree, object) => renameMeant(object, 'completion')),
  'completion/invalid-type': atValue((tree, node) => [asText(tree, node)]),
  'completion/unknown-key': atKey((_tree, node) => {
    const meant = node.parent && meantMember(node.parent, 'completion') === node;
    return meant ? [renamed(node, 'completion'), removed(node)] : [removed(node)];
  }),
};
