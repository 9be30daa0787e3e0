import { readBody, refuseOtherKeys, requireString, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';
import { readLifetime } from '../filePurpose.ts';
import { readMetadata } from '../metadata.ts';

/** What a batch is created from; the file is not looked up yet. */
export interface BatchSpec {
  readonly inputFile: string;
  readonly endpoint: string;
  readonly completionWindow: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Seconds that the files made of the answers are kept. */
  readonly outputLifetime?: number;
}

/** Reads the body of POST /batches. Throws a 400 that names the field. */
export function readBatchRequest(requestBody: unknown): BatchSpec {
  const body = readBody(requestBody);
  refuseOtherKeys(body, ['input_file_id', 'endpoint', 'completion_window', 'metadata', 'output_expires_after']);
  return {
    inputFile: requireString(body, 'input_file_id'),
    endpoint: requireChoice(body, 'endpoint', '/v1/chat/completions'),
    completionWindow: requireChoice(body, 'completion_window', '24h'),
    metadata: readMetadata(body),
    outputLifetime: readLifetime(body, 'output_expires_after'),
  };
}

function requireChoice(body: JsonObject, key: string, only: string): string {
  if (requireString(body, key) === only) return only;
  throw badRequest(`Invalid value for '${key}'. This server supports: '${only}'.`, key, 'invalid_value');
}
