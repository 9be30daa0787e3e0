import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { isAbort } from '../common/errors.ts';
import type { Job, JobPageOptions, JobsApi, Page } from './api.ts';
import { serviceError } from './serviceErrors.ts';
import { readCheckpoint, readEvent, readFile, readJob, readModel } from './wire.ts';

export interface ServiceAddress {
  /** Name of the connection, for messages. */
  readonly name: string;
  /** With the version, without a final slash: `http://127.0.0.1:8100/v1`. */
  readonly baseUrl: string;
  readonly key: string;
}

/** Milliseconds for one request without a file. */
const requestTimeout = 30_000;
/** Milliseconds for one with a file: it has no limit but its signal. */
const uploadTimeout = 24 * 3600_000;

/** Headers that may leave: the SDK would also send what the environment variable OPENAI_CUSTOM_HEADERS holds. */
const ownHeaders = /^(accept|authorization|content-type|content-length|user-agent|x-stainless-.*)$/i;

const plainFetch: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  for (const name of Array.from(headers.keys())) if (!ownHeaders.test(name)) headers.delete(name);
  return fetch(input, { ...init, headers });
};

/** Everything the SDK would read from the environment is set, so that a connection is what its settings say. */
function client(address: ServiceAddress): OpenAI {
  return new OpenAI({
    apiKey: address.key,
    adminAPIKey: null,
    baseURL: address.baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    defaultHeaders: { Authorization: `Bearer ${address.key}` },
    fetch: plainFetch,
    maxRetries: 0,
    timeout: requestTimeout,
  });
}

/** The code of the network's refusal, somewhere down the chain of causes. */
function networkCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}

function translate(name: string, error: unknown): unknown {
  if (isAbort(error)) return error;
  if (error instanceof APIUserAbortError) return new DOMException('Aborted', 'AbortError');
  if (error instanceof APIConnectionTimeoutError) return serviceError(name, { networkCode: 'timed out' }, error);
  if (error instanceof APIConnectionError) return serviceError(name, { networkCode: networkCode(error) }, error);
  if (!(error instanceof APIError)) return error;
  const body = error.error as { message?: unknown } | undefined;
  const message = typeof body?.message === 'string' ? body.message : undefined;
  const { status, code, param, requestID } = error;
  return serviceError(
    name,
    { status, code: code ?? undefined, param: param ?? undefined, message, requestId: requestID ?? undefined },
    error,
  );
}

/** One page of a list endpoint, read item by item. */
type ListBody = { readonly data?: readonly unknown[] | null; readonly has_more?: boolean };

/** A service that speaks the OpenAI fine-tuning API, through the official SDK. Errors are UserErrors that name the connection. */
export function openaiApi(address: ServiceAddress): JobsApi {
  const sdk = client(address);
  const call = async <T>(request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      throw translate(address.name, error);
    }
  };
  const options = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});
  const list = <T>(path: string, read: (value: unknown) => T, page: JobPageOptions = {}): Promise<Page<T>> =>
    call(async () => {
      const query = { limit: page.limit, after: page.after, metadata: page.metadata };
      const body = await sdk.get<ListBody>(path, { query, ...options(page.signal) });
      return { items: (body.data ?? []).map(read), hasMore: body.has_more === true };
    });
  /** Azure answers 411 to a POST without a body, so there is always one. */
  const act = (id: string, action: string, signal?: AbortSignal): Promise<Job> =>
    call(async () => {
      const path = `/fine_tuning/jobs/${encodeURIComponent(id)}/${action}`;
      return readJob(await sdk.post(path, { body: {}, ...options(signal) }));
    });

  return {
    uploadFile: (file, signal) =>
      call(async () => {
        // Our own form: the SDK's would copy the file into an object of its own, which tells nobody what has been sent.
        const form = new FormData();
        form.set('purpose', 'fine-tune');
        form.set('file', file);
        return readFile(await sdk.post('/files', { body: form, timeout: uploadTimeout, ...options(signal) }));
      }),
    retrieveFile: (id, signal) => call(async () => readFile(await sdk.files.retrieve(id, options(signal)))),
    deleteFile: (id, signal) =>
      call(async () => {
        await sdk.files.delete(id, options(signal));
      }),
    createUpload: ({ filename, bytes }, signal) =>
      call(async () => {
        const upload = { filename, bytes, purpose: 'fine-tune' as const, mime_type: 'text/jsonl' };
        return (await sdk.uploads.create(upload, options(signal))).id;
      }),
    addUploadPart: (uploadId, data, signal) =>
      call(async () => {
        const form = new FormData();
        form.set('data', data);
        const path = `/uploads/${encodeURIComponent(uploadId)}/parts`;
        return (await sdk.post<{ id: string }>(path, { body: form, timeout: uploadTimeout, ...options(signal) })).id;
      }),
    completeUpload: (uploadId, partIds, signal) =>
      call(async () => {
        const parts = { part_ids: [...partIds] };
        const upload = await sdk.uploads.complete(uploadId, parts, { timeout: uploadTimeout, ...options(signal) });
        return readFile(upload.file);
      }),
    cancelUpload: (uploadId, signal) =>
      call(async () => {
        await sdk.post(`/uploads/${encodeURIComponent(uploadId)}/cancel`, { body: {}, ...options(signal) });
      }),
    createJob: (request, signal) =>
      call(async () => readJob(await sdk.post('/fine_tuning/jobs', { body: request, ...options(signal) }))),
    retrieveJob: (id, signal) => call(async () => readJob(await sdk.fineTuning.jobs.retrieve(id, options(signal)))),
    listJobs: (page) => list('/fine_tuning/jobs', readJob, page),
    listEvents: (id, page) => list(`/fine_tuning/jobs/${encodeURIComponent(id)}/events`, readEvent, page),
    listCheckpoints: (id, page) =>
      list(`/fine_tuning/jobs/${encodeURIComponent(id)}/checkpoints`, readCheckpoint, page),
    cancelJob: (id, signal) => act(id, 'cancel', signal),
    pauseJob: (id, signal) => act(id, 'pause', signal),
    resumeJob: (id, signal) => act(id, 'resume', signal),
    listModels: async (signal) => (await list('/models', readModel, options(signal))).items,
  };
}
