import { familyKeys, type Family, type Format, type JsonObject } from '../formats.ts';
import type { TargetFacts } from '../targets.ts';
import { checkChat } from './chat.ts';
import type { Conversation } from './conversation.ts';
import { checkCompletions } from './completions.ts';
import { checkPreference } from './preference.ts';
import { checkReinforcement } from './reinforcement.ts';
import type { Report } from './report.ts';

const familyOfFormat: Readonly<Record<Format, Family>> = {
  chat: 'messages',
  reinforcement: 'messages',
  preference: 'preference',
  completions: 'completions',
};

/** What a row is checked as. */
export interface Dialect {
  /** Undefined where the file has no known format. */
  readonly format: Format | undefined;
  readonly target: TargetFacts;
}

/** Checks one row that is an object, and returns its conversation, or that of its input, if there is one to look into. */
export function checkExample(
  example: JsonObject,
  family: Family | undefined,
  { format, target }: Dialect,
  report: Report,
): Conversation | undefined {
  if (format === undefined) report.brace('format/unknown', example);
  else if (family !== undefined && family !== familyOfFormat[format]) reportMixed(example, family, format, report);
  else return checkAs(format, example, family !== undefined, target, report);
  return undefined;
}

function checkAs(
  format: Format,
  example: JsonObject,
  isKnown: boolean,
  target: TargetFacts,
  report: Report,
): Conversation | undefined {
  switch (format) {
    case 'chat':
      return checkChat(example, isKnown, target, report);
    case 'preference':
      return checkPreference(example, isKnown, target, report);
    case 'reinforcement':
      return checkReinforcement(example, target, report);
    case 'completions':
      checkCompletions(example, isKnown, report);
      return undefined;
  }
}

function reportMixed(example: JsonObject, family: Family, format: Format, report: Report): void {
  const key = Object.keys(example).find((key) => familyKeys[family].includes(key));
  const lineFormat = family === 'messages' ? 'chat' : family;
  if (key !== undefined) report.key('file/mixed-formats', example, key, { lineFormat, fileFormat: format });
}
