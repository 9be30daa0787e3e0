import { isObject, type JsonObject } from '../formats.ts';
import { shorten } from '../scanner.ts';
import type { Report } from './report.ts';

/** OpenAI's schema of chat rows says so of `functions`; for `tools` it is the limit of the chat API. */
const maxTools = 128;
/** OpenAI's schema of functions. */
const functionName = /^[A-Za-z0-9_-]{1,64}$/;

/** What the messages of a row may call. */
export interface Definitions {
  /** The row says what can be called, if perhaps in a wrong way. An empty list says nothing. */
  readonly isGiven: boolean;
  /** Undefined where there is no list of functions to look into. */
  readonly names: ReadonlySet<string> | undefined;
  /** Some stand under the deprecated key `functions`. */
  readonly areDeprecated: boolean;
}

const noDefinitions: Definitions = { isGiven: false, names: undefined, areDeprecated: false };

/** Of a row whose definitions cannot be looked into: nothing that follows from them is said. */
export const unknownDefinitions: Definitions = { isGiven: true, names: undefined, areDeprecated: false };

/** Checks the `tools` of a row, or of the `input` of a preference row. `functions` only where the format has them. */
export function checkDefinitions(holder: JsonObject, mayHaveFunctions: boolean, report: Report): Definitions {
  const { tools } = holder;
  const functions = mayHaveFunctions ? holder.functions : undefined;
  if (tools === undefined && functions === undefined) return noDefinitions;
  const names = new Set<string>();
  const hasTools = tools !== undefined && checkList(holder, 'tools', names, report);
  const hasFunctions = functions !== undefined && checkList(holder, 'functions', names, report);
  if (functions !== undefined) report.key('tools/deprecated-functions', holder, 'functions');
  const hasList = (hasTools && Array.isArray(tools)) || (hasFunctions && Array.isArray(functions));
  return {
    isGiven: hasTools || hasFunctions,
    names: hasList ? names : undefined,
    areDeprecated: functions !== undefined,
  };
}

/** Checks `parallel_tool_calls`. `needsTools`: without `tools` beside it, it means nothing. */
export function checkParallel(holder: JsonObject, needsTools: boolean, report: Report): void {
  const parallel = holder.parallel_tool_calls;
  if (parallel === undefined) return;
  if (typeof parallel !== 'boolean') report.value('tools/invalid-parallel', holder, 'parallel_tool_calls');
  else if (needsTools && holder.tools === undefined) {
    report.key('tools/parallel-without-tools', holder, 'parallel_tool_calls');
  }
}

/** Adds to `names`. False for an empty list. */
function checkList(holder: JsonObject, key: 'tools' | 'functions', names: Set<string>, report: Report): boolean {
  const list = holder[key];
  if (!Array.isArray(list)) {
    report.value('tools/not-array', holder, key);
    return true;
  }
  if (list.length === 0 && key === 'functions') report.value('tools/empty-functions', holder, key);
  if (list.length > maxTools) report.key('tools/too-many', holder, key);
  for (let index = 0; index < list.length; index++) {
    const item: unknown = list[index];
    if (!isObject(item)) report.value('tools/invalid-tool', list, index);
    else if (key === 'tools') checkTool(item, names, report);
    else checkFunction(item, names, report);
  }
  return list.length > 0;
}

/** A tool of another type is nothing that is known here, so the rest of it is left alone. */
function checkTool(tool: JsonObject, names: Set<string>, report: Report): void {
  const { type, function: definition } = tool;
  if (type !== undefined && type !== 'function') {
    report.value('tools/invalid-tool', tool, 'type');
    return;
  }
  if (type === undefined || definition === undefined) report.brace('tools/invalid-tool', tool);
  if (isObject(definition)) checkFunction(definition, names, report);
  else if (definition !== undefined) report.value('tools/invalid-tool', tool, 'function');
}

function checkFunction(definition: JsonObject, names: Set<string>, report: Report): void {
  const { name, parameters } = definition;
  if (name === undefined) report.brace('tools/missing-name', definition);
  else if (typeof name !== 'string' || name === '') report.value('tools/missing-name', definition, 'name');
  else {
    if (!functionName.test(name)) report.value('tools/invalid-name', definition, 'name');
    if (names.has(name)) report.value('tools/duplicate-name', definition, 'name', { name: shorten(name) });
    names.add(name);
  }
  if (parameters === undefined) return;
  if (!isObject(parameters)) report.value('tools/invalid-parameters', definition, 'parameters');
  else if (parameters.type !== undefined && parameters.type !== 'object') {
    report.value('tools/invalid-parameters', parameters, 'type');
  }
}
