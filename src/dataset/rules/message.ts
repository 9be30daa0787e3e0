import { isGiven } from '../../common/json.ts';
import { isObject, isRole, type JsonObject, type Role } from '../formats.ts';
import { shorten } from '../scanner.ts';
import type { Conversation } from './conversation.ts';
import { checkParts } from './parts.ts';
import type { Report } from './report.ts';

/** Where a message stands, as far as it changes what is right in it. */
export interface MessagePlace {
  /** The role developer is at home in reinforcement rows only. */
  readonly allowsDeveloper: boolean;
  /** Outputs of preference rows carry no weight. */
  readonly allowsWeight: boolean;
}

const textRoleKeys: ReadonlySet<string> = new Set(['role', 'content', 'name']);
const toolKeys: ReadonlySet<string> = new Set(['role', 'content', 'name', 'tool_call_id']);
const assistantKeys: ReadonlySet<string> = new Set([
  'role',
  'content',
  'name',
  'refusal',
  'tool_calls',
  'function_call',
  'weight',
  // Reported by a rule of its own.
  'audio',
]);

/** Keys by role: the schemas of chat messages and of fine-tuning rows; `name` of tool messages is tolerated. */
const allowedKeys: Readonly<Record<Role, ReadonlySet<string>>> = {
  system: textRoleKeys,
  developer: textRoleKeys,
  user: textRoleKeys,
  assistant: assistantKeys,
  tool: toolKeys,
  function: textRoleKeys,
};

/** Keys whose explicit null means that they are not there. */
const nullableKeys: ReadonlySet<string> = new Set([
  'name',
  'weight',
  'audio',
  'refusal',
  'tool_calls',
  'function_call',
]);

/** Checks `messages[index]` and returns its role; undefined where it has none that services know. Tells `conversation`. */
export function checkMessage(
  messages: readonly unknown[],
  index: number,
  place: MessagePlace,
  conversation: Conversation,
  report: Report,
): Role | undefined {
  const message = messages[index];
  if (!isObject(message)) {
    report.value('chat/message-not-object', messages, index);
    return undefined;
  }
  const role = message.role;
  if (!isRole(role)) {
    if (role === undefined) report.brace('chat/missing-role', message);
    else report.value('chat/invalid-role', message, 'role', { role: shown(role) });
    return undefined;
  }
  if (role === 'developer' && !place.allowsDeveloper) report.value('chat/developer-role', message, 'role');
  if (role === 'tool' || role === 'function') conversation.usesTools = true;
  if (Array.isArray(message.content)) conversation.hasParts = true;
  const isPlain = !checkKeys(message, role, place, report);
  if (isPlain && hasText(message)) return role;
  checkContent(message, role, report);
  if (isGiven(message.name) && !isName(message.name)) report.value('chat/invalid-name', message, 'name');
  if (role === 'assistant') checkAssistant(message, place, conversation, report);
  return role;
}

/** Most messages: there is nothing more to check in one without other keys. Cheaper than to trim. */
function hasText({ content }: JsonObject): boolean {
  if (typeof content !== 'string') return false;
  const first = content.charCodeAt(0);
  return first > 0x20 && first < 0x7f;
}

/** True where there are other keys than those of every message. */
function checkKeys(message: JsonObject, role: Role, place: MessagePlace, report: Report): boolean {
  let hasOthers = false;
  for (const key in message) {
    if (key === 'role' || key === 'content') continue;
    hasOthers = true;
    const isAllowed = allowedKeys[role].has(key) && (key !== 'weight' || place.allowsWeight);
    if (isAllowed || (message[key] === null && nullableKeys.has(key))) continue;
    if (key === 'weight' && place.allowsWeight) report.key('chat/weight-on-non-assistant', message, key);
    else report.keys('chat/unknown-message-key', message, key, { role });
  }
  return hasOthers;
}

function checkContent(message: JsonObject, role: Role, report: Report): void {
  const content = message.content;
  if (typeof content === 'string') {
    if (content.trim() === '' && needsText(message, role)) report.value('chat/empty-content', message, 'content');
  } else if (content === undefined || content === null) {
    checkMissingContent(message, role, report);
  } else if (!Array.isArray(content) || role === 'function') report.value('chat/invalid-content', message, 'content');
  else if (content.length === 0) report.value('chat/empty-content-array', message, 'content');
  else checkParts(content, role, report);
}

function checkMissingContent(message: JsonObject, role: Role, report: Report): void {
  if (role === 'assistant' && hasOtherContent(message)) return;
  if (message.content === undefined) report.brace('chat/missing-content', message);
  else if (role !== 'function') report.value('chat/missing-content', message, 'content');
}

/** Results of tools and functions may be empty, and so may words beside a call. */
function needsText(message: JsonObject, role: Role): boolean {
  if (role === 'assistant') return !hasOtherContent(message);
  return role !== 'tool' && role !== 'function';
}

function hasOtherContent(message: JsonObject): boolean {
  return isGiven(message.tool_calls) || isGiven(message.function_call) || isGiven(message.refusal);
}

function checkAssistant(message: JsonObject, place: MessagePlace, conversation: Conversation, report: Report): void {
  const { audio, refusal, weight } = message;
  if (isGiven(message.tool_calls) || isGiven(message.function_call)) conversation.usesTools = true;
  if (isGiven(audio)) report.key('chat/unsupported-part', message, 'audio');
  if (isGiven(refusal) && typeof refusal !== 'string') report.value('chat/invalid-refusal', message, 'refusal');
  if (place.allowsWeight && isGiven(weight) && weight !== 0 && weight !== 1) {
    report.value('chat/invalid-weight', message, 'weight');
  }
}

const maxNameLength = 64;
const forbiddenInName = /[\s<|\\/>]/;

/** What the chat API takes for a name. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length <= maxNameLength && !forbiddenInName.test(value);
}

/** A value of a row as a sentence shows it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return String(value);
}
