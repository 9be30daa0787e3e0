import { familyKeys, isRole, type Format, type Role } from './formats.ts';
import type { RowPosition } from './rowPosition.ts';
import { memberOf, textOf, type RowContainer, type RowNode } from './rowTree.ts';
import type { KeyDocId } from './schemaDocs.ts';

/** Objects that formats know. What a reference field or a function's parameters hold is nobody's business. */
export type ObjectKind =
  | 'chatRow'
  | 'completionsRow'
  | 'preferenceRow'
  | 'preferenceInput'
  | 'reinforcementRow'
  | 'message'
  | 'output'
  | 'part'
  | 'image'
  | 'tool'
  | 'function'
  | 'toolCall'
  | 'calledFunction';

export interface KeySchema {
  readonly doc: KeyDocId;
  /** What is typed after it. */
  readonly holds: 'text' | 'number' | 'boolean' | 'object' | 'list';
  /** Kind of its object, or of the objects in its list. */
  readonly kind?: ObjectKind;
  /** Roles of messages that have it; all without it. */
  readonly roles?: readonly Role[];
  /** Types of parts that have it; all without it. */
  readonly partType?: string;
  /** Known and explained, but not what people should write: `deprecated` works, `unsupported` is refused. */
  readonly standing?: 'deprecated' | 'unsupported';
}

type Keys = Readonly<Record<string, KeySchema>>;

const assistant: readonly Role[] = ['assistant'];
const messages: KeySchema = { doc: 'messages', holds: 'list', kind: 'message' };
const tools: KeySchema = { doc: 'tools', holds: 'list', kind: 'tool' };
const parallelToolCalls: KeySchema = { doc: 'parallelToolCalls', holds: 'boolean' };
const functions: KeySchema = { doc: 'functions', holds: 'list', kind: 'function', standing: 'deprecated' };

const outputKeys: Keys = {
  role: { doc: 'role', holds: 'text' },
  content: { doc: 'content', holds: 'text', kind: 'part' },
  name: { doc: 'name', holds: 'text' },
  tool_calls: { doc: 'toolCalls', holds: 'list', kind: 'toolCall', roles: assistant },
  tool_call_id: { doc: 'toolCallId', holds: 'text', roles: ['tool'] },
  refusal: { doc: 'refusal', holds: 'text', roles: assistant },
  function_call: {
    doc: 'functionCall',
    holds: 'object',
    kind: 'calledFunction',
    roles: assistant,
    standing: 'deprecated',
  },
  audio: { doc: 'audio', holds: 'object', roles: assistant, standing: 'unsupported' },
};

/** Allowed keys. Sources: OpenAI's schemas of chat messages and of fine-tuning rows, 2025-04 to 2026-08. */
const keysOfKind: Readonly<Record<ObjectKind, Keys>> = {
  chatRow: { messages, tools, parallel_tool_calls: parallelToolCalls, functions },
  completionsRow: { prompt: { doc: 'prompt', holds: 'text' }, completion: { doc: 'completion', holds: 'text' } },
  preferenceRow: {
    input: { doc: 'input', holds: 'object', kind: 'preferenceInput' },
    preferred_output: { doc: 'preferredOutput', holds: 'list', kind: 'output' },
    non_preferred_output: { doc: 'nonPreferredOutput', holds: 'list', kind: 'output' },
  },
  preferenceInput: { messages, tools, parallel_tool_calls: parallelToolCalls },
  reinforcementRow: { messages, tools },
  message: { ...outputKeys, weight: { doc: 'weight', holds: 'number', roles: assistant } },
  output: outputKeys,
  part: {
    type: { doc: 'partType', holds: 'text' },
    text: { doc: 'partText', holds: 'text', partType: 'text' },
    image_url: { doc: 'imageUrl', holds: 'object', kind: 'image', partType: 'image_url' },
    refusal: { doc: 'refusal', holds: 'text', partType: 'refusal' },
  },
  image: { url: { doc: 'url', holds: 'text' }, detail: { doc: 'detail', holds: 'text' } },
  tool: {
    type: { doc: 'toolType', holds: 'text' },
    function: { doc: 'toolFunction', holds: 'object', kind: 'function' },
  },
  function: {
    name: { doc: 'functionName', holds: 'text' },
    description: { doc: 'description', holds: 'text' },
    parameters: { doc: 'parameters', holds: 'object' },
    strict: { doc: 'strict', holds: 'boolean' },
  },
  toolCall: {
    id: { doc: 'callId', holds: 'text' },
    type: { doc: 'toolType', holds: 'text' },
    function: { doc: 'calledFunction', holds: 'object', kind: 'calledFunction' },
  },
  calledFunction: { name: { doc: 'calledName', holds: 'text' }, arguments: { doc: 'arguments', holds: 'text' } },
};

/** The row of each format. */
export const rowKinds: Readonly<Record<Format, ObjectKind>> = {
  chat: 'chatRow',
  completions: 'completionsRow',
  preference: 'preferenceRow',
  reinforcement: 'reinforcementRow',
};

/** What `key` means in an object of that kind; undefined for a key that it does not have. */
export function keySchema(kind: ObjectKind, key: string): KeySchema | undefined {
  return Object.hasOwn(keysOfKind[kind], key) ? keysOfKind[kind][key] : undefined;
}

/** The keys that `object` may have, in the order people write them. */
export function allowedKeys(kind: ObjectKind, object: RowNode): readonly (readonly [string, KeySchema])[] {
  const role = textOf(memberOf(object, 'role'));
  const type = textOf(memberOf(object, 'type'));
  return Object.entries(keysOfKind[kind]).filter(([, { roles, partType }]) => {
    if (roles && isRole(role) && !roles.includes(role)) return false;
    return partType === undefined || type === undefined || type === partType;
  });
}

/** The format of one row: the file's, unless the row has the keys of another. A reinforcement row may have any keys. */
export function formatOfRow(tree: RowNode | undefined, fileFormat: Format | undefined): Format | undefined {
  if (fileFormat === 'reinforcement') return fileFormat;
  const has = (keys: readonly string[]): boolean => keys.some((key) => memberOf(tree, key) !== undefined);
  if (has(familyKeys.messages)) return 'chat';
  if (has(familyKeys.preference)) return 'preference';
  return has(familyKeys.completions) ? 'completions' : fileFormat;
}

/** Kind of the innermost bracket around a position: of the object, or of the objects that the array holds. */
export function kindAt(containers: RowPosition['containers'], format: Format | undefined): ObjectKind | undefined {
  let kind: ObjectKind | undefined = format && rowKinds[format];
  let outer: RowContainer | undefined;
  for (const { node, step } of containers) {
    if (typeof step === 'string') kind = kind && keySchema(kind, step)?.kind;
    // Objects stand in lists or alone, never in lists of lists.
    else if (outer?.type === 'array' && node.type === 'array') return undefined;
    outer = node;
  }
  // A row is an object; no format has a list there.
  return containers[0]?.node.type === 'object' ? kind : undefined;
}

/** Roles of messages of a format, in the order of a conversation. Reinforcement rows have neither system nor function. */
export function rolesOf(kind: ObjectKind, format: Format): readonly Role[] {
  if (kind === 'output') return ['assistant'];
  if (format === 'reinforcement') return ['developer', 'user', 'assistant', 'tool'];
  return ['system', 'user', 'assistant', 'tool'];
}
