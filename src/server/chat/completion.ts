import type { AnswerEvent } from './answerEngine.ts';

type Completed = Extract<AnswerEvent, { type: 'completed' }>;

/** What all parts of one answer have in common. */
export interface AnswerHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
}

/** The `chat.completion` object of the API. */
export async function completionBody(
  head: AnswerHead,
  events: ReadableStream<AnswerEvent>,
): Promise<Record<string, unknown>> {
  let content = '';
  let end: Completed | undefined;
  for await (const event of events) {
    if (event.type === 'delta') content += event.text;
    else end = event;
  }
  const message = { role: 'assistant', content, refusal: null, annotations: [] };
  const choice = { index: 0, message, logprobs: null, finish_reason: end?.finish_reason ?? 'stop' };
  return { ...head, object: 'chat.completion', choices: [choice], usage: end && usageBody(end) };
}

/** The `chat.completion.chunk` objects of the API, in order. */
export async function* completionChunks(
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

function usageBody({ usage }: Completed): Record<string, number> {
  const { prompt_tokens, completion_tokens } = usage;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
