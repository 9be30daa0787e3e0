import { familyKeys, type Family, type Format, type JsonObject } from '../formats.ts';
import { checkChat } from './chat.ts';
import { checkPreference } from './preference.ts';
import { checkReinforcement } from './reinforcement.ts';
import type { Report } from './report.ts';

const familyOfFormat: Readonly<Record<Format, Family>> = {
  chat: 'messages',
  reinforcement: 'messages',
  preference: 'preference',
  completions: 'completions',
};

/** Checks one row that is an object, as a row of `format`; undefined where the file has no known format. */
export function checkExample(
  example: JsonObject,
  family: Family | undefined,
  format: Format | undefined,
  report: Report,
): void {
  if (format === undefined) report.brace('format/unknown', example);
  else if (family !== undefined && family !== familyOfFormat[format]) reportMixed(example, family, format, report);
  else checkAs(format, example, family !== undefined, report);
}

function checkAs(format: Format, example: JsonObject, isKnown: boolean, report: Report): void {
  switch (format) {
    case 'chat':
      checkChat(example, isKnown, report);
      break;
    case 'preference':
      checkPreference(example, report);
      break;
    case 'reinforcement':
      checkReinforcement(example, report);
      break;
    case 'completions':
      break;
  }
}

function reportMixed(example: JsonObject, family: Family, format: Format, report: Report): void {
  const key = Object.keys(example).find((key) => familyKeys[family].includes(key));
  const lineFormat = family === 'messages' ? 'chat' : family;
  if (key !== undefined) report.key('file/mixed-formats', example, key, { lineFormat, fileFormat: format });
}
