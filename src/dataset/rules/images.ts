import { isObject, type JsonObject } from '../formats.ts';
import type { RuleId } from '../problems.ts';
import type { Conversation } from './conversation.ts';
import { brokenUrlRules } from './imageUrl.ts';
import type { Report } from './report.ts';

/** OpenAI's schema of image parts. */
const details: ReadonlySet<unknown> = new Set(['auto', 'low', 'high']);

/** Checks the `image_url` of an image in a user message. */
export function checkImage(part: JsonObject, report: Report): void {
  const image = part.image_url;
  if (image === undefined) report.brace('chat/invalid-part', part);
  else if (!isObject(image)) report.value('chat/invalid-part', part, 'image_url');
  else {
    const { detail, url } = image;
    if (url === undefined) report.brace('chat/invalid-part', image);
    else if (typeof url !== 'string') report.value('vision/invalid-url', image, 'url');
    else for (const rule of brokenUrlRules(url)) report.value(rule, image, 'url');
    if (detail !== undefined && !details.has(detail)) report.value('vision/invalid-detail', image, 'detail');
  }
}

/** Counts the images of an example, and checks how many they are. `forbiddenBy` is the rule that any image breaks. */
export function checkImages(
  messages: readonly unknown[],
  conversation: Conversation,
  most: number,
  report: Report,
  forbiddenBy?: RuleId,
): void {
  if (!conversation.hasParts) return;
  for (let index = 0; index < messages.length; index++) {
    const role = conversation.roles[index];
    if (role === undefined) continue;
    const { content } = messages[index] as JsonObject;
    if (!Array.isArray(content)) continue;
    for (const part of content) {
      if (!isImage(part)) continue;
      if (forbiddenBy) report.value(forbiddenBy, part, 'type');
      if (role === 'user' && ++conversation.images === most + 1) {
        report.value('vision/too-many-images', part, 'type', { limit: most });
      }
    }
  }
}

function isImage(part: unknown): part is JsonObject {
  return isObject(part) && part.type === 'image_url';
}
