import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer as it would be sent. A text body is sent as it is, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with one request. Where `isDone` is said, the service does what it was asked for before things go wrong:
 * the job exists, and the client does not know.
 */
export type Trouble =
  | ({ readonly type: 'answer' } & Answer)
  /** The connection is cut when this many bytes of the request's body have come. */
  | { readonly type: 'cutRequest'; readonly after: number }
  /** The connection is cut when this many bytes of the answer, its head included, are sent. */
  | { readonly type: 'cutAnswer'; readonly after: number; readonly isDone: boolean }
  /** This many bytes of the answer, its head included, are sent, and then nothing more until the client leaves. */
  | { readonly type: 'stall'; readonly after: number; readonly isDone: boolean }
  /** The answer comes byte by byte. */
  | { readonly type: 'trickle' };

/** The envelope of OpenAI's errors. */
export function refusal(
  status: number,
  message: string,
  fields: { readonly code?: string; readonly param?: string; readonly type?: string } = {},
): Answer {
  const { code = null, param = null, type = 'invalid_request_error' } = fields;
  return { status, body: { error: { message, type, param, code } } };
}

/** The page that a proxy sends where it does not reach the service. */
export function htmlPage(status: number, title: string): Answer {
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, body, headers: { 'content-type': 'text/html' } };
}

/** 429 with seconds to wait. */
export function slowDown(seconds: number): Answer {
  const answer = refusal(429, 'Rate limit reached.', { code: 'rate_limit_exceeded', type: 'requests' });
  return { ...answer, headers: { 'retry-after': String(seconds) } };
}

/** OpenAI's answer to an organization that it has shut out, quoted from a log of 2026. */
export const trainingNotAvailable = refusal(
  403,
  'OpenAI is winding down the fine-tuning platform and your organization is no longer able to create new fine-tuning training jobs. Learn more https://developers.openai.com/api/docs/deprecations#update-to-openais-self-serve-fine-tuning',
  { code: 'training_not_available' },
);

/** The answer as bytes on the wire. */
function raw({ status, body, headers }: Answer): Buffer {
  const content = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const fields = {
    'content-type': 'application/json',
    connection: 'close',
    'content-length': String(content.length),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n`), content]);
}

/** Sends the answer, with the trouble there is. */
export function send(answer: Answer, trouble: Trouble | undefined, response: ServerResponse): void {
  const { socket } = response;
  if (!socket || socket.destroyed) return;
  const bytes = raw(answer);
  if (trouble?.type === 'cutAnswer') {
    socket.write(bytes.subarray(0, trouble.after), () => socket.resetAndDestroy());
  } else if (trouble?.type === 'stall') {
    socket.write(bytes.subarray(0, trouble.after));
  } else if (trouble?.type === 'trickle') {
    trickle(bytes, 0, socket);
  } else {
    socket.end(bytes);
  }
}

function trickle(bytes: Buffer, at: number, socket: NonNullable<ServerResponse['socket']>): void {
  if (socket.destroyed) return;
  if (at === bytes.length) socket.end();
  else socket.write(bytes.subarray(at, at + 1), () => setImmediate(trickle, bytes, at + 1, socket));
}

/** What of a request's body is held in memory; of more only the length is counted. */
const heldBytes = 32 * 1024 * 1024;

export interface Content {
  readonly bytes: Buffer;
  /** Bytes, also of what was not held. */
  readonly length: number;
}

/** Reads the body; undefined where the connection ended, or was cut at `cutAfter` bytes, before all of it had come. */
export async function readContent(request: IncomingMessage, cutAfter?: number): Promise<Content | undefined> {
  const { socket } = request;
  const held: Buffer[] = [];
  let length = 0;
  const isCut = (): boolean => cutAfter !== undefined && length >= cutAfter;
  try {
    for await (const chunk of isCut() ? [] : (request as AsyncIterable<Buffer>)) {
      length += chunk.length;
      if (length <= heldBytes) held.push(chunk);
      if (isCut()) break;
    }
  } catch {
    return undefined;
  }
  if (!isCut()) return { bytes: Buffer.concat(held), length };
  if (!socket.destroyed) socket.resetAndDestroy();
  return undefined;
}
