import type { JsonObject, Role } from '../formats.ts';
import { checkMessage, type MessagePlace } from './message.ts';
import type { Report } from './report.ts';

/**
 * Checks the `messages` of a row, or of the `input` of a preference row, and returns the role of each message (undefined
 * for one without a known role); undefined where there is no list to look into.
 */
export function checkMessages(
  holder: JsonObject,
  place: MessagePlace,
  report: Report,
): readonly (Role | undefined)[] | undefined {
  const messages = holder.messages;
  if (messages === undefined) report.brace('chat/missing-messages', holder);
  else if (!Array.isArray(messages)) report.value('chat/messages-not-array', holder, 'messages');
  else if (messages.length === 0) report.value('chat/messages-empty', holder, 'messages');
  else return checkList(messages, place, report);
  return undefined;
}

/** Checks a list of messages and returns the role of each. */
export function checkList(
  messages: readonly unknown[],
  place: MessagePlace,
  report: Report,
): readonly (Role | undefined)[] {
  const found: (Role | undefined)[] = [];
  for (let index = 0; index < messages.length; index++) found.push(checkMessage(messages, index, place, report));
  return found;
}
