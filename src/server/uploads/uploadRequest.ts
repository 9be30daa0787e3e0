import { asObject, readBody, readInteger, readString, refuseOtherKeys, requireString, wrongType } from '../body.ts';
import { badRequest } from '../errors.ts';
import { readLifetime, readPurpose, sentPurposes } from '../filePurpose.ts';

/**
 * Limits of the API's Uploads (openai-openapi f85dbe2): "at most 8 GB in total and expires after an hour", parts of "at most
 * 64 MB". It leaves open which megabytes: we take powers of two. The last two are our own.
 */
export const uploadLimits = {
  bytes: 8 * 2 ** 30,
  partBytes: 64 * 2 ** 20,
  /** Seconds. */
  lifetime: 3600,
  /** Uploads that are pending at the same time. */
  open: 100,
  /** Parts of one upload. */
  parts: 10_000,
} as const;

/** What `POST /uploads` announces. */
export interface UploadSpec {
  readonly filename: string;
  readonly purpose: string;
  readonly bytes: number;
  /** Seconds that the file will be kept. */
  readonly lifetime: number | undefined;
}

/** Throws the real service's 400. The media type is not looked at: a file is known by its purpose and name. */
export function readUploadRequest(body: unknown): UploadSpec {
  const request = readBody(body);
  refuseOtherKeys(request, ['filename', 'purpose', 'bytes', 'mime_type', 'expires_after']);
  requireString(request, 'mime_type');
  const filename = requireString(request, 'filename');
  const purpose = readPurpose(request, sentPurposes.upload, filename);
  const bytes = readInteger(request, 'bytes', { min: 1, max: uploadLimits.bytes });
  if (bytes === undefined) throw missing('bytes');
  return { filename, purpose, bytes, lifetime: readLifetime(request) };
}

/** What `POST /uploads/{id}/complete` says. */
export interface CompletionSpec {
  /** In the order of the content. */
  readonly partIds: readonly string[];
  /** Lower-case hexadecimal digits. */
  readonly md5: string | undefined;
}

export function readCompletionRequest(body: unknown): CompletionSpec {
  const request = asObject(body ?? {}, '');
  refuseOtherKeys(request, ['part_ids', 'md5']);
  const partIds = request.fields['part_ids'];
  if (partIds === undefined) throw missing('part_ids');
  if (!Array.isArray(partIds)) throw wrongType('part_ids', 'an array of strings', partIds);
  for (const [index, id] of partIds.entries()) {
    if (typeof id !== 'string') throw wrongType(`part_ids[${index}]`, 'a string', id);
  }
  return { partIds: partIds as string[], md5: readString(request, 'md5')?.toLowerCase() };
}

function missing(param: string): Error {
  return badRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}
