import { isObject, type JsonObject } from '../formats.ts';
import { checkMessages } from './conversation.ts';
import { checkMessage, type MessagePlace } from './message.ts';
import type { Report } from './report.ts';

const inputPlace: MessagePlace = { allowsDeveloper: false, allowsWeight: true };
const outputPlace: MessagePlace = { allowsDeveloper: false, allowsWeight: false };
const outputKeys = ['preferred_output', 'non_preferred_output', 'preferred_completion', 'non_preferred_completion'];

/** Checks the conversations in a row of preference data: its input and the messages of its outputs. */
export function checkPreference(example: JsonObject, report: Report): void {
  if (isObject(example.input)) checkMessages(example.input, inputPlace, report);
  for (const key of outputKeys) {
    const output = example[key];
    if (Array.isArray(output)) checkOutput(output, report);
  }
}

/** A message of another role is no output at all, so nothing is said about what is in it. */
function checkOutput(output: readonly unknown[], report: Report): void {
  for (let index = 0; index < output.length; index++) {
    const message = output[index];
    const isOfOther = isObject(message) && message.role !== undefined && message.role !== 'assistant';
    if (!isOfOther) checkMessage(output, index, outputPlace, report);
  }
}
