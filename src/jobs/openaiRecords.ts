import type { FileBytes, RecordsApi, RecordsOf } from './records.ts';
import { recordPage } from './records.ts';

type Query = Readonly<Record<string, string | number | undefined>>;

/** How the records are asked for: the service's one client, with its credentials, limits and errors. */
export interface RecordsClient {
  /** The text of an answer, which holds a JSON object. */
  text(path: string, query: Query, signal: AbortSignal | undefined): Promise<string>;
  /** An answer as soon as its head has come. */
  open(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>;
  /** The error for what went wrong while an answer was read. */
  failure(error: unknown, signal: AbortSignal): unknown;
}

/** The records of a service that speaks the OpenAI API. */
export function openaiRecords(client: RecordsClient): RecordsApi {
  return {
    async page(of, { limit, after, signal } = {}) {
      const query = { limit, after, ...('purpose' in of && { purpose: of.purpose }) };
      return recordPage(await client.text(listPath(of), query, signal)) ?? { records: [], hasMore: false };
    },
    job: (id, signal) => client.text(jobPath(id), {}, signal),
    file: (id, signal) => client.text(filePath(id), {}, signal),
    async content(id, from, signal) {
      // Unpacked, so that lengths and places are those of the file; fetch says so itself where a range is asked for.
      const [name, value] = from > 0 ? ['range', `bytes=${from}-`] : ['accept-encoding', 'identity'];
      const headers = { accept: 'application/binary', [name]: value };
      return fileBytes(await client.open(`${filePath(id)}/content`, headers, signal), client, signal);
    },
  };
}

function fileBytes(response: Response, client: RecordsClient, signal: AbortSignal): FileBytes {
  const [, start = ''] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
  const length = response.headers.get('content-length');
  const isPacked = response.headers.has('content-encoding');
  return {
    start: response.status === 206 && start !== '' ? Number(start) : 0,
    length: length === null || isPacked ? undefined : Number(length),
    chunks: chunksOf(response, client, signal),
  };
}

async function* chunksOf(response: Response, client: RecordsClient, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw client.failure(error, signal);
  }
}

const jobPath = (id: string): string => `/fine_tuning/jobs/${encodeURIComponent(id)}`;
const filePath = (id: string): string => `/files/${encodeURIComponent(id)}`;

function listPath(of: RecordsOf): string {
  switch (of.type) {
    case 'jobs':
      return '/fine_tuning/jobs';
    case 'events':
    case 'checkpoints':
      return `${jobPath(of.job)}/${of.type}`;
    case 'files':
    case 'models':
      return `/${of.type}`;
  }
}
