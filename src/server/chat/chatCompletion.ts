import { collectAnswer, usageBody, type AnswerHead } from './completionParts.ts';
import type { AnswerEvent } from './answerEngine.ts';

/** The `chat.completion` object of the API. */
export async function chatCompletionBody(
  head: AnswerHead,
  events: ReadableStream<AnswerEvent>,
): Promise<Record<string, unknown>> {
  const { text, end } = await collectAnswer(events);
  const message = { role: 'assistant', content: text, refusal: null, annotations: [] };
  const choice = { index: 0, message, logprobs: null, finish_reason: end.finish_reason };
  return { ...head, object: 'chat.completion', choices: [choice], usage: usageBody(end) };
}

/** The `chat.completion.chunk` objects of the API, in order. */
export async function* chatCompletionChunks(
  head: AnswerHead,
  events: ReadableStream<AnswerEvent>,
  includesUsage: boolean,
): AsyncGenerator<Record<string, unknown>> {
  const chunk = (delta: object, finish_reason: string | null): Record<string, unknown> => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(includesUsage ? { usage: null } : {}),
  });
  let isFirst = true;
  for await (const event of events) {
    if (isFirst) yield chunk({ role: 'assistant', content: '', refusal: null }, null);
    isFirst = false;
    if (event.type === 'delta') {
      yield chunk({ content: event.text }, null);
    } else {
      yield chunk({}, event.finish_reason);
      if (includesUsage) yield { ...head, object: 'chat.completion.chunk', choices: [], usage: usageBody(event) };
    }
  }
}
