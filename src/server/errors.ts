/** The error body of the API; every answer that is not 2xx has it. */
export interface ErrorEnvelope {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The request field that is to blame: `method.supervised.hyperparameters.n_epochs`. */
    readonly param: string | null;
    readonly code: string | null;
  };
}

interface ApiErrorDetails {
  readonly type?: string;
  readonly param?: string;
  readonly code?: string;
}

/** An expected refusal, told to the client as it is. Its message never holds a key or dataset text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status. */
  readonly status: number;
  readonly details: ApiErrorDetails;

  constructor(status: number, message: string, details: ApiErrorDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** 400 for a field of the request; the words are those of the real service. */
export function badRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, { param, code });
}

/** 404 for an object that is not (or no longer) there. */
export function notFound(message: string, param?: string, code?: string): ApiError {
  return new ApiError(404, message, { param, code });
}

/** 409: the request is fine, the object's state does not allow it now. */
export function conflict(message: string): ApiError {
  return new ApiError(409, message, { code: 'invalid_state' });
}

export function envelope(error: ApiError): ErrorEnvelope {
  const { type, param, code } = error.details;
  const fallback = error.status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message: error.message, type: type ?? fallback, param: param ?? null, code: code ?? null } };
}

/** Sentences for failures of the HTTP layer and the disk; the layer's own words may quote the request. */
const knownFailures: Readonly<Record<string, readonly [status: number, message: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'The content type of the request is not supported; send application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'The request body is too large.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'We could not parse the JSON body of your request.'],
  FST_ERR_BAD_URL: [400, 'The URL of the request is not valid.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [400, 'The request must be multipart/form-data.'],
  FST_PARTS_LIMIT: [400, 'The form has too many parts.'],
  FST_FILES_LIMIT: [400, 'Only one file can be uploaded at a time.'],
  FST_FIELDS_LIMIT: [400, 'The form has too many fields.'],
  FST_PROTO_VIOLATION: [400, 'The form has a field name that is not allowed.'],
  FST_MP_PREMATURE_CLOSE: [400, 'The upload ended before the form was complete.'],
  ENOSPC: [507, 'There is no space left on the disk of the server’s data folder.'],
  EDQUOT: [507, 'The disk quota of the server’s data folder is used up.'],
  EFBIG: [507, 'The disk of the server’s data folder cannot hold a file of this size.'],
  EROFS: [500, 'The server’s data folder is on a read-only disk.'],
  EACCES: [500, 'The server is not allowed to write to its data folder.'],
  SQLITE_READONLY: [500, 'The server’s database cannot be written: it is read-only.'],
  SQLITE_IOERR: [500, 'The server’s database cannot be read or written: its disk fails.'],
  SQLITE_FULL: [507, 'There is no space left on the disk for the server’s database.'],
};

/** Primary result codes of SQLite (sqlite.org/rescode.html); Node tells extended ones, whose low byte these are. */
const sqliteFailures: Readonly<Record<number, string>> = {
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  13: 'SQLITE_FULL',
};

/** A failure of the disk as the end of a sentence, `there is no space left ...`; undefined for any other. */
export function diskClause(thrown: unknown): string | undefined {
  const { error, isUnexpected } = toApiError(thrown);
  if (error.status !== 507 || !isUnexpected) return undefined;
  return error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '');
}

/** Any thrown value as what the client is told; `isUnexpected` marks those that belong in the log with their stack. */
export function toApiError(thrown: unknown): { readonly error: ApiError; readonly isUnexpected: boolean } {
  if (thrown instanceof ApiError) return { error: thrown, isUnexpected: false };
  const { code, statusCode, errcode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown; errcode?: unknown };
  const name = typeof errcode === 'number' ? sqliteFailures[errcode & 0xff] : code;
  const known = typeof name === 'string' ? knownFailures[name] : undefined;
  if (known) return { error: new ApiError(known[0], known[1]), isUnexpected: known[0] >= 500 };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return { error: new ApiError(statusCode, 'The request is not valid.'), isUnexpected: false };
  }
  const message = 'The server had an error while processing your request. Its log says more.';
  return { error: new ApiError(500, message), isUnexpected: true };
}
