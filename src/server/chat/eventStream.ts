import { Readable } from 'node:stream';
import { envelope, toApiError } from '../errors.ts';

/** Server-sent events. Waits for the first chunk, so that an answer that fails at once is an error and no stream. */
export async function startEventStream(chunks: AsyncGenerator<object>): Promise<Readable> {
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
