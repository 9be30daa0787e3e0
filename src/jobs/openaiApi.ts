import OpenAI from 'openai';
import { isObject, type JsonObject } from '../common/json.ts';
import type { Job, JobPageOptions, Page, ServiceApi, UploadedFile } from './api.ts';
import { startOf } from './fileStart.ts';
import { MultipartBody } from './multipart.ts';
import { openaiRecords } from './openaiRecords.ts';
import { failureIn, requestError, withoutSecrets } from './requestErrors.ts';
import { cooldownIn } from './rateLimits.ts';
import { failureOf } from './serviceErrors.ts';
import { readAnswer, readCheckpoint, readEvent, readFile, readJob, readModel } from './wire.ts';

export interface ServiceAddress {
  /** Name of the connection. */
  readonly connection: string;
  /** The service as people see it in messages: its connection and host. */
  readonly service: string;
  /** With the version, without a final slash: `http://127.0.0.1:8100/v1`. */
  readonly baseUrl: string;
  /** Sent in the query of every request: Azure's older addresses. */
  readonly apiVersion?: string | undefined;
  /** The headers that prove who asks: a key, or a token that may be new for each request. */
  readonly credentials: () => Promise<Readonly<Record<string, string>>>;
  /** Milliseconds for one request without a file, its answer included. */
  readonly requestTimeout?: number | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

/** Milliseconds, where an address says nothing else. */
const defaultTimeout = 30_000;
/** Milliseconds for the answer of a model, as in OpenAI's own clients (openai-node, 2026-11). */
const answerTimeout = 600_000;
/** Milliseconds for one with a file: it has no limit but its signal. */
const uploadTimeout = 24 * 3600_000;

/** Headers that the SDK may send: it would also send what the environment variable OPENAI_CUSTOM_HEADERS holds. */
const ownHeaders = /^(accept|accept-encoding|range|content-type|content-length|user-agent|x-stainless-.*)$/i;

/**
 * How a body with a file is sent: as a stream that is kept nowhere. Whatever could be followed by a second request is copied
 * whole into memory (undici, as the fetch standard says; seen in Node 20 and 24).
 */
const streamed = { redirect: 'error', window: null } as const;

/**
 * Sends what the SDK has made, with the credentials of this connection and none from anywhere else. Where a service sends
 * a request on to another address it is not followed: a key goes where its owner said. What was sent as credentials is
 * added to `secrets`.
 */
function plainFetch(address: ServiceAddress, secrets: Set<string>, onAnswer: (head: Headers) => void): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const name of Array.from(headers.keys())) if (!ownHeaders.test(name)) headers.delete(name);
    for (const [name, value] of Object.entries(await address.credentials())) {
      headers.set(name, value);
      secrets.add(value.replace(/^Bearer /, ''));
    }
    if (address.organization !== undefined) headers.set('OpenAI-Organization', address.organization);
    if (address.project !== undefined) headers.set('OpenAI-Project', address.project);
    const answer = await fetch(input, {
      ...init,
      headers,
      ...(init?.body instanceof MultipartBody ? streamed : { redirect: 'manual' }),
    });
    onAnswer(answer.headers);
    return answer;
  };
}

/**
 * Everything the SDK would read from the environment is set, so that a connection is what its settings say. Nothing is
 * tried again here: who asks knows whether that is right.
 */
function client(address: ServiceAddress, ownFetch: typeof fetch): OpenAI {
  return new OpenAI({
    // Never sent: the credentials are.
    apiKey: 'none',
    adminAPIKey: null,
    baseURL: address.baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    fetch: ownFetch,
    maxRetries: 0,
    // Each request has a limit of ours, which holds for all of its answer; the SDK's ends with the head.
    timeout: uploadTimeout,
    ...(address.apiVersion !== undefined && { defaultQuery: { 'api-version': address.apiVersion } }),
  });
}

/** One page of a list endpoint, read item by item. */
type ListBody = { readonly data?: unknown; readonly has_more?: unknown };

/** What each request of the SDK is given. */
interface RequestOptions {
  readonly signal: AbortSignal;
}

