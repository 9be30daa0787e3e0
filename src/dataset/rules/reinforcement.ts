import { isRole, isObject, type JsonObject, type Role } from '../formats.ts';
import type { TargetFacts } from '../targets.ts';
import { checkMessages, type Conversation } from './conversation.ts';
import { checkImages } from './images.ts';
import type { MessagePlace } from './message.ts';
import type { Report } from './report.ts';
import { checkDefinitions, checkParallel } from './tools.ts';
import { ToolUse } from './toolUse.ts';

const place: MessagePlace = { allowsDeveloper: true, allowsWeight: true };

/** Keys of a reinforcement row that no grader can refer to. */
const conversationKeys: ReadonlySet<string> = new Set(['messages', 'tools', 'parallel_tool_calls', 'functions']);

/** Checks a row of reinforcement data by itself, and returns its conversation. */
export function checkReinforcement(example: JsonObject, target: TargetFacts, report: Report): Conversation | undefined {
  if (example.messages !== undefined && !hasReference(example)) report.key('rft/no-reference', example, 'messages');
  const definitions = checkDefinitions(example, true, report);
  checkParallel(example, false, report);
  const conversation = checkMessages(example, place, report);
  if (!conversation) return undefined;
  const messages = example.messages as readonly JsonObject[];
  checkRoles(messages, conversation.roles, target, report);
  new ToolUse(definitions, report).check(messages, conversation);
  const forbiddenBy = target.takesReinforcementImages ? undefined : 'rft/azure-image';
  checkImages(messages, conversation, target.maxImages, report, forbiddenBy);
  return conversation;
}

function checkRoles(
  messages: readonly JsonObject[],
  roles: readonly (Role | undefined)[],
  target: TargetFacts,
  report: Report,
): void {
  for (let index = 0; index < roles.length; index++) {
    if (roles[index] !== 'system') continue;
    report.value('rft/system-role', messages[index] ?? {}, 'role', { target: target.name });
  }
  const last = messages.at(-1);
  if (last && !mayBeLast(roles.at(-1), target)) report.value('rft/last-not-user', last, 'role');
}

/** A role that is not known is a fault by itself. */
function mayBeLast(role: Role | undefined, target: TargetFacts): boolean {
  if (role === 'tool') return target.takesToolResultLast;
  return role !== 'assistant' && role !== 'system' && role !== 'developer';
}

/** The keys that graders can refer to, in their order; undefined where there is none. */
export function referenceFields(example: JsonObject): readonly string[] | undefined {
  const fields = Object.keys(example).filter((key) => !conversationKeys.has(key));
  return fields.length > 0 ? fields : undefined;
}

function hasReference(example: JsonObject): boolean {
  for (const key in example) if (!conversationKeys.has(key)) return true;
  return false;
}

/** True for a row with `messages` that ends with a role other than assistant and has a field for a grader. */
export function looksLikeReinforcement(example: JsonObject): boolean {
  const last: unknown = Array.isArray(example.messages) ? example.messages.at(-1) : undefined;
  return isObject(last) && isRole(last.role) && last.role !== 'assistant' && hasReference(example);
}
