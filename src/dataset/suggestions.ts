import { formats, type Format, type Role } from './formats.ts';
import type { Span } from './problems.ts';
import { positionAt, type RowPosition } from './rowPosition.ts';
import { itemsOf, memberOf, readTree, textOf, type RowNode } from './rowTree.ts';
import { viewOf } from './example.ts';
import { skipBlank } from './scanner.ts';
import { allowedKeys, formatOfRow, keySchema, kindAt, rolesOf, rowKinds, type ObjectKind } from './schema.ts';
import { keyDoc, roleDoc, type KeyDoc, type KeyDocId } from './schemaDocs.ts';
import { escapeSnippet, exampleTemplates, itemTemplates, valueSnippet, type Template } from './snippets.ts';

/** Something that could be typed at a place. */
export interface Suggestion {
  readonly type: 'key' | 'value' | 'template';
  readonly label: string;
  /** In TextMate's snippet syntax. */
  readonly snippet: string;
  /** What it is compared with while people type: as it stands in the row, quotes included. */
  readonly filter: string;
  /** What it takes the place of. */
  readonly span: Span;
  readonly doc?: KeyDoc;
  readonly isDeprecated?: boolean;
  /** Suggestions for the next place should come up by themselves. */
  readonly asksOn?: boolean;
}

/** What could be typed at `column` (0-based) of a row, likeliest first. */
export function suggestionsAt(row: string, column: number, fileFormat: Format | undefined): readonly Suggestion[] {
  const tree = readTree(row);
  const isStart = !tree || (tree.type === 'scalar' && !tree.isText && column <= tree.end);
  if (isStart) return exampleSuggestions(row, fileFormat);
  const position = positionAt(row, tree, column);
  const inner = position.containers.at(-1)?.node;
  if (!inner || isBehindQuote(row, position, column)) return [];
  const place: Place = {
    row,
    tree,
    position,
    format: formatOfRow(tree, fileFormat),
    span: replacedSpan(row, position.span, column),
  };
  const kind = kindAt(position.containers, place.format);
  if (position.type === 'key' && inner.type === 'object') return keySuggestions(place, inner, kind);
  if (position.type !== 'value' || !kind) return [];
  if (inner.type === 'array') return position.value ? [] : itemSuggestions(place, kind);
  return position.member ? valueSuggestions(place, kind, position.member.key) : [];
}

interface Place {
  readonly row: string;
  readonly tree: RowNode;
  readonly position: RowPosition;
  readonly format: Format | undefined;
  readonly span: Span;
}

function exampleSuggestions(row: string, format: Format | undefined): readonly Suggestion[] {
  const templates = format ? exampleTemplates(format) : formats.flatMap(exampleTemplates);
  return templates.map((template) => fromTemplate(template, { start: 0, end: row.length }));
}

function fromTemplate({ label, snippet }: Template, span: Span, suffix = ''): Suggestion {
  return { type: 'template', label, filter: label, snippet: snippet + suffix, span };
}

/** A quote that was just closed asks for nothing. */
function isBehindQuote(row: string, { span }: RowPosition, column: number): boolean {
  return span.end === column && span.end - span.start > 1 && row.charAt(column - 1) === '"';
}

/** The token, unless its quote is missing: then what follows the column belongs to the rest of the row. */
function replacedSpan(row: string, span: Span, column: number): Span {
  const isWhole = /^[\w./+-]*"?$/.test(row.slice(column, Math.min(span.end, column + longestName)));
  return { start: span.start, end: isWhole ? span.end : column };
}

/** UTF-16 units; more than any name or role that is replaced. */
const longestName = 200;

/** Keys whose values are suggested as soon as they are there. */
const asking: ReadonlySet<KeyDocId> = new Set([
  'messages',
  'role',
  'partType',
  'detail',
  'weight',
  'strict',
  'parallelToolCalls',
  'toolCallId',
  'calledName',
  'calledFunction',
  'functionCall',
]);

function keySuggestions(place: Place, object: RowNode, kind: ObjectKind | undefined): readonly Suggestion[] {
  const { row, span, position } = place;
  const isRow = position.containers.length === 1;
  const kinds = kind ? [kind] : isRow && !place.format ? Object.values(rowKinds) : [];
  const next = row.charAt(skipBlank(row, span.end));
  const taken = object.type === 'object' ? object.members.filter((member) => member !== position.member) : [];
  const keys = new Map(kinds.flatMap((each) => allowedKeys(each, object)));
  return Array.from(keys)
    .filter(([key, { standing }]) => standing !== 'unsupported' && !taken.some((member) => member.key === key))
    .sort(([, a], [, b]) => Number(a.standing === 'deprecated') - Number(b.standing === 'deprecated'))
    .map(([key, schema]) => ({
      type: 'key',
      label: key,
      filter: `"${key}"`,
      // A key with its colon keeps its value.
      snippet: next === ':' ? `"${key}"` : `"${key}": ${valueSnippet(schema)}${next === '"' ? ', ' : ''}`,
      span,
      doc: keyDoc(schema.doc),
      isDeprecated: schema.standing === 'deprecated',
      asksOn: next !== ':' && asking.has(schema.doc),
    }));
}

