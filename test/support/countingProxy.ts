import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a service on loopback, counts what is asked for and how much of files is sent, and tells of each request. */
export class CountingProxy {
  /** Paths with their queries, in order. */
  readonly asked: string[] = [];
  /** Bytes of contents that were sent. */
  contentBytes = 0;
  /** Most requests at once. */
  mostAtOnce = 0;
  onRequest: (count: number) => void = () => undefined;
  readonly #server: Server;
  readonly #target: URL;
  #open = 0;

  static async start(target: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((asked, answer) => this.#forward(asked, answer));
    this.#server.on('clientError', (_, socket) => socket.destroy());
  }

  /** The service's own address, here. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#target.pathname}`;
  }

  /** Ids of files whose content was asked for, in order. */
  get contents(): readonly string[] {
    return this.asked.flatMap((url) => /\/files\/([^/]+)\/content$/.exec(url)?.[1] ?? []);
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url = '', headers } = asked;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#open);
    answer.on('close', () => this.#open--);
    this.asked.push(url);
    this.onRequest(this.asked.length);
    const isContent = url.endsWith('/content');
    const options = {
      host: '127.0.0.1',
      port: this.#target.port,
      method,
      path: url,
      headers: { ...headers, host: this.#target.host },
    };
    const forwarded = request(options, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('data', (chunk: Buffer) => {
        if (isContent) this.contentBytes += chunk.length;
      });
      response.pipe(answer);
    });
    // Whoever leaves early leaves both sides.
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  }
}
