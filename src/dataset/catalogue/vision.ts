import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const guide = 'OpenAI vision fine-tuning guide.';
const schema = "OpenAI's schema of image parts.";

/** Rules on images in user messages. */
export const visionRules = {
  'vision/invalid-url': {
    what: 'The `url` of an image is no text, or neither an http(s) URL nor a data URL.',
    why: 'The service fetches the image itself, so a path on your machine says nothing to it.',
    fix: 'Put the image in the row: `data:image/png;base64,...`, or use an https URL that all can read.',
    source: `${schema} ${guide}`,
  },
  'vision/unsupported-format': {
    what: 'The image is not JPEG, PNG or WEBP by its data URL or the ending of its path.',
    why: 'The service skips the image and trains the example without it.',
    fix: 'Convert the image.',
    source: guide,
  },
  'vision/invalid-base64': {
    what: 'A data URL is not base64, or has characters or padding that base64 does not.',
    why: 'The image cannot be read, so the service skips it.',
    fix: 'Encode the image again.',
    source: `${guide} It speaks of images of an invalid format.`,
  },
  'vision/image-too-large': {
    what: 'The image in a data URL has more than 10 MB.',
    why: 'The service skips it.',
    fix: 'Scale the image down.',
    source: guide,
  },
  'vision/inaccessible-url': {
    what: 'The URL of an image is on this machine or in a private network.',
    why: 'The service cannot reach it, so it skips the image.',
    fix: 'Put the image in the row as a base64 data URL.',
    source: guide,
  },
  'vision/invalid-detail': {
    what: '`detail` of an image is not "auto", "low" or "high".',
    why: 'The schema knows these three.',
    fix: 'Write "auto", or remove the key.',
    source: schema,
  },
  'vision/too-many-images': {
    what: 'An example has more than 10 images, for Azure more than 64. Marked at the first one too many.',
    why: 'Services take no more.',
    fix: 'Spread the images over several examples.',
    source: `${guide} Azure OpenAI fine-tuning guide.`,
  },
  'vision/too-many-image-examples': {
    what: 'More than 50,000 examples of the file have images.',
    why: 'Services take no more.',
    fix: 'Leave out examples, or train in several jobs.',
    source: guide,
  },
  'vision/assistant-image': {
    what: 'An assistant message has an image.',
    why: 'Models answer in text; images come from users.',
    fix: 'Move the image to a user message, or remove it.',
    source: guide,
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
