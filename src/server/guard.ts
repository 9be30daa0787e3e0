import type { FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';
import { isSameKey } from './key.ts';

export interface GuardOptions {
  /** The only key that is let in. */
  readonly key: string;
  /** The port the server listens on. */
  readonly port: () => number;
  /** The server listens on this machine only, so whoever names another host was led here by a page (DNS rebinding). */
  readonly isLoopback: boolean;
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** True for addresses that only this machine can reach. */
export function isLoopbackHost(host: string): boolean {
  return loopbackNames.includes(host) || host === '::1';
}

/**
 * Throws where a request must get nowhere: one that a web page sent (it has an Origin, or names a foreign host), one
 * without the key. Nothing of the body has been read by then.
 */
export function guard(request: FastifyRequest, options: GuardOptions): void {
  const { host, origin, authorization } = request.headers;
  if (origin !== undefined) {
    throw new ApiError(403, 'Requests from web pages are not allowed.', { code: 'origin_not_allowed' });
  }
  const allowed = loopbackNames.map((name) => `${name}:${options.port()}`);
  if (options.isLoopback && !allowed.includes(host?.toLowerCase() ?? '')) {
    throw new ApiError(403, 'The Host header does not name this server.', { code: 'host_not_allowed' });
  }
  const key = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) {
    const message = 'You didn’t provide an API key. Send the header "Authorization: Bearer KEY".';
    throw new ApiError(401, message, { code: 'missing_api_key' });
  }
  if (!isSameKey(key, options.key)) {
    throw new ApiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });
  }
}
