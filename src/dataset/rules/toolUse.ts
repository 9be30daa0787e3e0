import { isGiven } from '../../common/json.ts';
import type { JsonObject, Role } from '../formats.ts';
import { shorten } from '../scanner.ts';
import type { Conversation } from './conversation.ts';
import type { Report } from './report.ts';
import { checkFunctionCall, checkToolCalls, type ToolCall } from './toolCalls.ts';
import type { Definitions } from './tools.ts';

/** Checks which calls the messages of one example make, and whether results answer them. */
export class ToolUse {
  readonly #definitions: Definitions;
  readonly #report: Report;
  /** Ids of all calls so far. */
  #ids: Set<string> | undefined;
  #saidDeprecated: boolean;

  constructor(definitions: Definitions, report: Report) {
    this.#definitions = definitions;
    this.#report = report;
    this.#saidDeprecated = definitions.areDeprecated;
  }

  /** Checks the messages of a row, which were checked one by one before. */
  check(messages: readonly unknown[], { roles, usesTools }: Conversation): void {
    if (!usesTools) return;
    let first: JsonObject | undefined;
    for (let index = 0; index < roles.length; index++) {
      const role = roles[index];
      if (role !== 'assistant' && role !== 'tool' && role !== 'function') continue;
      const message = messages[index] as JsonObject;
      if (role === 'tool') this.#checkResult(message);
      else if (role === 'function') {
        if (!isGiven(message.name)) this.#report.brace('tools/function-result-missing-name', message);
      } else {
        if (isGiven(message.function_call)) this.#checkFunctionCall(message);
        if (!isGiven(message.tool_calls)) continue;
        first ??= message;
        this.#checkCalls(messages, roles, index);
      }
    }
    if (first && !this.#definitions.isGiven) this.#report.key('tools/missing-tools', first, 'tool_calls');
  }

  /** The same for an output of a preference row, which knows the calls of the input but not those of the other output. */
  checkOutput(messages: readonly unknown[], conversation: Conversation): void {
    const ids = this.#ids;
    if (ids) this.#ids = new Set(ids);
    this.check(messages, conversation);
    this.#ids = ids;
  }

  #checkFunctionCall(message: JsonObject): void {
    if (!this.#saidDeprecated) this.#report.key('tools/deprecated-functions', message, 'function_call');
    this.#saidDeprecated = true;
    checkFunctionCall(message, this.#definitions, this.#report);
  }

  #checkResult(message: JsonObject): void {
    const id = message.tool_call_id;
    if (id === undefined) this.#report.brace('tools/missing-tool-call-id', message);
    else if (typeof id !== 'string' || !this.#ids?.has(id)) {
      this.#report.value('tools/unmatched-tool-result', message, 'tool_call_id');
    }
  }

  #checkCalls(messages: readonly unknown[], roles: readonly (Role | undefined)[], index: number): void {
    const calls = checkToolCalls(messages[index] as JsonObject, this.#definitions, this.#report);
    this.#ids ??= new Set();
    for (const { call, id } of calls) {
      if (this.#ids.has(id)) this.#report.value('tools/duplicate-call-id', call, 'id');
      this.#ids.add(id);
    }
    // A conversation may end with calls: that is what is learned then.
    if (index < roles.length - 1) this.#checkAnswered(calls, answersAfter(messages, roles, index));
  }

  #checkAnswered(calls: readonly ToolCall[], answers: ReadonlySet<unknown>): void {
    for (const { call, id } of calls) {
      if (!answers.has(id)) this.#report.value('tools/unanswered-tool-call', call, 'id', { id: shorten(id) });
    }
  }
}

/** The ids that the tool messages right after message `index` answer. */
function answersAfter(
  messages: readonly unknown[],
  roles: readonly (Role | undefined)[],
  index: number,
): ReadonlySet<unknown> {
  const answers = new Set<unknown>();
  for (let next = index + 1; roles[next] === 'tool'; next++) {
    answers.add((messages[next] as JsonObject).tool_call_id);
  }
  return answers;
}
