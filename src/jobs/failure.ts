import { failureOf } from './serviceErrors.ts';

/** The HTTP status that a failed request was answered with; undefined where no answer came. */
export function answerStatus(error: unknown): number | undefined {
  return failureOf(error)?.status;
}

/** Codes of the network for requests that never left: no service was found, or none took the connection. */
const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** Node's codes for a service that cannot prove who it is: the connection ends before a request. */
const unproven = /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/**
 * True where a service surely did nothing: it refused, or the request never reached it. All else may have been done though
 * no good answer came: a time-out, a cut connection, an error of the service or of a gateway before it.
 */
export function isSurelyUndone(error: unknown): boolean {
  const { status, networkCode = '' } = failureOf(error) ?? {};
  if (status === undefined) return neverLeft.includes(networkCode) || unproven.test(networkCode);
  return status >= 400 && status < 500 && status !== 408;
}

/** Milliseconds that the service asks to wait before the next try; 0 where it says nothing. */
export function askedWait(error: unknown): number {
  return failureOf(error)?.retryAfter ?? 0;
}

/** Statuses after which the same request may succeed (OpenAI's guide on errors, 2026-11). */
const passing = [408, 409, 429, 500, 502, 503, 504];

/** 429s that waiting does not help: there is no money, or a limit of spending is reached (OpenAI's help centre, 2026-11). */
const lasting = /quota|balance|spend_limit|usage_limit|daily_rate_limit/i;

/** True where the same request may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  const failure = failureOf(error);
  if (!failure) return false;
  const { status, code = '' } = failure;
  return status === undefined || (passing.includes(status) && !lasting.test(code));
}
