import { setImmediate as breathe } from 'node:timers/promises';
import type { CompletionEvent, CompletionRequest } from '../engine.ts';
import { generate } from './generate.ts';
import { readLines } from '../lines.ts';
import type { LanguageModel } from './model.ts';

/** How long an answer may keep further requests unread, in milliseconds. */
const breathInterval = 10;

export interface ServePort {
  /** Lines of requests, as bytes. */
  readonly input: AsyncIterable<unknown>;
  /** Takes one line of JSON without its end; resolves when more may come. */
  send(line: string): Promise<void>;
  /** A number from 0 to 2^32 - 1, for requests that bring no seed. */
  randomSeed(): number;
}

/** Answers requests one after the other, in the order in which they came; resolves when the input has ended and all are answered. */
export async function serve(model: LanguageModel, port: ServePort): Promise<void> {
  let last = Promise.resolve();
  for await (const line of readLines(port.input)) {
    if (line.trim() !== '') last = last.then(() => answer(model, line, port));
  }
  await last;
}

async function answer(model: LanguageModel, line: string, port: ServePort): Promise<void> {
  const send = (event: CompletionEvent): Promise<void> => port.send(JSON.stringify(event));
  const { id, request } = readRequest(line);
  if (!request) return send({ id, type: 'failed', message: 'The request is not one that this engine understands.' });
  const answer = generate(model, request, port.randomSeed());
  let lastBreath = performance.now();
  let next = answer.next();
  for (; !next.done; next = answer.next()) {
    if (next.value !== '') await send({ id, type: 'delta', text: next.value });
    if (performance.now() - lastBreath < breathInterval) continue;
    await breathe();
    lastBreath = performance.now();
  }
  return send({ id, type: 'completed', ...next.value });
}

/** The request of a line, undefined where it is none; its id, '' where there is none. */
function readRequest(line: string): { id: string; request?: CompletionRequest } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: '' };
  }
  const request = (typeof value === 'object' && value !== null ? value : {}) as Partial<CompletionRequest>;
  const id = typeof request.id === 'string' ? request.id : '';
  const isMessage = (message: unknown): boolean =>
    typeof message === 'object' && message !== null && 'content' in message && typeof message.content === 'string';
  if (id === '' || !Array.isArray(request.messages) || !request.messages.every(isMessage)) return { id };
  return { id, request: request as CompletionRequest };
}
