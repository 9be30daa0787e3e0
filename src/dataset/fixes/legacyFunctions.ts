import { messageLists, newCallIds } from './calls.ts';
import { replaced, rowFix, type RowFix, type TextEdit } from './fix.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { objectText, removeNode, renameKey } from './treeEdits.ts';

/**
 * Rewrites the deprecated `functions`, `function_call` and messages of the role function as `tools`, `tool_calls` and
 * messages of the role tool. Nothing where both forms are mixed.
 */
export function convertFunctions(tree: RowTree): readonly RowFix[] {
  const functions = member(tree.root, 'functions');
  if (functions && member(tree.root, 'tools')) return [];
  const edits = functions ? definitions(tree, functions) : [];
  const lists = messageLists(tree.root);
  const calls = lists.flatMap((list) => list.children.flatMap((message) => member(message, 'function_call') ?? []));
  const ids = newCallIds(tree, calls.length);
  for (const [index, call] of calls.entries()) edits.push(...converted(tree, call, JSON.stringify(ids[index])));
  return edits.length === 0 ? [] : [rowFix('convertFunctions', edits)];
}

function definitions(tree: RowTree, functions: RowNode): TextEdit[] {
  const tools = functions.children.map((one) =>
    replaced(one, objectText(tree, { type: '"function"', function: tree.textOf(one) })),
  );
  return [renameKey(functions, 'tools'), ...tools];
}

/** A call and, where it follows, its result. */
function converted(tree: RowTree, call: RowNode, id: string): readonly TextEdit[] {
  const message = call.parent;
  if (!message || tree.read(call) === null) return [removeNode(call)];
  if (member(message, 'tool_calls')) return [];
  const text = objectText(tree, { id, type: '"function"', function: tree.textOf(call) });
  const edits = [renameKey(call, 'tool_calls'), replaced(call, `[${text}]`)];
  const messages = message.parent?.children ?? [];
  const result = messages[messages.indexOf(message) + 1];
  return isResultOf(tree, call, result) ? [...edits, ...asToolMessage(tree, result, id)] : edits;
}

function isResultOf(tree: RowTree, call: RowNode, message: RowNode | undefined): message is RowNode {
  if (tree.read(member(message, 'role')) !== 'function') return false;
  const name = tree.read(member(message, 'name'));
  return name === undefined || name === tree.read(member(call, 'name'));
}

/** The name of the function gives way to the id of the call; a result is text. */
function asToolMessage(tree: RowTree, message: RowNode, id: string): readonly TextEdit[] {
  const role = member(message, 'role');
  const name = member(message, 'name');
  const content = member(message, 'content');
  const edits: TextEdit[] = role ? [replaced(role, '"tool"')] : [];
  if (name) edits.push(renameKey(name, 'tool_call_id'), replaced(name, id));
  else if (role) edits[0] = replaced(role, `"tool", "tool_call_id": ${id}`);
  if (content && tree.read(content) === null) edits.push(replaced(content, '""'));
  return edits;
}
