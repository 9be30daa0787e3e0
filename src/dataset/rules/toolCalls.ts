import { isObject, type JsonObject } from '../formats.ts';
import { shorten } from '../scanner.ts';
import type { Report } from './report.ts';
import type { Definitions } from './tools.ts';

/** Checks the calls in `tool_calls` of an assistant message one by one, and tells the ids they have. */
export function checkToolCalls(message: JsonObject, definitions: Definitions, report: Report): readonly ToolCall[] {
  const calls = message.tool_calls;
  if (!Array.isArray(calls) || calls.length === 0) {
    report.value('tools/invalid-tool-call', message, 'tool_calls');
    return [];
  }
  const found: ToolCall[] = [];
  for (let index = 0; index < calls.length; index++) {
    const call: unknown = calls[index];
    if (!isObject(call)) report.value('tools/invalid-tool-call', calls, index);
    else {
      checkCall(call, definitions, report);
      if (typeof call.id === 'string') found.push({ call, id: call.id });
    }
  }
  return found;
}

/** A call that results can refer to. */
export interface ToolCall {
  readonly call: JsonObject;
  readonly id: string;
}

/** A call of another type is nothing that is known here, so the rest of it is left alone. */
function checkCall(call: JsonObject, definitions: Definitions, report: Report): void {
  const { id, type, function: called } = call;
  if (type !== undefined && type !== 'function') {
    report.value('tools/invalid-tool-call', call, 'type');
    return;
  }
  if (id === undefined || type === undefined || called === undefined) report.brace('tools/invalid-tool-call', call);
  if (id !== undefined && typeof id !== 'string') report.value('tools/invalid-tool-call', call, 'id');
  if (isObject(called)) checkCalled(called, 'tools/invalid-tool-call', definitions, report);
  else if (called !== undefined) report.value('tools/invalid-tool-call', call, 'function');
}

/** Checks the deprecated `function_call` of an assistant message. */
export function checkFunctionCall(message: JsonObject, definitions: Definitions, report: Report): void {
  const call = message.function_call;
  if (isObject(call)) checkCalled(call, 'tools/invalid-function-call', definitions, report);
  else report.value('tools/invalid-function-call', message, 'function_call');
}

/** Checks the name and the arguments of a call. */
function checkCalled(
  called: JsonObject,
  rule: 'tools/invalid-tool-call' | 'tools/invalid-function-call',
  { names }: Definitions,
  report: Report,
): void {
  const { name, arguments: values } = called;
  if (name === undefined || values === undefined) report.brace(rule, called);
  if (typeof name === 'string') {
    if (names && !names.has(name)) report.value('tools/unknown-function', called, 'name', { name: shorten(name) });
  } else if (name !== undefined) report.value(rule, called, 'name');
  if (typeof values === 'string') {
    if (!isJsonObject(values)) report.value('tools/arguments-not-json', called, 'arguments');
  } else if (values !== undefined) report.value('tools/arguments-not-string', called, 'arguments');
}

/** Arguments of a call are the JSON of an object, as a text. */
export function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
