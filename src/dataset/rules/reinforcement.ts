import { isRole, isObject, type JsonObject } from '../formats.ts';
import { checkMessages } from './conversation.ts';
import type { MessagePlace } from './message.ts';
import type { Report } from './report.ts';

const place: MessagePlace = { allowsDeveloper: true, allowsWeight: true };

/** Keys of a reinforcement row that no grader can refer to. */
const conversationKeys: ReadonlySet<string> = new Set(['messages', 'tools', 'parallel_tool_calls', 'functions']);

/** Checks the conversation in a row of reinforcement data. */
export function checkReinforcement(example: JsonObject, report: Report): void {
  checkMessages(example, place, report);
}

/** True for a row with `messages` that ends with a role other than assistant and has a field for a grader. */
export function looksLikeReinforcement(example: JsonObject): boolean {
  const last: unknown = Array.isArray(example.messages) ? example.messages.at(-1) : undefined;
  if (!isObject(last) || !isRole(last.role) || last.role === 'assistant') return false;
  for (const key in example) if (!conversationKeys.has(key)) return true;
  return false;
}
