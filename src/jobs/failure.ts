import { UserError } from '../common/errors.ts';
import type { ServiceFailure } from './serviceErrors.ts';

/** How deep errors are looked into for what caused them. */
const deepest = 5;

function* causes(error: unknown): Generator<Error, void, void> {
  for (let at = error, depth = 0; at instanceof Error && depth < deepest; at = at.cause, depth++) yield at;
}

/** The HTTP status that a failed request was answered with; undefined where no answer came. */
export function answerStatus(error: unknown): number | undefined {
  for (const cause of causes(error)) if ('status' in cause && typeof cause.status === 'number') return cause.status;
  return undefined;
}

/** Codes of the network for requests that never left: no service was found, or none took the connection. */
const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * True where a service surely did nothing: it refused, or the request never reached it. All else may have been done though
 * no good answer came: a time-out, a cut connection, an error of the service or of a gateway before it.
 */
export function isSurelyUndone(error: unknown): boolean {
  const status = answerStatus(error);
  if (status !== undefined) return status >= 400 && status < 500 && status !== 408;
  return Array.from(causes(error)).some((cause) => 'code' in cause && neverLeft.includes(String(cause.code)));
}

/** Statuses after which the same request may succeed (OpenAI's guide on errors, 2026-11). */
const passing = [408, 409, 429, 500, 502, 503, 504];

/** 429s that waiting does not help: there is no money, or a limit of spending is reached (OpenAI's help centre, 2026-11). */
const lasting = /quota|balance|spend_limit|usage_limit|daily_rate_limit/;

/** Milliseconds that the service asks to wait before the next try; 0 where it says nothing. */
export function askedWait(error: unknown): number {
  for (const cause of causes(error)) {
    const { failure } = cause as { readonly failure?: Partial<ServiceFailure> };
    if (failure?.retryAfter !== undefined) return failure.retryAfter;
  }
  return 0;
}

/** True where the same request may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  const status = answerStatus(error);
  if (status === undefined) return error instanceof UserError && error.code.startsWith('service.');
  const codes = Array.from(causes(error)).map((cause) => ('code' in cause ? String(cause.code) : ''));
  return passing.includes(status) && !codes.some((code) => lasting.test(code));
}
