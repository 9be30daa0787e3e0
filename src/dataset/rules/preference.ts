import { isObject, type JsonObject } from '../formats.ts';
import type { TargetFacts } from '../targets.ts';
import { checkMessages } from './conversation.ts';
import { checkImages } from './images.ts';
import type { MessagePlace } from './message.ts';
import { checkDifference, checkOutput, outputNames } from './output.ts';
import type { Report } from './report.ts';
import { checkDefinitions, checkParallel, unknownDefinitions } from './tools.ts';
import { ToolUse } from './toolUse.ts';

const inputPlace: MessagePlace = { allowsDeveloper: false, allowsWeight: true };
const inputKeys: ReadonlySet<string> = new Set(['messages', 'tools', 'parallel_tool_calls']);
const exampleKeys: ReadonlySet<string> = new Set(['input', ...outputNames.flat()]);

/** Checks a row of preference data. `isKnown`: it has a key of some format; else nothing is said of its other keys. */
export function checkPreference(example: JsonObject, isKnown: boolean, target: TargetFacts, report: Report): void {
  if (isKnown) {
    for (const key in example) if (!exampleKeys.has(key)) report.keys('dpo/unknown-key', example, key);
  }
  const toolUse = checkInput(example, target, report);
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

const missingRules = {
  preferred_output: 'dpo/missing-preferred',
  non_preferred_output: 'dpo/missing-non-preferred',
} as const;

/** Checks the conversation before the outputs, and tells what they need to know of its calls. */
function checkInput(example: JsonObject, target: TargetFacts, report: Report): ToolUse {
  const { input } = example;
  if (!isObject(input)) {
    if (input === undefined) report.brace('dpo/missing-input', example);
    else report.value('dpo/input-not-object', example, 'input');
    return new ToolUse(unknownDefinitions, report);
  }
  for (const key in input) if (!inputKeys.has(key)) report.keys('dpo/unknown-key', input, key);
  const toolUse = new ToolUse(checkDefinitions(input, false, report), report);
  checkParallel(input, true, report);
  const roles = checkMessages(input, inputPlace, report);
  if (roles) {
    const messages = input.messages as readonly JsonObject[];
    toolUse.check(messages, roles);
    checkImages(messages, roles, target.maxImages, report, 'dpo/image');
    const last = messages.at(-1);
    if (last && roles.at(-1) === 'assistant') report.value('dpo/last-input-assistant', last, 'role');
  }
  return toolUse;
}
