import type { AnswerEvent } from './answerEngine.ts';
import { collectAnswer, usageBody, type AnswerHead } from './completionParts.ts';

/** The `text_completion` object of the legacy API. */
export async function textCompletionBody(
  head: AnswerHead,
  events: ReadableStream<AnswerEvent>,
): Promise<Record<string, unknown>> {
  const { text, end } = await collectAnswer(events);
  return { ...part(head, text, end.finish_reason), usage: usageBody(end) };
}

/** The parts of a streamed answer, in order; each is a `text_completion` of its own. */
export async function* textCompletionChunks(
  head: AnswerHead,
  events: ReadableStream<AnswerEvent>,
  includesUsage: boolean,
): AsyncGenerator<Record<string, unknown>> {
  const noUsage = includesUsage ? { usage: null } : {};
  for await (const event of events) {
    if (event.type === 'delta') yield { ...part(head, event.text, null), ...noUsage };
    else {
      yield { ...part(head, '', event.finish_reason), ...noUsage };
      if (includesUsage) yield { ...head, object: 'text_completion', choices: [], usage: usageBody(event) };
    }
  }
}

function part(head: AnswerHead, text: string, finish_reason: string | null): Record<string, unknown> {
  return { ...head, object: 'text_completion', choices: [{ text, index: 0, logprobs: null, finish_reason }] };
}
