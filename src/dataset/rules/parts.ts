import { isObject, type JsonObject, type Role } from '../formats.ts';
import { checkImage } from './images.ts';
import type { Report } from './report.ts';

/** Checks the parts of a message's `content`, which is a list with at least one element. */
export function checkParts(parts: readonly unknown[], role: Role, report: Report): void {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (isObject(part)) checkPart(part, role, report);
    else report.value('chat/invalid-part', parts, index);
  }
}

function checkPart(part: JsonObject, role: Role, report: Report): void {
  switch (part.type) {
    case 'text':
      checkText(part, 'text', report);
      break;
    case 'image_url':
      if (role === 'user') checkImage(part, report);
      else if (role === 'assistant') report.value('vision/assistant-image', part, 'type');
      else report.value('chat/part-not-allowed-for-role', part, 'type', { role });
      break;
    case 'refusal':
      if (role === 'assistant') checkText(part, 'refusal', report);
      else report.value('chat/part-not-allowed-for-role', part, 'type', { role });
      break;
    case 'input_audio':
    case 'file':
      report.value('chat/unsupported-part', part, 'type');
      break;
    case undefined:
      report.brace('chat/invalid-part', part);
      break;
    default:
      report.value('chat/invalid-part', part, 'type');
  }
}

function checkText(part: JsonObject, key: 'text' | 'refusal', report: Report): void {
  if (part[key] === undefined) report.brace('chat/invalid-part', part);
  else if (typeof part[key] !== 'string') report.value('chat/invalid-part', part, key);
}
