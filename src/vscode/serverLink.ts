import { t } from '@vscode/l10n';
import { UserError } from '../common/errors.ts';
import type { ServerStatus } from '../common/serverInfo.ts';

/** Where a running server is, and the key that it takes. */
export interface ServerAddress {
  /** `http://127.0.0.1:PORT`, without a version. */
  readonly origin: string;
  readonly key: string;
  readonly status: ServerStatus;
}

/** Milliseconds for an answer; a clean-up looks at every file. */
const answerTime = 30_000;

/**
 * Asks the server for something that is not in the API's client; gives the body of its answer. Throws a UserError
 * `server.refused` with the server's own words, and what `fetch` throws where it cannot be reached.
 */
export async function request<T>(
  { origin, key }: Pick<ServerAddress, 'origin' | 'key'>,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  timeout = answerTime,
): Promise<T> {
  const answer = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(timeout),
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body as T;
  const { error } = (body ?? {}) as { error?: { message?: string } };
  throw new UserError('server.refused', t('The local server refused: {0}', error?.message ?? answer.status));
}
