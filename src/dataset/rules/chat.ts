import type { JsonObject, Role } from '../formats.ts';
import type { TargetFacts } from '../targets.ts';
import { checkMessages, type Conversation } from './conversation.ts';
import { checkImages } from './images.ts';
import type { MessagePlace } from './message.ts';
import type { Report } from './report.ts';
import { checkDefinitions, checkParallel } from './tools.ts';
import { ToolUse } from './toolUse.ts';

const chatKeys: ReadonlySet<string> = new Set(['messages', 'tools', 'parallel_tool_calls', 'functions']);
const place: MessagePlace = { allowsDeveloper: false, allowsWeight: true };

/**
 * Checks a row of supervised chat data, and returns its conversation. `isKnown`: it has a key of some format; else nothing
 * is said of its other keys.
 */
export function checkChat(
  example: JsonObject,
  isKnown: boolean,
  target: TargetFacts,
  report: Report,
): Conversation | undefined {
  if (isKnown) {
    for (const key in example) if (!chatKeys.has(key)) report.keys('chat/unknown-key', example, key);
  }
  const definitions = checkDefinitions(example, true, report);
  checkParallel(example, true, report);
  const conversation = checkMessages(example, place, report);
  if (!conversation) return undefined;
  const messages = example.messages as readonly JsonObject[];
  checkTurns(example, messages, conversation.roles, report);
  new ToolUse(definitions, report).check(messages, conversation);
  checkImages(messages, conversation, target.maxImages, report);
  return conversation;
}

/** Rules on who speaks when. Messages without a known role count as nobody's. */
function checkTurns(
  example: JsonObject,
  messages: readonly JsonObject[],
  roles: readonly (Role | undefined)[],
  report: Report,
): void {
  const last = roles.length - 1;
  if (!roles.includes('user')) report.key('chat/no-user-message', example, 'messages');
  for (let index = 1; index <= last; index++) {
    if (roles[index] === 'system') report.value('chat/system-not-first', messages[index] ?? {}, 'role');
  }
  if (!roles.includes('assistant')) {
    report.key('chat/missing-assistant', example, 'messages');
    return;
  }
  const lastRole = roles[last];
  if (lastRole !== undefined && lastRole !== 'assistant') {
    report.value('chat/last-not-assistant', messages[last] ?? {}, 'role');
  }
  checkWeights(messages, roles, report);
}

function checkWeights(messages: readonly JsonObject[], roles: readonly (Role | undefined)[], report: Report): void {
  const last = messages[roles.lastIndexOf('assistant')];
  const isTrained = messages.some((message, index) => roles[index] === 'assistant' && message.weight !== 0);
  if (last && !isTrained) report.value('chat/all-weights-zero', last, 'weight');
}
