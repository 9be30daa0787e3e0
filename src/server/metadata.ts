import { jobLimits } from '../jobs/requestRules/limits.ts';
import { pathOf, readObject, readString, wrongType, type JsonObject } from './body.ts';
import { badRequest } from './errors.ts';

/** The `metadata` of a job or batch: texts by name. Undefined where it is absent or null; throws a 400 beyond the limits. */
export function readMetadata(body: JsonObject): Readonly<Record<string, string>> | undefined {
  const metadata = readObject(body, 'metadata');
  if (!metadata) return undefined;
  const { pairs, keyLength, valueLength } = jobLimits.metadata;
  const entries = Object.entries(metadata.fields);
  if (entries.length > pairs) {
    throw badRequest(`Invalid 'metadata': at most ${pairs} pairs are allowed, but got ${entries.length}.`, 'metadata');
  }
  for (const [key, value] of entries) {
    if (key.length > keyLength) {
      throw badRequest(`Invalid 'metadata': a key has more than ${keyLength} characters.`, 'metadata');
    }
    if (typeof value !== 'string') throw wrongType(pathOf(metadata, key), 'a string', value);
    readString(metadata, key, { max: valueLength });
  }
  return metadata.fields as Record<string, string>;
}
