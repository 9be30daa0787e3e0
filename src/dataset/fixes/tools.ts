import { replaced, rowFix, type RowFix, type TextEdit } from './fix.ts';
import { atKey, atValue, type RowFixer } from './fixRow.ts';
import { added, asText, removed, revalued, wrapped } from './keys.ts';
import { callFixers } from './toolResults.ts';
import { member, type RowNode, type RowTree } from './rowTree.ts';
import { convertFunctions } from './legacyFunctions.ts';
import { addMember, objectText, removeNode } from './treeEdits.ts';
import { nearest, slug } from './words.ts';
import { allCalls, holderOf, newCallId } from './calls.ts';

/** The problem stands at an element that is no object, at a brace, at a type or at a function. */
function tool(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.name === 'type') return [revalued(node, '"function"', { isRevealing: true })];
  if (node.kind !== 'object' || node.parent?.kind !== 'array') return [];
  if (member(node, 'function')) return [added(tree, node, 'type', '"function"', { isFirst: true, isSafe: true })];
  return member(node, 'name') ? [nested(tree, node)] : [];
}

/** Moves everything but the type of a tool into its function, as other interfaces do not. */
function nested(tree: RowTree, node: RowNode): RowFix {
  const type = member(node, 'type');
  const inner = type ? applyWithin(tree, node, removeNode(type)) : tree.textOf(node);
  const text = objectText(tree, { type: '"function"', function: inner });
  return rowFix('wrap', [replaced(node, text)], {
    isSafe: true,
    isRevealing: true,
    data: { shape: '{"function": …}' },
  });
}

/** The text of a value after an edit inside it. */
function applyWithin(tree: RowTree, node: RowNode, { span, text }: TextEdit): string {
  return tree.text.slice(node.start, span.start) + text + tree.text.slice(span.end, node.end);
}

const notInFunctionName = /[^A-Za-z0-9_-]/g;

/** Gives a function a name that services take, where it is defined and where it is called. */
function functionName(tree: RowTree, node: RowNode): readonly RowFix[] {
  const name = tree.read(node);
  const holder = holderOf(node);
  if (typeof name !== 'string' || !holder) return [];
  const better = slug(name, notInFunctionName);
  const definitions = functionNodes(holder);
  if (better === undefined || definitions.some((one) => tree.read(member(one, 'name')) === better)) return [];
  const places = [...definitions, ...allCalls(tree.root).map(({ called }) => called)];
  const names = places.flatMap((place) => member(place, 'name') ?? []).filter((one) => tree.read(one) === name);
  const edits = names.map((one) => replaced(one, JSON.stringify(better)));
  return [rowFix('useValue', edits, { data: { value: JSON.stringify(better) } })];
}

/** The functions that a row, or the input of a preference row, defines. */
function functionNodes(holder: RowNode): readonly RowNode[] {
  const tools = member(holder, 'tools')?.children.flatMap((one) => member(one, 'function') ?? []) ?? [];
  return [...tools, ...(member(holder, 'functions')?.children ?? [])];
}

/** A call of a function that is not defined: perhaps of one with a name much like it. */
function unknownFunction(tree: RowTree, node: RowNode): readonly RowFix[] {
  const name = tree.read(node);
  const holder = tree.root.kind === 'object' ? (member(tree.root, 'input') ?? tree.root) : tree.root;
  const names = functionNodes(holder)
    .map((one) => tree.read(member(one, 'name')))
    .filter((one) => typeof one === 'string');
  if (typeof name !== 'string') return [];
  const near = nearest(name, names, Math.max(2, Math.floor(name.length / 3)));
  return near === undefined ? [] : [revalued(node, JSON.stringify(near))];
}

const clearFlags: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['true', 'true'],
  ['false', 'false'],
  [1, 'true'],
  [0, 'false'],
]);

function parallel(tree: RowTree, node: RowNode): readonly RowFix[] {
  const value = tree.read(node);
  const clear = clearFlags.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
  if (clear !== undefined) return [revalued(node, clear, { isSafe: true, isRevealing: true })];
  return ['true', 'false'].map((json) => revalued(node, json, { isRevealing: true }));
}

/** The problem stands at the list, at a call or its brace, at its function or one of their values. */
function toolCall(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (node.name === 'tool_calls') {
    if (node.kind === 'object') return [wrapped(tree, node, '[', ']', { isSafe: true })];
    return node.kind === 'array' ? [removed(node)] : [];
  }
  if (node.name === 'type') return [revalued(node, '"function"', { isRevealing: true })];
  if (node.name === 'id') return node.kind === 'scalar' ? [asText(tree, node)] : [];
  if (node.kind !== 'object') return [];
  return node.name === 'function' ? called(tree, node) : incompleteCall(tree, node);
}

function called(tree: RowTree, node: RowNode): readonly RowFix[] {
  if (member(node, 'arguments') || !member(node, 'name')) return [];
  return [added(tree, node, 'arguments', '"{}"')];
}

/** Adds what a call lacks; a call that is all function becomes the function of one. */
function incompleteCall(tree: RowTree, node: RowNode): readonly RowFix[] {
  const id = JSON.stringify(newCallId(tree));
  if (!member(node, 'function')) {
    if (!member(node, 'name') || member(node, 'type') || member(node, 'id')) return [];
    const [before, after] = objectText(tree, { id, type: '"function"', function: '…' }).split('…');
    return [wrapped(tree, node, before ?? '', after ?? '')];
  }
  const edits: TextEdit[] = [];
  const words: string[] = [];
  const add = (name: string, json: string): void => {
    if (member(node, name)) return;
    edits.push(addMember(tree, node, name, json, true));
    words.push(`${JSON.stringify(name)}: ${json}`);
  };
  add('id', id);
  add('type', '"function"');
  const isSafe = member(node, 'id') !== undefined;
  return [rowFix('addKey', edits, { isSafe, isRevealing: true, data: { member: words.join(', ') } })];
}

/** Fixes for tools and their use. */
export const toolFixers: Readonly<Record<string, RowFixer>> = {
  ...callFixers,
  'tools/not-array': atValue((tree, node) =>
    node.kind === 'object' ? [wrapped(tree, node, '[', ']', { isSafe: true })] : [],
  ),
  'tools/empty-functions': atValue((_tree, node) => [removed(node, true)]),
  'tools/invalid-tool': atValue(tool),
  'tools/invalid-name': atValue(functionName),
  'tools/deprecated-functions': atKey(convertFunctions),
  'tools/invalid-parallel': atValue(parallel),
  'tools/parallel-without-tools': atKey((_tree, node) => [removed(node, true)]),
  'tools/invalid-tool-call': atValue(toolCall),
  'tools/arguments-not-string': atValue((tree, node) => [asText(tree, node, true)]),
  'tools/unknown-function': atValue(unknownFunction),
};
