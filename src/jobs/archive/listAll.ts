import { isObject } from '../../common/json.ts';
import type { RecordsApi, RecordsOf } from '../records.ts';
import type { Pace } from '../commonPace.ts';

interface Parts {
  readonly records: RecordsApi;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Records of a page: as many as OpenAI gives of jobs and events (openapi.yaml, 2026-08). */
const pageSize = 100;

/** Every record of a list, page by page, each once. A service that repeats itself is asked no further. */
export async function* listAll(of: RecordsOf, { records, pace, signal }: Parts): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (let after: string | undefined; ;) {
    const options = { limit: pageSize, signal, ...(after !== undefined && { after }) };
    const page = await pace.ask(() => records.page(of, options));
    const added = page.records.filter((record) => !seen.has(keyOf(record)));
    for (const record of added) seen.add(keyOf(record));
    yield* added;
    const last = page.records.at(-1);
    after = last === undefined ? undefined : idOf(last);
    if (!page.hasMore || added.length === 0 || after === undefined) return;
  }
}

/** The id of a record; undefined where it has none. */
export function idOf(record: string): string | undefined {
  const value: unknown = JSON.parse(record);
  return isObject(value) && typeof value.id === 'string' && value.id !== '' ? value.id : undefined;
}

/** What tells a record from the others of its list. */
export function keyOf(record: string): string {
  return idOf(record) ?? record;
}
