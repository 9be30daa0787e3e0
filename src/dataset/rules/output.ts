import { isObject, type JsonObject } from '../formats.ts';
import { isSameData } from '../sameData.ts';
import type { TargetFacts } from '../targets.ts';
import { Conversation } from './conversation.ts';
import { checkMessage, type MessagePlace } from './message.ts';
import type { Report } from './report.ts';
import type { ToolUse } from './toolUse.ts';

const place: MessagePlace = { allowsDeveloper: false, allowsWeight: false };

/** Names of the two outputs, each after its name until 2025-04. */
export const outputNames = [
  ['preferred_completion', 'preferred_output'],
  ['non_preferred_completion', 'non_preferred_output'],
] as const;

export type OutputName = (typeof outputNames)[number][number];

/** Checks one output of a preference row, which must be there. `toolUse` knows the calls of the input. */
export function checkOutput(
  example: JsonObject,
  name: OutputName,
  toolUse: ToolUse,
  target: TargetFacts,
  report: Report,
): void {
  const output = example[name];
  if (!Array.isArray(output)) report.value('dpo/output-not-array', example, name);
  else if (output.length === 0) report.value('dpo/output-empty', example, name);
  else {
    if (output.length > 1 && !target.takesLongOutputs) report.value('dpo/output-too-many', output, 1);
    toolUse.checkOutput(output, checkOutputMessages(output, target, report));
  }
}

function checkOutputMessages(output: readonly unknown[], target: TargetFacts, report: Report): Conversation {
  const conversation = new Conversation();
  const { roles } = conversation;
  for (let index = 0; index < output.length; index++) {
    const message = output[index];
    if (isObject(message) && message.role !== undefined && !mayAnswer(message.role, target)) {
      // It is no output at all, so nothing is said about what is in it.
      report.value('dpo/output-not-assistant', message, 'role');
      roles.push(undefined);
    } else roles.push(checkMessage(output, index, place, conversation, report));
  }
  if (roles.every((role) => role === 'tool')) {
    report.value('dpo/output-not-assistant', output[0] as JsonObject, 'role');
  }
  return conversation;
}

function mayAnswer(role: unknown, target: TargetFacts): boolean {
  return role === 'assistant' || (role === 'tool' && target.takesLongOutputs);
}

/** Points out two outputs that are the same. */
export function checkDifference(example: JsonObject, report: Report): void {
  const [better, worse] = outputNames.map(([old, name]) => (example[name] === undefined ? old : name));
  if (better === undefined || worse === undefined) return;
  const output = example[better];
  if (!Array.isArray(output) || output.length === 0 || !isSameData(output, example[worse])) return;
  report.key('dpo/identical-outputs', example, worse);
}
