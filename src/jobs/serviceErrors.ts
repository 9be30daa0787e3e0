import { t } from '@vscode/l10n';
import { UserError, type UserErrorOptions } from '../common/errors.ts';
import { helpFor } from './serviceHelp.ts';

/** Who was asked, and how that failed, free of any SDK. */
export interface ServiceFailure {
  /** Name of the connection, for what may be done about it. */
  readonly connection?: string | undefined;
  /** HTTP status; undefined when no answer came. */
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
  /** The service's own words, without its status; undefined where it sent no JSON. */
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number | undefined;
  /** The network's code where no answer came: ECONNREFUSED, ENOTFOUND, ... */
  readonly networkCode?: string | undefined;
}

/** A request that a service refused or that did not reach it, in sentences. */
export class ServiceError extends UserError {
  readonly failure: ServiceFailure;

  constructor(code: string, message: string, advice: string, failure: ServiceFailure, options: UserErrorOptions) {
    super(code, message, advice, options);
    this.failure = failure;
  }
}

/** Longest text of a service that is repeated. */
const longestWords = 500;

/** A service's own words without what must not be repeated: keys, and the start of a row; 500 characters at most. */
export function quotable(words: string): string {
  const clean = words
    .replace(/\b(sk|key|gsk|hf)[-_][\w*-]{6,}/gi, '…')
    .replace(/\bBearer\s+\S+/gi, 'Bearer …')
    .replace(/\s*\(HINT: line starts with:.*$/is, '')
    .trim();
  return clean.length > longestWords ? `${clean.slice(0, longestWords)}…` : clean;
}

/**
 * The error for a failed request. `service` names the connection and its host as people see them; the sentence has the
 * request's id where there is one.
 */
export function serviceError(service: string, failure: ServiceFailure, cause?: unknown): ServiceError {
  const { code, what, advice, actions } = helpFor(failure);
  const { message, networkCode, status, param, requestId } = failure;
  const said = quotable(
    message || networkCode || (status === undefined ? t('no connection') : t('status {0}', status)),
  );
  const field = param ? ` [${param}]` : '';
  const request = requestId ? ` (request ${requestId})` : '';
  return new ServiceError(code, `${what(service, said)}${field}${request}`, advice, failure, {
    ...(actions && { actions }),
    connection: failure.connection,
    cause,
  });
}

/** What a thrown error tells about a request; undefined for errors of another kind. Holds over bundles, as UserError does. */
export function failureOf(error: unknown): ServiceFailure | undefined {
  return error instanceof UserError && 'failure' in error ? (error.failure as ServiceFailure) : undefined;
}

/** True where nobody answered, so that looking for the service again may help. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof UserError && error.code.startsWith('service.unreachable');
}
