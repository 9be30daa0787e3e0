import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { PageOptions } from './api.ts';

/** Which records are listed. */
export type RecordsOf =
  | { readonly type: 'jobs' | 'models' }
  | { readonly type: 'events' | 'checkpoints'; readonly job: string }
  | { readonly type: 'files'; readonly purpose: string };

/** In the order in which the service sends them, each as its JSON text. */
export interface RecordPage {
  readonly records: readonly string[];
  readonly hasMore: boolean;
}

/** The content of a file while it comes. */
export interface FileBytes {
  /** Bytes of the file before the first that comes: 0 where a service cannot begin in the middle. */
  readonly start: number;
  /** How many are to come, where the service says so. */
  readonly length: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * What a service keeps, as it sends it: JSON texts with every field, null and digit, for who must lose nothing. Throws as
 * the rest of the API does.
 */
export interface RecordsApi {
  page(of: RecordsOf, options?: PageOptions): Promise<RecordPage>;
  job(id: string, signal?: AbortSignal): Promise<string>;
  file(id: string, signal?: AbortSignal): Promise<string>;
  /** The content of a file from byte `from` on. No limit of time but the signal's. */
  content(id: string, from: number, signal: AbortSignal): Promise<FileBytes>;
}

/** A list as a service sends it, cut into its records; undefined where the text is no list. */
export function recordPage(text: string): RecordPage | undefined {
  const root = parseTree(text);
  if (root?.type !== 'object') return undefined;
  const data = findNodeAtLocation(root, ['data']);
  const items = data?.type === 'array' ? (data.children ?? []) : [];
  return {
    records: items.map(({ offset, length }) => text.slice(offset, offset + length)),
    hasMore: findNodeAtLocation(root, ['has_more'])?.value === true,
  };
}

/** The record in one line. In JSON a line break stands between values only, never in one. */
export function inOneLine(record: string): string {
  return record.replaceAll(/\s*[\r\n]\s*/g, ' ');
}
