import { UserError } from '../common/errors.ts';
import { isObject } from '../common/json.ts';
import { retryAfterIn } from './rateLimits.ts';
import { serviceError, type ServiceFailure } from './serviceErrors.ts';

/** The code of the network's refusal, somewhere down the chain of causes. */
function networkCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * A service's words on an error. OpenAI and Azure send `{error: {message, code, param}}`, others `{error: "..."}`,
 * `{message}` or, as FastAPI does, `{detail}`: a text or `[{msg, loc}]`.
 */
function wordsOf(error: unknown): Pick<ServiceFailure, 'message' | 'code' | 'param'> {
  if (!isObject(error)) return { message: text(error) };
  const { detail } = error;
  const first: unknown = Array.isArray(detail) ? detail[0] : detail;
  const place =
    isObject(first) && Array.isArray(first.loc) ? first.loc.filter((part) => part !== 'body').join('.') : '';
  const said = text(error.message) ?? text(first) ?? (isObject(first) ? text(first.msg) : undefined);
  // JSON without any words is still an answer of the service: '' and not undefined.
  return { message: said ?? '', code: text(error.code) ?? text(error.type), param: text(error.param) ?? text(place) };
}

/** Azure and proxies have names of their own for the id of a request. */
const requestIds = ['x-request-id', 'apim-request-id', 'x-ms-request-id', 'cf-ray'];

/** What the SDK throws: with the answer's status and head, or without where none came. */
interface SdkError extends Error {
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly error: unknown;
}

const isSdkError = (error: unknown): error is SdkError =>
  error instanceof Error && 'status' in error && 'headers' in error;

/** What went wrong, read from whatever the SDK or `fetch` threw; undefined where it is not about a request. */
export function failureIn(error: unknown): ServiceFailure | undefined {
  if (isSdkError(error) && error.status !== undefined) {
    const { status, headers } = error;
    const requestId = requestIds.map((name) => headers?.get(name)).find(Boolean) ?? undefined;
    return { status, ...wordsOf(error.error), requestId, retryAfter: headers && retryAfterIn(headers) };
  }
  // The answer is no JSON though it says so.
  if (error instanceof SyntaxError) return { status: 200 };
  const code = networkCode(error);
  const isOfNetwork = code !== undefined || isSdkError(error) || error instanceof TypeError;
  return isOfNetwork ? { networkCode: code } : undefined;
}

/**
 * The error of a failed request to a service. What is told in sentences already, by who gave the key, stays as it is. The
 * cause is kept where no answer came; of an answer it would repeat words that belong in no log.
 */
export function requestError(
  { connection, service }: { readonly connection: string; readonly service: string },
  failure: ServiceFailure | undefined,
  error?: unknown,
): unknown {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof UserError) return at;
  }
  if (!failure) return error;
  return serviceError(service, { connection, ...failure }, failure.status === undefined ? error : undefined);
}

/** The failure without the credentials that were sent: some services repeat them. */
export function withoutSecrets(
  failure: ServiceFailure | undefined,
  secrets: Iterable<string>,
): ServiceFailure | undefined {
  let message = failure?.message;
  for (const secret of secrets) if (secret !== '') message = message?.replaceAll(secret, '…');
  return failure && { ...failure, message };
}
