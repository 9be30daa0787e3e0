import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { htmlPage, readContent, refusal, send, type Answer, type Trouble } from './scriptedAnswers.ts';
import { ScriptedState, type Manners } from './scriptedState.ts';

export * from './scriptedAnswers.ts';
export type { Manners } from './scriptedState.ts';

export interface ScriptedOptions extends Manners {
  /** Before /files and the like. Default `/v1`; Azure has `/openai/v1` and `/openai`. */
  readonly prefix?: string;
  /** '' = none is asked for. */
  readonly key?: string;
  /** The header that carries the key: `Authorization: Bearer` or `api-key`. */
  readonly auth?: 'bearer' | 'api-key';
  /** Asked for in the query, else 404. */
  readonly apiVersion?: string;
}

/** One request that came, as far as tests ask about it. */
export interface SeenRequest {
  readonly method: string;
  /** As it was sent, with its query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** At most the first 32 MB; '' where it did not come whole. */
  readonly body: string;
}

/** Azure's older addresses: a version in the query, `api-key`, statuses of its own. */
export const classicAzure: ScriptedOptions = {
  prefix: '/openai',
  auth: 'api-key',
  apiVersion: '2025-04-01-preview',
  firstStatus: 'pending',
  noError: {},
  needsBody: true,
  pendingLooks: 2,
  lacks: { uploads: 404 },
};

/** Azure's newer addresses, without a version. */
export const foundryAzure: ScriptedOptions = { ...classicAzure, prefix: '/openai/v1', apiVersion: '' };

/**
 * A service of fine-tuning jobs on loopback that behaves as real ones were seen to, and goes wrong where it is told to. It
 * does not train: tests move its jobs on. Every request is kept.
 */
export class ScriptedService {
  readonly state: ScriptedState;
  readonly key: string;
  readonly requests: SeenRequest[] = [];
  readonly #options: ScriptedOptions;
  readonly #server: Server;
  #troubles: { readonly pattern: string; readonly trouble: Trouble; left: number }[] = [];
  #prefix: string;

  static async start(options: ScriptedOptions = {}): Promise<ScriptedService> {
    const service = new ScriptedService(options);
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  private constructor(options: ScriptedOptions) {
    this.state = new ScriptedState(options);
    this.key = options.key ?? 'sk-scripted-key-0123456789';
    this.#options = options;
    this.#prefix = options.prefix ?? '/v1';
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) =>
        send({ status: 599, body: String(error) }, undefined, response),
      );
    });
    // A request that is cut is no failure of the test.
    this.#server.on('clientError', (_, socket) => socket.destroy());
  }

  /** `127.0.0.1:PORT`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get baseUrl(): string {
    return `http://${this.host}${this.#prefix}`;
  }

  /** Makes the next requests like `POST /fine_tuning/jobs` go wrong, one after another; `*` stands for one part of a path. */
  next(pattern: string, ...troubles: readonly Trouble[]): void {
    for (const trouble of troubles) this.#troubles.push({ pattern, trouble, left: 1 });
  }

  /** Makes all requests of this kind go wrong. */
  always(pattern: string, trouble: Trouble): void {
    this.#troubles.push({ pattern, trouble, left: Number.POSITIVE_INFINITY });
  }

  /** Ends all trouble that is still to come. */
  calm(): void {
    this.#troubles = [];
  }

  /** How many requests of this kind came. */
  count(pattern: string): number {
    return this.requests.filter((request) => this.#fits(pattern, request)).length;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  #path(url: string): readonly string[] | undefined {
    const { pathname } = new URL(url, 'http://scripted');
    if (!pathname.startsWith(`${this.#prefix}/`)) return undefined;
    return pathname
      .slice(this.#prefix.length + 1)
      .split('/')
      .map(decodeURIComponent);
  }

  #fits(pattern: string, request: { method?: string | undefined; url?: string | undefined }): boolean {
    const [method, path = ''] = pattern.split(' ');
    const wanted = path.slice(1).split('/');
    const parts = this.#path(request.url ?? '') ?? [];
    const isSamePath = wanted.length === parts.length && wanted.every((part, i) => part === '*' || part === parts[i]);
    return (method === '*' || request.method === method) && isSamePath;
  }

  #takeTrouble(request: IncomingMessage): Trouble | undefined {
    const found = this.#troubles.find(({ pattern, left }) => left > 0 && this.#fits(pattern, request));
    if (found) found.left--;
    return found?.trouble;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const trouble = this.#takeTrouble(request);
    const { method = '', url = '', headers } = request;
    const content = await readContent(request, trouble?.type === 'cutRequest' ? trouble.after : undefined);
    this.requests.push({ method, url, headers, body: content?.bytes.toString() ?? '' });
    if (!content) return;
    const answer = await this.#answer(trouble, async () => {
      const path = this.#path(url);
      const query = new URL(url, 'http://scripted').searchParams;
      const { apiVersion } = this.#options;
      const isRightVersion = apiVersion === undefined || (query.get('api-version') ?? '') === apiVersion;
      if (!path || !isRightVersion) return htmlPage(404, '404 Not Found');
      if (!this.#isAllowed(headers)) return refusal(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });
      return this.state.answer({ method, path, query, headers: headers as Record<string, string>, content });
    });
    const requestId = { 'x-request-id': `req_${this.requests.length}` };
    send({ ...answer, headers: { ...requestId, ...answer.headers } }, trouble, response);
  }

  #isAllowed(headers: IncomingMessage['headers']): boolean {
    if (this.key === '') return true;
    const isAzure = this.#options.auth === 'api-key';
    return isAzure ? headers['api-key'] === this.key : headers.authorization === `Bearer ${this.key}`;
  }

  async #answer(trouble: Trouble | undefined, work: () => Promise<Answer>): Promise<Answer> {
    if (trouble?.type === 'answer') return trouble;
    const isUndone = trouble !== undefined && 'isDone' in trouble && !trouble.isDone;
    // Long enough to be cut anywhere.
    return isUndone ? { status: 200, body: ' '.repeat(512) } : work();
  }
}
