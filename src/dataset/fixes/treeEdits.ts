import { inserted, replaced, type TextEdit } from './fix.ts';
import type { RowNode, RowTree } from './rowTree.ts';

/** Removes a member or an element together with one comma. */
export function removeNode(node: RowNode): TextEdit {
  const siblings = node.parent?.children ?? [node];
  const index = siblings.indexOf(node);
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  if (next) return replaced({ start: startOf(node), end: startOf(next) }, '');
  return replaced({ start: previous?.end ?? startOf(node), end: node.end }, '');
}

/** Removes the elements from `first` to the end of its array. */
export function removeFrom(first: RowNode): TextEdit {
  const siblings = first.parent?.children ?? [first];
  const previous = siblings[siblings.indexOf(first) - 1];
  return replaced({ start: previous?.end ?? first.start, end: siblings.at(-1)?.end ?? first.end }, '');
}

function startOf(node: RowNode): number {
  return node.key?.start ?? node.start;
}

/** Gives a member another key. */
export function renameKey(node: RowNode, name: string): TextEdit {
  return replaced(node.key ?? { start: node.start, end: node.start }, JSON.stringify(name));
}

/** Puts a member at the end of an object, or right behind its brace. `json` is the value's text. */
export function addMember(tree: RowTree, object: RowNode, name: string, json: string, isFirst = false): TextEdit {
  const { comma, colon } = spacing(tree);
  const text = `${JSON.stringify(name)}${colon}${json}`;
  const first = object.children[0];
  const last = object.children.at(-1);
  if (!first || !last) return inserted(object.start + 1, text);
  return isFirst ? inserted(startOf(first), text + comma) : inserted(last.end, comma + text);
}

/** Puts an element behind another one. */
export function addElementAfter(tree: RowTree, previous: RowNode, json: string): TextEdit {
  return inserted(previous.end, spacing(tree).comma + json);
}

/** Puts an element in front of another one. */
export function addElementBefore(tree: RowTree, next: RowNode, json: string): TextEdit {
  return inserted(next.start, json + spacing(tree).comma);
}

/** Writes an object whose values are JSON text, spaced like the row. */
export function objectText(tree: RowTree, members: Readonly<Record<string, string>>): string {
  const { comma, colon } = spacing(tree);
  const texts = Object.entries(members).map(([name, json]) => `${JSON.stringify(name)}${colon}${json}`);
  return `{${texts.join(comma)}}`;
}

/** How the row writes commas and colons: with a space behind them or without, as after its first colon. */
function spacing(tree: RowTree): { readonly comma: string; readonly colon: string } {
  const value = tree.root.children[0];
  const isTight = value?.key !== undefined && tree.text.charAt(value.start - 1) === ':';
  return isTight ? { comma: ',', colon: ':' } : { comma: ', ', colon: ': ' };
}