function itemSuggestions({ row, span, position, format }: Place, kind: ObjectKind): readonly Suggestion[] {
  const suffix = row.charAt(skipBlank(row, span.end)) === '{' ? ', ' : '';
  const items = itemsOf(position.containers.at(-1)?.node).filter(({ start }) => start < span.start);
  const roles = format ? likelyRoles(rolesOf(kind, format), items) : [];
  return itemTemplates(kind, roles).map((template) => fromTemplate(template, span, suffix));
}

type Values = (place: Place, kind: ObjectKind) => readonly Suggestion[];

const texts =
  (read: (place: Place, kind: ObjectKind) => readonly string[]): Values =>
  (place, kind) =>
    read(place, kind).map((value) => valueSuggestion(place, value, `"${value}"`));

const bare =
  (...values: readonly string[]): Values =>
  (place) =>
    values.map((value) => valueSuggestion(place, value, value));

/** Values by what their key means. */
const valuesOf: Partial<Record<KeyDocId, Values>> = {
  role: (place, kind) =>
    rolesAt(place, kind).map((role) => ({ ...valueSuggestion(place, role, `"${role}"`), doc: roleDoc(role) })),
  partType: texts(partTypes),
  toolType: texts(() => ['function']),
  detail: texts(() => ['auto', 'low', 'high']),
  weight: bare('0', '1'),
  strict: bare('true', 'false'),
  parallelToolCalls: bare('true', 'false'),
  calledName: texts(({ tree }) => Array.from(new Set(viewOf(tree).tools))),
  toolCallId: texts(openCallIds),
};

function valueSuggestions(place: Place, kind: ObjectKind, key: string): readonly Suggestion[] {
  const schema = keySchema(kind, key);
  return (schema && valuesOf[schema.doc]?.(place, kind)) ?? [];
}

function valueSuggestion({ row, span }: Place, label: string, value: string): Suggestion {
  const json = value === label ? value : JSON.stringify(label);
  const isQuoted = span.end - span.start > 1 && row.charAt(span.start) === '"' && row.charAt(span.end - 1) === '"';
  if (isQuoted && json !== label) {
    // The quotes stay: they are around the place of a snippet that goes on after this one.
    const inner = { start: span.start + 1, end: span.end - 1 };
    return { type: 'value', label, filter: label, snippet: escapeSnippet(json.slice(1, -1)), span: inner };
  }
  const space = row.charAt(span.start - 1) === ':' ? ' ' : '';
  return { type: 'value', label, filter: value, snippet: space + escapeSnippet(json), span };
}

/** The list that the innermost message stands in, and its number there. */
function messageAt({ position }: Place): { list: readonly RowNode[]; index: number; message: RowNode } | undefined {
  const { containers } = position;
  const at = containers.findLastIndex(
    ({ step }, depth) => typeof step === 'number' && isMessageList(containers[depth - 1]?.step),
  );
  const found = containers[at];
  if (!found || typeof found.step !== 'number') return undefined;
  return { list: itemsOf(containers[at - 1]?.node), index: found.step, message: found.node };
}

const isMessageList = (step: string | number | undefined): boolean =>
  step === 'messages' || step === 'preferred_output' || step === 'non_preferred_output';

function rolesAt(place: Place, kind: ObjectKind): readonly Role[] {
  const at = messageAt(place);
  const roles = place.format ? rolesOf(kind, place.format) : [];
  return likelyRoles(roles, at ? at.list.slice(0, at.index) : []);
}

/** The roles, with the one first that comes next in a conversation. */
function likelyRoles(roles: readonly Role[], before: readonly RowNode[]): readonly Role[] {
  const last = before.at(-1);
  const role = textOf(memberOf(last, 'role'));
  const calls = memberOf(last, 'tool_calls');
  const next = role === undefined ? roles[0] : role === 'assistant' ? (calls ? 'tool' : 'user') : afterOther(role);
  return roles.toSorted((a, b) => Number(b === next) - Number(a === next));
}

const afterOther = (role: string): Role => (role === 'system' || role === 'developer' ? 'user' : 'assistant');

function partTypes(place: Place): readonly string[] {
  const role = textOf(memberOf(messageAt(place)?.message, 'role'));
  if (role === 'user') return ['text', 'image_url'];
  return role === 'assistant' ? ['text', 'refusal'] : ['text'];
}

/** Ids of calls in earlier messages that no other message answers. */
function openCallIds(place: Place): readonly string[] {
  const at = messageAt(place);
  if (!at) return [];
  const idsOf = (message: RowNode): string[] =>
    itemsOf(memberOf(message, 'tool_calls')).flatMap((call) => textOf(memberOf(call, 'id')) ?? []);
  const others = at.list.filter((message) => message !== at.message);
  const answered = new Set(others.map((message) => textOf(memberOf(message, 'tool_call_id'))));
  const called = at.list.slice(0, at.index).flatMap(idsOf);
  return Array.from(new Set(called)).filter((id) => !answered.has(id));
}
