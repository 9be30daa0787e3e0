import { replaced, rowFix, type RowFix } from './fix.ts';
import { callsOf, newCallId } from './calls.ts';
import { atValue, type RowFixer } from './fixRow.ts';
import { added, revalued } from './keys.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { addElementAfter, objectText } from './treeEdits.ts';

/** The calls before a tool message: ids that no result right behind them answers first, the latest of them in front. */
function candidates(tree: RowTree, message: RowNode): readonly string[] {
  const messages = message.parent?.children ?? [];
  const before = messages.slice(0, messages.indexOf(message));
  const ids = before
    .toReversed()
    .flatMap((one) => callsOf(one).map(({ id }) => tree.read(id)))
    .filter((id) => typeof id === 'string');
  const answered = new Set(messages.map((one) => tree.read(member(one, 'tool_call_id'))));
  return [...ids.filter((id) => !answered.has(id)), ...ids.filter((id) => answered.has(id))];
}

function missingId(tree: RowTree, message: RowNode): readonly RowFix[] {
  const [id] = candidates(tree, message);
  return id === undefined ? [] : [added(tree, message, 'tool_call_id', JSON.stringify(id), { isRevealing: true })];
}

function unmatched(tree: RowTree, node: RowNode): readonly RowFix[] {
  const [id] = node.parent ? candidates(tree, node.parent) : [];
  return id === undefined ? [] : [revalued(node, JSON.stringify(id))];
}

/** Puts an empty result behind those that the message has. */
function unanswered(tree: RowTree, id: RowNode): readonly RowFix[] {
  const message = id.parent?.parent?.parent;
  const messages = message?.parent?.children ?? [];
  if (!message) return [];
  let last = messages.indexOf(message);
  while (isResult(tree, messages[last + 1])) last++;
  const behind = messages[last];
  if (!behind) return [];
  const result = objectText(tree, { role: '"tool"', tool_call_id: tree.textOf(id), content: '""' });
  return [rowFix('addResult', [addElementAfter(tree, behind, result)])];
}

function isResult(tree: RowTree, message: RowNode | undefined): boolean {
  return tree.read(member(message, 'role')) === 'tool';
}

/** Gives a call an id of its own, and the result that answers it the same. */
function duplicateId(tree: RowTree, node: RowNode): readonly RowFix[] {
  const message = node.parent?.parent?.parent;
  const messages = message?.parent?.children ?? [];
  if (!message) return [];
  const old = tree.read(node);
  const id = JSON.stringify(newCallId(tree));
  // Calls of one message that share an id are answered in their order.
  const sharing = callsOf(message).filter((call) => tree.read(call.id) === old);
  const answers: RowNode[] = [];
  for (let next = messages.indexOf(message) + 1; isResult(tree, messages[next]); next++) {
    const answer = member(messages[next], 'tool_call_id');
    if (answer && tree.read(answer) === old) answers.push(answer);
  }
  const answer = answers[sharing.findIndex((call) => call.id === node)];
  const edits = [replaced(node, id), ...(answer ? [replaced(answer, id)] : [])];
  return [rowFix('useValue', edits, { data: { value: id } })];
}

/** Fixes for calls and their results. */
export const callFixers: Readonly<Record<string, RowFixer>> = {
  'tools/missing-tool-call-id': atValue(missingId),
  'tools/unmatched-tool-result': atValue(unmatched),
  'tools/unanswered-tool-call': atValue(unanswered),
  'tools/duplicate-call-id': atValue(duplicateId),
};
