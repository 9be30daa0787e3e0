import { pathOf, readInteger, readObject, readString, requireString, type JsonObject } from './body.ts';
import { badRequest } from './errors.ts';

/** What a client may say a file is for, each way of sending it as the API's description has it (openai-openapi f85dbe2). */
export const sentPurposes = {
  /** The description also lists `evals`, but knows no file that has it. */
  file: ['assistants', 'batch', 'fine-tune', 'vision', 'user_data'],
  upload: ['assistants', 'batch', 'fine-tune', 'vision'],
} as const;

/** Seconds that a client may ask a file to be kept: an hour to 30 days (openai-openapi f85dbe2, FileExpirationAfter). */
const lifetimes = { min: 3600, max: 2_592_000 };

/** Reads `purpose`. Throws a 400 where it is none of `known`, or does not fit the file's name. */
export function readPurpose(request: JsonObject, known: readonly string[], filename: string): string {
  const purpose = requireString(request, 'purpose');
  if (!known.includes(purpose)) {
    const names = known.map((name) => `'${name}'`).join(', ');
    throw badRequest(`Invalid value for 'purpose'. Supported values are: ${names}.`, 'purpose', 'invalid_value');
  }
  const isJsonl = purpose === 'fine-tune' || purpose === 'batch';
  if (isJsonl && !filename.toLowerCase().endsWith('.jsonl')) {
    const message = `Invalid file name: a file with the purpose '${purpose}' must end in .jsonl.`;
    throw badRequest(message, 'file', 'invalid_file_extension');
  }
  return purpose;
}

/** Seconds that a file is to be kept, as the object at `key` says; undefined where there is none. Throws a 400. */
export function readLifetime(request: JsonObject, key = 'expires_after'): number | undefined {
  const object = readObject(request, key);
  if (!object) return undefined;
  if (readString(object, 'anchor') !== 'created_at') {
    const param = pathOf(object, 'anchor');
    throw badRequest(`Invalid value for '${param}'. Supported values are: 'created_at'.`, param, 'invalid_value');
  }
  const seconds = readInteger(object, 'seconds', lifetimes);
  if (seconds !== undefined) return seconds;
  const param = pathOf(object, 'seconds');
  throw badRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

/** Seconds that a file is kept where the client says nothing; undefined: until it is deleted. The API keeps those for batches 30 days. */
export function defaultLifetime(purpose: string): number | undefined {
  return purpose === 'batch' ? lifetimes.max : undefined;
}
