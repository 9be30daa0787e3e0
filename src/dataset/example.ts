import { itemsOf, memberOf, readTree, textOf, type RowNode } from './rowTree.ts';

/** One message of a conversation, as far as it could be read. */
export interface MessageView {
  /** As it stands in the row, whether services know it or not; `prompt` and `completion` of completions rows. */
  readonly role: string | undefined;
  /** Its text; of several parts the first text. */
  readonly text: string;
  readonly images: number;
  /** Ids of the tools that it calls. */
  readonly callIds: readonly string[];
  /** The id of the call that it answers. */
  readonly answers: string | undefined;
}

/** A row as a person sees it: a conversation. Outputs of preference rows follow their input. */
export interface ExampleView {
  readonly messages: readonly MessageView[];
  /** Names of the functions that it defines. */
  readonly tools: readonly string[];
}

/** Reads the conversation out of a row, however broken it is. Undefined for a row that starts no object. */
export function exampleView(row: string): ExampleView | undefined {
  const tree = readTree(row);
  return tree?.type === 'object' ? viewOf(tree) : undefined;
}

/** The same for a row that has been read. */
export function viewOf(tree: RowNode): ExampleView {
  const input = memberOf(tree, 'input');
  const messages = [
    ...messagesOf(memberOf(tree, 'messages')),
    ...messagesOf(memberOf(input, 'messages')),
    ...messagesOf(memberOf(tree, 'preferred_output')),
    ...messagesOf(memberOf(tree, 'non_preferred_output')),
    ...textMessage(tree, 'prompt'),
    ...textMessage(tree, 'completion'),
  ];
  return { messages, tools: [...toolNames(tree), ...toolNames(input)] };
}

function messagesOf(list: RowNode | undefined): MessageView[] {
  return itemsOf(list)
    .filter((item) => item.type === 'object')
    .map(messageView);
}

function messageView(message: RowNode): MessageView {
  const content = memberOf(message, 'content');
  const parts = itemsOf(content);
  const texts = [content, ...parts.map((part) => memberOf(part, 'text')), memberOf(message, 'refusal')];
  return {
    role: textOf(memberOf(message, 'role')),
    text: texts.map(textOf).find((text) => text !== undefined) ?? '',
    images: parts.filter((part) => memberOf(part, 'image_url') !== undefined).length,
    callIds: itemsOf(memberOf(message, 'tool_calls')).flatMap((call) => textOf(memberOf(call, 'id')) ?? []),
    answers: textOf(memberOf(message, 'tool_call_id')),
  };
}

function textMessage(tree: RowNode, role: 'prompt' | 'completion'): MessageView[] {
  const text = textOf(memberOf(tree, role));
  return text === undefined ? [] : [{ role, text, images: 0, callIds: [], answers: undefined }];
}

function toolNames(node: RowNode | undefined): string[] {
  const tools = itemsOf(memberOf(node, 'tools')).map((tool) => memberOf(tool, 'function'));
  const functions = itemsOf(memberOf(node, 'functions'));
  return [...tools, ...functions].flatMap((definition) => textOf(memberOf(definition, 'name')) ?? []);
}

/** What a person would call the example by: the first words of the user. '' where nobody says anything. */
export function exampleTitle(view: ExampleView, limit: number): string {
  const said = view.messages.filter(({ text }) => text.trim() !== '');
  const asked = said.find(({ role }) => role === 'user' || role === 'prompt') ?? said[0];
  return firstWords(asked?.text ?? '', limit);
}

/** The start of a text in one line, at most `limit` UTF-16 units, with an ellipsis where it was cut; no character is halved. */
export function firstWords(text: string, limit: number): string {
  // White space may be long, but no title needs more of a text than this.
  const line = text
    .slice(0, limit * 20)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  const last = cut.charCodeAt(cut.length - 1);
  const isHalved = last >= 0xd800 && last <= 0xdbff;
  return `${(isHalved ? cut.slice(0, -1) : cut).trimEnd()}…`;
}

/** Roles beyond these are counted only: what tells of a long conversation stays small. */
const maxRoles = 40;
const roleLength = 20;

/** The roles in order, `?` where a message has none. May hold text of the row. */
export function rolesInWords({ messages }: ExampleView): string {
  const roles = messages.slice(0, maxRoles).map(({ role }) => firstWords(role ?? '?', roleLength));
  return roles.join(', ') + (messages.length > maxRoles ? `, … (${messages.length})` : '');
}
