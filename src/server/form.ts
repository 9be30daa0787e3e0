import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { JsonObject } from './body.ts';
import type { ReceivedContent } from './content.ts';
import { ApiError, badRequest } from './errors.ts';

/** A multipart form with one file in it. */
export interface FormOptions {
  /** Name of the part that is the file. */
  readonly fileField: string;
  /** Most bytes the file may have. */
  readonly maxBytes: number;
  readonly receive: (content: Readable) => Promise<ReceivedContent>;
  /** For content that was received in vain. */
  readonly remove: (id: string) => Promise<void>;
}

export interface ReceivedForm {
  /** `expires_after[seconds]` stands in an object `expires_after`, as it would in JSON. */
  readonly fields: JsonObject;
  readonly content: ReceivedContent;
  /** As the client called it, without folders. */
  readonly filename: string;
}

/**
 * Receives a form and makes something of it. The form's parts come in any order, so the content is on the disk before all of
 * it can be judged; it is removed again where `use` throws.
 */
export async function receiveForm<T>(
  request: FastifyRequest,
  options: FormOptions,
  use: (form: ReceivedForm) => T,
): Promise<T> {
  const { fileField, maxBytes, receive, remove } = options;
  const fields = new Map<string, unknown>();
  let content: ReceivedContent | undefined;
  let fileFailure: unknown;
  let filename = '';
  try {
    for await (const part of partsOf(request, maxBytes)) {
      if (part.type === 'field') fields.set(part.fieldname, part.value);
      else if (part.fieldname === fileField) {
        filename = part.filename;
        part.file.once('error', (error) => (fileFailure = error));
        content = await receive(part.file);
      } else throw badRequest(`Unknown parameter: '${part.fieldname}'.`, part.fieldname, 'unknown_parameter');
    }
    if (content) return use({ fields: { path: '', fields: nested(fields) }, content, filename });
    throw badRequest(`Missing required parameter: '${fileField}'.`, fileField, 'missing_required_parameter');
  } catch (error) {
    // A client reads the answer when it has sent everything, so the rest must be taken off the wire.
    request.raw.unpipe().resume();
    if (content) await remove(content.id);
    if (isTooLarge(error)) throw tooLarge(maxBytes);
    throw error === fileFailure ? asBrokenForm(error) : error;
  }
}

async function* partsOf(request: FastifyRequest, maxBytes: number): AsyncGenerator<Multipart> {
  try {
    yield* request.parts({ limits: { fileSize: maxBytes } });
  } catch (error) {
    throw asBrokenForm(error);
  }
}

/** What the parser cannot read has no code; other failures of a stream, the disk's for one, have. */
function asBrokenForm(error: unknown): unknown {
  const isCoded = error instanceof Error && 'code' in error;
  return isCoded ? error : badRequest('The multipart form of the request is broken.', undefined, 'invalid_form');
}

/** Fields named `a[b]` as an object `a`; numbers as numbers, as a form knows text only. */
function nested(fields: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const result = new Map<string, unknown>();
  for (const [name, value] of fields) {
    const [, outer, inner] = /^(\w+)\[(\w+)\]$/.exec(name) ?? [];
    if (outer === undefined || inner === undefined) result.set(name, value);
    else {
      const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
      result.set(outer, { ...(result.get(outer) as object | undefined), [inner]: number });
    }
  }
  return Object.fromEntries(result);
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'FST_REQ_FILE_TOO_LARGE';
}

function tooLarge(maxBytes: number): ApiError {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return new ApiError(413, `The file is larger than ${megabytes} MB, the most that one request may send.`);
}
