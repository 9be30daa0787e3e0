import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import type { Clock } from '../../common/time.ts';
import { readChatRequest } from '../chat/chatRequest.ts';
import { completionBody, completionChunks } from '../chat/completion.ts';
import type { EnginePool } from '../chat/enginePool.ts';
import { envelope, toApiError } from '../errors.ts';
import { newId, type RandomText } from '../ids.ts';
import type { ModelStore } from '../models.ts';
import { requireModel } from './models.ts';

export interface ChatRoutesDependencies {
  readonly models: ModelStore;
  readonly pool: EnginePool;
  readonly clock: Clock;
  readonly random: RandomText;
}

/** /chat/completions, in one piece or as a stream of server-sent events. */
export function chatRoutes(app: FastifyInstance, { models, pool, clock, random }: ChatRoutesDependencies): void {
  app.post('/chat/completions', (request, reply) => {
    const { model: modelId, question, isStream, includesUsage } = readChatRequest(request.body);
    const model = requireModel(models, modelId);
    const id = newId('chatcmpl-', random);
    const events = pool.answer(model, { id, ...question });
    const head = { id, created: Math.floor(clock.now() / 1000), model: modelId };
    if (!isStream) return completionBody(head, events);
    reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    return startStream(completionChunks(head, events, includesUsage)).then((stream) => reply.send(stream));
  });
}

/** Waits for the first chunk, so that an answer that fails at once is an error and no stream. */
async function startStream(chunks: AsyncGenerator<object>): Promise<Readable> {
  const first = await chunks.next();
  return Readable.from(serverSentEvents(first, chunks));
}

async function* serverSentEvents(first: IteratorResult<object>, rest: AsyncGenerator<object>): AsyncGenerator<string> {
  const line = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
  try {
    if (!first.done) yield line(first.value);
    for await (const chunk of rest) yield line(chunk);
    yield 'data: [DONE]\n\n';
  } catch (error) {
    // The status line is long gone; clients look for an `error` member.
    yield line(envelope(toApiError(error).error));
  }
}
