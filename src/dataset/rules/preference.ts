import { isObject, type JsonObject } from '../formats.ts';
import type { TargetFacts } from '../targets.ts';
import { checkMessages, type Conversation } from './conversation.ts';
import { checkImages } from './images.ts';
import type { MessagePlace } from './message.ts';
import { checkDifference, checkOutput, outputNames } from './output.ts';
import type { Report } from './report.ts';
import { checkDefinitions, checkParallel, unknownDefinitions } from './tools.ts';
import { ToolUse } from './toolUse.ts';

const inputPlace: MessagePlace = { allowsDeveloper: false, allowsWeight: true };
const inputKeys: ReadonlySet<string> = new Set(['messages', 'tools', 'parallel_tool_calls']);
const exampleKeys: ReadonlySet<string> = new Set(['input', ...outputNames.flat()]);

/**
 * Checks a row of preference data, and returns the conversation of its input. `isKnown`: it has a key of some format; else
 * nothing is said of its other keys.
 */
export function checkPreference(
  example: JsonObject,
  isKnown: boolean,
  target: TargetFacts,
  report: Report,
): Conversation | undefined {
  if (isKnown) {
    for (const key in example) if (!exampleKeys.has(key)) report.keys('dpo/unknown-key', example, key);
  }
  const { input } = example;
  if (isObject(input)) {
    const toolUse = new ToolUse(checkDefinitions(input, false, report), report);
    const conversation = checkInput(input, toolUse, target, report);
    checkOutputs(example, toolUse, target, report);
    return conversation;
  }
  if (input === undefined) report.brace('dpo/missing-input', example);
  else report.value('dpo/input-not-object', example, 'input');
  checkOutputs(example, new ToolUse(unknownDefinitions, report), target, report);
  return undefined;
}

function checkInput(
  input: JsonObject,
  toolUse: ToolUse,
  target: TargetFacts,
  report: Report,
): Conversation | undefined {
  for (const key in input) if (!inputKeys.has(key)) report.keys('dpo/unknown-key', input, key);
  checkParallel(input, true, report);
  const conversation = checkMessages(input, inputPlace, report);
  if (!conversation) return undefined;
  const messages = input.messages as readonly JsonObject[];
  toolUse.check(messages, conversation);
  checkImages(messages, conversation, target.maxImages, report, 'dpo/image');
  const last = messages.at(-1);
  if (last && conversation.roles.at(-1) === 'assistant') report.value('dpo/last-input-assistant', last, 'role');
  return conversation;
}

const missingRules = {
  preferred_output: 'dpo/missing-preferred',
  non_preferred_output: 'dpo/missing-non-preferred',
} as const;

function checkOutputs(example: JsonObject, toolUse: ToolUse, target: TargetFacts, report: Report): void {
  for (const [old, name] of outputNames) {
    if (example[old] !== undefined) {
      report.keys('dpo/legacy-key', example, old, { key: name });
      checkOutput(example, old, toolUse, target, report);
    }
    if (example[name] !== undefined) checkOutput(example, name, toolUse, target, report);
    else if (example[old] === undefined) report.brace(missingRules[name], example);
  }
  checkDifference(example, report);
}
