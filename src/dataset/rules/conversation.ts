import type { JsonObject, Role } from '../formats.ts';
import { checkMessage, type MessagePlace } from './message.ts';
import type { Report } from './report.ts';

/** What checking a list of messages one by one has told of it, so that most rules on the whole need no second look. */
export class Conversation {
  /** Of each message; undefined for one without a known role, which counts as nobody's. */
  readonly roles: (Role | undefined)[] = [];
  /** Some message calls a function or holds the result of a call. */
  usesTools = false;
  /** Some message has a list of parts. */
  hasParts = false;
  /** In user messages. */
  images = 0;
}

/**
 * Checks the `messages` of a row, or of the `input` of a preference row; undefined where there is no list to look into.
 */
export function checkMessages(holder: JsonObject, place: MessagePlace, report: Report): Conversation | undefined {
  const messages = holder.messages;
  if (messages === undefined) report.brace('chat/missing-messages', holder);
  else if (!Array.isArray(messages)) report.value('chat/messages-not-array', holder, 'messages');
  else if (messages.length === 0) report.value('chat/messages-empty', holder, 'messages');
  else {
    const conversation = new Conversation();
    for (let index = 0; index < messages.length; index++) {
      conversation.roles.push(checkMessage(messages, index, place, conversation, report));
    }
    return conversation;
  }
  return undefined;
}
