import { badRequest } from './errors.ts';

/** Query parameters as the HTTP layer parsed them. */
export type Query = Readonly<Record<string, unknown>>;

export interface PageRequest {
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly after?: string;
  readonly order: 'asc' | 'desc';
}

/** Reads `limit`, `after` and `order`. Throws a 400 that names the parameter. */
export function readPage(query: Query, defaultLimit: number, maxLimit: number): PageRequest {
  const { limit = String(defaultLimit), after, order = 'desc' } = query;
  const count = typeof limit === 'string' && /^\d{1,9}$/.test(limit) ? Number(limit) : 0;
  if (count < 1 || count > maxLimit) {
    throw badRequest(`Invalid 'limit': expected an integer from 1 to ${maxLimit}.`, 'limit', 'invalid_value');
  }
  if (after !== undefined && typeof after !== 'string') {
    throw badRequest(`Invalid 'after': expected one id.`, 'after', 'invalid_value');
  }
  if (order !== 'asc' && order !== 'desc') {
    throw badRequest(`Invalid value for 'order'. Supported values are: 'asc' and 'desc'.`, 'order', 'invalid_value');
  }
  return { limit: count, order, ...(after ? { after } : {}) };
}

/** For an `after` that names no item of the list. */
export function unknownCursor(kind: string, id: string): Error {
  return badRequest(`Invalid 'after': there is no ${kind} ${id}.`, 'after', 'invalid_value');
}

/** Cuts rows that were fetched with one more than the limit. */
export function cutPage<Row>(rows: readonly Row[], limit: number): { data: readonly Row[]; has_more: boolean } {
  return { data: rows.slice(0, limit), has_more: rows.length > limit };
}
