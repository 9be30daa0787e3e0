import type { Span } from './problems.ts';
import type { RowContainer, RowMember, RowNode } from './rowTree.ts';
import { isBlankCode } from './scanner.ts';

/** A step from a container to what it holds. */
export type PathStep = string | number;

/** What is at a column of a row, or could be typed there. */
export interface RowPosition {
  /** Brackets around it, outermost first, each with the way to it from the one before. */
  readonly containers: readonly { readonly node: RowContainer; readonly step: PathStep | undefined }[];
  /** `key` and `value`: a token, or a gap where one belongs. `bracket`: the first character of the innermost container. */
  readonly type: 'key' | 'value' | 'bracket' | 'elsewhere';
  /** The member that the key or value belongs to; undefined in an array, and for a key that was not typed yet. */
  readonly member: RowMember | undefined;
  /** The value at the column, if one was typed. */
  readonly value: RowNode | undefined;
  /** The token, quotes included; empty in a gap. */
  readonly span: Span;
}

/**
 * Finds what `column` (0-based, between two characters) is in or behind. A token counts with both its ends, so that one is
 * found while it is being typed.
 */
export function positionAt(row: string, tree: RowNode | undefined, column: number): RowPosition {
  const containers: { node: RowContainer; step: PathStep | undefined }[] = [];
  let node = tree;
  let step: PathStep | undefined;
  while (node && node.type !== 'scalar') {
    if (!isInside(node, column)) break;
    containers.push({ node, step });
    const child = node.type === 'object' ? memberAt(node.members, column) : itemAt(node.items, column);
    if (child?.isKey) return found('key', containers, child.member, child.member?.value, child.member?.keySpan, column);
    if (!child) break;
    if (child.value.type === 'scalar' || !isInside(child.value, column)) {
      const type = child.value.type === 'scalar' ? 'value' : 'elsewhere';
      return found(type, containers, child.member, child.value, child.value, column);
    }
    node = child.value;
    step = child.step;
  }
  const inner = containers.at(-1)?.node;
  if (!inner) return found('elsewhere', containers, undefined, tree, undefined, column);
  return gap(row, inner, containers, column);
}

/** What the character at `column` (0-based) belongs to: as a mouse points, so a token ends before its end column. */
export function pointedAt(row: string, tree: RowNode | undefined, column: number): RowPosition {
  const position = positionAt(row, tree, column + 1);
  const inner = position.containers.at(-1)?.node;
  if (inner?.start === column) return { ...position, type: 'bracket', span: { start: column, end: column + 1 } };
  const isOn = position.span.start <= column && column < position.span.end;
  return isOn ? position : { ...position, type: 'elsewhere' };
}

type Child =
  | { readonly isKey: true; readonly member: RowMember }
  | { readonly isKey: false; readonly member: RowMember | undefined; readonly value: RowNode; readonly step: PathStep };

function memberAt(members: readonly RowMember[], column: number): Child | undefined {
  const member = members.findLast(({ keySpan }) => keySpan.start < column);
  if (!member) return undefined;
  if (column <= member.keySpan.end) return { isKey: true, member };
  const { value } = member;
  if (!value || !touches(value, column)) return undefined;
  return { isKey: false, member, value, step: member.key };
}

function itemAt(items: readonly RowNode[], column: number): Child | undefined {
  const step = items.findLastIndex(({ start }) => start < column);
  const value = items[step];
  return value && touches(value, column) ? { isKey: false, member: undefined, value, step } : undefined;
}

const touches = (span: Span, column: number): boolean => span.start < column && column <= span.end;

const isInside = (node: RowContainer, column: number): boolean =>
  node.start < column && (node.isClosed ? column < node.end : column <= node.end);

/** Between tokens: the character before says what belongs there. */
function gap(row: string, inner: RowContainer, containers: RowPosition['containers'], column: number): RowPosition {
  let before = column - 1;
  while (before > inner.start && isBlankCode(row.charCodeAt(before))) before--;
  const character = row.charAt(before);
  if (inner.type === 'array') {
    const isOpen = character === '[' || character === ',';
    return found(isOpen ? 'value' : 'elsewhere', containers, undefined, undefined, undefined, column);
  }
  if (character === ':') {
    const member = inner.members.findLast(({ keySpan }) => keySpan.end < column);
    return found(member?.value ? 'elsewhere' : 'value', containers, member, undefined, undefined, column);
  }
  const isOpen = character === '{' || character === ',';
  return found(isOpen ? 'key' : 'elsewhere', containers, undefined, undefined, undefined, column);
}

function found(
  type: RowPosition['type'],
  containers: RowPosition['containers'],
  member: RowMember | undefined,
  value: RowNode | undefined,
  span: Span | undefined,
  column: number,
): RowPosition {
  const { start, end } = span ?? { start: column, end: column };
  return { containers, type, member, value, span: { start, end } };
}