/** A service that speaks the OpenAI fine-tuning API, through the official SDK. Errors are UserErrors that name the connection. */
export function openaiApi(address: ServiceAddress): ServiceApi {
  const secrets = new Set<string>();
  let cooldown = 0;
  const ownFetch = plainFetch(address, secrets, (head) => (cooldown = cooldownIn(head)));
  const sdk = client(address, ownFetch);
  const call = async <T>(
    signal: AbortSignal | undefined,
    request: (options: RequestOptions) => Promise<T>,
    timeout = address.requestTimeout ?? defaultTimeout,
  ): Promise<T> => {
    const limit = AbortSignal.timeout(timeout);
    try {
      return await request({ signal: signal ? AbortSignal.any([signal, limit]) : limit });
    } catch (error) {
      signal?.throwIfAborted();
      const failure = limit.aborted ? { networkCode: 'TIMEOUT' } : withoutSecrets(failureIn(error), secrets);
      throw requestError(address, failure, error);
    }
  };
  /** A service of jobs has a list of them, be it empty: where it is unknown, the address is wrong, whatever is said. */
  const ofJobs = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      const { requestId, status } = failureOf(error) ?? {};
      throw status === 404 ? requestError(address, { status, requestId }) : error;
    }
  };
  /** What a service answers is an object, whatever a proxy in between may say. */
  const object = (body: unknown): JsonObject => {
    if (isObject(body)) return body;
    throw requestError(address, { status: 200 });
  };
  /** A file that is to be used has an id. */
  const identified = (body: unknown): UploadedFile => {
    const file = readFile(body);
    if (file.id !== '') return file;
    throw requestError(address, { status: 200 });
  };
  const list = <T>(path: string, read: (value: unknown) => T, page: JobPageOptions = {}): Promise<Page<T>> =>
    call(page.signal, async (options) => {
      const query = { limit: page.limit, after: page.after, metadata: page.metadata };
      const body = object(await sdk.get(path, { query, ...options })) as ListBody;
      const data: readonly unknown[] = Array.isArray(body.data) ? body.data : [];
      const last = data.at(-1);
      // The page after an item that has no id cannot be asked for.
      return { items: data.map(read), hasMore: body.has_more === true && isObject(last) && last.id !== undefined };
    });
  /** Azure answers 411 to a POST without a body, so there is always one. */
  const post = async (path: string, body: unknown, options: RequestOptions): Promise<JsonObject> =>
    object(await sdk.post(path, { body, ...options }));
  const act = (id: string, action: string, signal?: AbortSignal): Promise<Job> =>
    call(signal, async (options) => readJob(await post(`${jobPath(id)}/${action}`, {}, options)));

  const records = openaiRecords({
    text: (path, query, signal) =>
      call(signal, async (options) => {
        const text = await (await sdk.get(path, { query, ...options }).asResponse()).text();
        object(JSON.parse(text));
        return text;
      }),
    open: (path, headers, signal) =>
      call(signal, async (options) => sdk.get(path, { headers, ...options }).asResponse(), uploadTimeout),
    failure(error, signal) {
      signal.throwIfAborted();
      return requestError(address, failureIn(error), error);
    },
  });

  return {
    records: {
      ...records,
      page: (of, page) => (of.type === 'jobs' ? ofJobs(records.page(of, page)) : records.page(of, page)),
    },
    uploadFile: (file, signal) =>
      call(
        signal,
        async (options) => {
          // Our own form: the SDK's would copy the file into an object of its own, which tells nobody what has been sent.
          const form = new MultipartBody({ purpose: 'fine-tune' }, { field: 'file', file }, newBoundary());
          return identified(await post('/files', form, options));
        },
        uploadTimeout,
      ),
    listFiles: (page) => list('/files', readFile, page),
    retrieveFile: (id, signal) =>
      call(signal, async (options) => readFile(object(await sdk.files.retrieve(id, options)))),
    fileContent: (id, signal) => call(signal, async (options) => (await sdk.files.content(id, options)).text()),
    fileStart: (id, maxBytes, signal) =>
      call(signal, async (options) => startOf(await sdk.files.content(id, options), maxBytes)),
    deleteFile: (id, signal) =>
      call(signal, async (options) => {
        await sdk.files.delete(id, options);
      }),
    createUpload: ({ filename, bytes }, signal) =>
      call(signal, async (options) => {
        const upload = { filename, bytes, purpose: 'fine-tune', mime_type: 'text/jsonl' };
        return String((await post('/uploads', upload, options))['id']);
      }),
    addUploadPart: (uploadId, data, signal) =>
      call(
        signal,
        async (options) => {
          const form = new MultipartBody({}, { field: 'data', file: data }, newBoundary());
          return String((await post(`${uploadPath(uploadId)}/parts`, form, options))['id']);
        },
        uploadTimeout,
      ),
    completeUpload: (uploadId, partIds, signal) =>
      call(
        signal,
        async (options) =>
          identified((await post(`${uploadPath(uploadId)}/complete`, { part_ids: partIds }, options))['file']),
        uploadTimeout,
      ),
    cancelUpload: (uploadId, signal) =>
      call(signal, async (options) => {
        await post(`${uploadPath(uploadId)}/cancel`, {}, options);
      }),
    createJob: (request, signal) =>
      call(signal, async (options) => readJob(await post('/fine_tuning/jobs', request, options))),
    retrieveJob: (id, signal) => call(signal, async (options) => readJob(object(await sdk.get(jobPath(id), options)))),
    async listJobs(page) {
      const { items, hasMore } = await ofJobs(list('/fine_tuning/jobs', readJob, page));
      const jobs = items.filter(({ id }) => id !== '');
      // Nothing can be asked of a job without an id.
      if (jobs.length === 0 && items.length > 0) throw requestError(address, { status: 200 });
      return { items: jobs, hasMore };
    },
    listEvents: (id, page) => list(`${jobPath(id)}/events`, readEvent, page),
    listCheckpoints: (id, page) => list(`${jobPath(id)}/checkpoints`, readCheckpoint, page),
    cancelJob: (id, signal) => act(id, 'cancel', signal),
    pauseJob: (id, signal) => act(id, 'pause', signal),
    resumeJob: (id, signal) => act(id, 'resume', signal),
    listModels: async (signal) => (await list('/models', readModel, signal ? { signal } : {})).items,
    cooldown: () => cooldown,
    complete: (request, signal) =>
      call(
        signal,
        async (options) => readAnswer(await post(chatPath(address, request.model), request, options)),
        answerTimeout,
      ),
    deleteModel: (id, signal) =>
      call(signal, async (options) => {
        // Ids of fine-tuned models hold colons, those of some services slashes.
        await sdk.delete(`/models/${encodeURIComponent(id)}`, options);
      }),
  };
}

const newBoundary = (): string => `form-${crypto.randomUUID()}`;
/** Azure's older addresses name the deployment, which is its model there. */
const chatPath = ({ apiVersion }: ServiceAddress, model: string): string =>
  apiVersion === undefined ? '/chat/completions' : `/deployments/${encodeURIComponent(model)}/chat/completions`;
const jobPath = (id: string): string => `/fine_tuning/jobs/${encodeURIComponent(id)}`;
const uploadPath = (id: string): string => `/uploads/${encodeURIComponent(id)}`;
